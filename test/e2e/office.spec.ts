import type { CaseView, ListedExceptionView, PortMessageView, TransitView } from '@haidang/contract';
import { containerCheckDigit, formatInstant, MINUTE, type Role } from '@haidang/domain';
import { png } from '@haidang/testkit';
import type { Page } from '@playwright/test';
import { callApi, type RunningPlatform } from '@haidang/testkit/platform';
import { violations } from './support/axe.js';
import { overflowing, scrollingSideways } from './support/overflow.js';
import { expect, sessionCookie, test } from './support/test.js';
import { CARRIER } from './support/truck.js';

/** The demo's port of the north, who runs it, and the office in charge of it. */
const [PLACE, PORT, OFFICE] = ['LACHHUYEN', 'KT-CANG-BAC', 'HQ-LACHHUYEN'] as const;

test.use({ role: null });

/** A wall, a tablet, a phone: wide in pixels. */
const SIZES = [1920, 1024, 390];

/** Calls as somebody of an organisation. */
async function as(platform: RunningPlatform, role: Role, at: string) {
  const token = await platform.token(role, at);
  return <T>(path: string, body?: object) => callApi<T>(platform.origin, token, path, body);
}

async function opens(page: Page, platform: RunningPlatform, path: string, role: Role = 'customs_officer') {
  const at = role === 'customs_officer' ? OFFICE : undefined;
  await page.context().addCookies([sessionCookie(platform.origin, await platform.token(role, at))]);
  await page.goto(`${platform.origin}/office/${path}`);
  await expect(page.getByTestId('office-answer')).not.toHaveText('Đang tải…');
}

function box(serial: number): string {
  const body = `HDGU${serial}`;
  return `${body}${containerCheckDigit(body)}`;
}

const row = (page: Page, text: string) => page.getByTestId('office-row').filter({ hasText: text });

/** In the dialogue that is open, a word to it, and done. */
async function says(page: Page, words: string) {
  const dialog = page.getByTestId('reason-dialog');
  await dialog.getByTestId('reason').fill(words);
  await dialog.getByTestId('reason-submit').click();
  await expect(dialog).toBeHidden();
}

test('an officer approves one exception and refuses another, by the keyboard', async ({
  page,
  platform,
  fleet,
}) => {
  const { transitId } = await fleet.truck(100);
  const carrier = await as(platform, 'carrier', CARRIER);
  await opens(page, platform, 'exceptions');
  await expect(page.getByTestId('office-answer')).toHaveText('Không có đề nghị nào chờ bạn duyệt.');
  const ask = (plate: string) =>
    carrier<ListedExceptionView>(`/transits/${transitId}/change-vehicle`, {
      ...{ vehicle: { plate }, reason: 'Đầu kéo hỏng hộp số' },
    });
  const { id } = await ask('29H-777.77');
  await expect(page.getByTestId('office-row'), 'it is told live').toHaveCount(1);
  await ask('29H-888.88');
  await expect(page.getByTestId('office-answer')).toContainText('2 đề nghị chờ bạn duyệt');

  await page.keyboard.press('j');
  await expect(page).toHaveURL(new RegExp(`item=${id}`));
  const item = page.getByTestId('office-item');
  await expect(item).toContainText('chuyến đi bằng 29H-777.77');
  await expect(item).toContainText('Đầu kéo hỏng hộp số');
  await page.keyboard.press('a');
  await page.getByTestId('reason-submit').click();
  await expect(item.getByTestId('decided')).toHaveText(/^Test customs_officer đã duyệt lúc \d\d:\d\d\.$/);
  await expect.poll(async () => vehicleOf(platform, transitId)).toBe('29H-777.77');

  await page.keyboard.press('j');
  await expect(item).toContainText('29H-888.88');
  await page.keyboard.press('r');
  await page.getByTestId('reason-submit').click();
  await expect(page.getByTestId('reason-dialog'), 'a refusal needs a reason').toBeVisible();
  await says(page, 'Chưa có biên bản');
  await expect(item.getByTestId('decided')).toContainText('Ghi chú: Chưa có biên bản');
  expect(await vehicleOf(platform, transitId)).toBe('29H-777.77');
  await page.reload();
  await expect(item.getByTestId('decided'), 'a link shows the same').toContainText('đã từ chối');
  // the truck's transit is cancelled next: its seal, which the page asks for, is told to officers no more
  await page.goto('about:blank');
});

async function vehicleOf(platform: RunningPlatform, id: string): Promise<string> {
  return (await platform.call<TransitView>(`/transits/${id}`)).vehicle.plate;
}

test('an officer takes a case, adds a picture, decides and closes it; the doubt says so', async ({
  page,
  platform,
}) => {
  const officer = await as(platform, 'customs_officer', OFFICE);
  const container = box(941_001);
  await opens(page, platform, 'cases');
  const found = await officer<CaseView>('/cases', {
    ...{ facilityId: PLACE, container, kind: 'damage', description: 'Cửa méo, nghi bị cạy' },
  });
  await row(page, container).click();
  const item = page.getByTestId('office-item');
  await expect(item).toContainText('Cửa méo, nghi bị cạy');
  await page.keyboard.press('t');
  await expect(item).toContainText('Test customs_officer đang kiểm tra.');
  const picture = { name: 'cua.png', mimeType: 'image/png', buffer: png() };
  await item.locator('input[type=file]').setInputFiles(picture);
  await expect(item.getByRole('img', { name: /^Ảnh chụp lúc/ })).toBeVisible();
  await page.keyboard.press('d');
  await page.getByTestId('choice-fine').check();
  await says(page, 'Biên bản 12');
  await expect(item.getByTestId('case-decision')).toContainText('xử phạt');
  await page.keyboard.press('c');
  await says(page, 'Đã nộp phạt');
  await expect(item.getByTestId('case-outcome')).toContainText('đúng như đã báo');
  await expect(item.getByTestId('doubt-points')).toHaveText('40 điểm từ 1 lý do.');
  const closed = await officer<CaseView>(`/cases/${found.id}`);
  expect(closed).toMatchObject({ state: 'closed', decision: 'fine', outcome: 'confirmed' });
});

test.describe('devices', () => {
  // the browser writes an error of its own for an answer that says no
  test.use({ forgiven: [/422 .*\/devices\/import/] });

  test('an administrator gives a seal its secret, told once, and shuts it out again; a file’s wrong lines are named', async ({
    page,
    platform,
  }) => {
    const token = await platform.token('administrator');
    await callApi(platform.origin, token, '/seals', { id: 'E2E-KEY', interval: 30, organisationId: OFFICE });
    await opens(page, platform, 'devices', 'administrator');
    await page.getByTestId('new-device').click();
    await page.getByTestId('device-id').fill('E2E-KEY');
    await page.getByTestId('device-submit').click();
    await expect(page.getByTestId('told-secret').locator('code')).toHaveText(/^[\w-]{32}$/);
    await page.getByTestId('device-done').click();
    const item = page.getByTestId('office-item');
    await expect(item).toContainText('Chưa dùng');
    await page.getByTestId('revoke').click();
    await says(page, 'Mất trộm');
    await expect(item).toContainText('Mất trộm');
    await expect(page.getByTestId('issue-again')).toBeVisible();
    await page.getByTestId('import-devices').click();
    const file = { name: 'seals.csv', mimeType: 'text/csv', buffer: Buffer.from('kind,id\nseal,NOWHERE\n') };
    await page.getByTestId('device-import').locator('input[type=file]').setInputFiles(file);
    await page.getByTestId('device-import-submit').click();
    await expect(page.getByTestId('device-errors')).toContainText(
      'Dòng 2, không được nhận (NOWHERE: no seal NOWHERE in the register)',
    );
  });
});

test('every page fits a desk, a tablet and a phone, and axe finds nothing', async ({ page, platform }) => {
  const port = await as(platform, 'port_operator', PORT);
  const at = formatInstant(Date.now() - 10 * MINUTE);
  const report = (body: object) =>
    port<PortMessageView>('/port-messages', { facilityId: PLACE, at, container: box(942_001), ...body });
  await report({ form: '14', number: 'E2E-14', carrierSeal: 'HPH001' });
  const changes = { carrierSeal: 'HPH002' };
  await report({ form: '16', number: 'E2E-16', corrects: 'E2E-14', reason: 'Nhập nhầm', changes });
  await port(`/facilities/${PLACE}/outages`, { reason: 'Đứt cáp quang' });
  const visits: readonly (readonly [string, Role, string])[] = [
    ['exceptions?show=all', 'customs_officer', ''],
    ['transits?show=all', 'customs_officer', ''],
    ['corrections', 'customs_officer', 'HPH002'],
    ['cases?show=all', 'customs_officer', ''],
    ['doubt', 'customs_officer', ''],
    ['yard', 'customs_officer', 'Chì của hãng'],
    ['deadlines?show=all', 'customs_officer', ''],
    ['outages', 'customs_officer', 'Đứt cáp quang'],
    ['users', 'administrator', 'Cấp lại mật khẩu'],
    ['devices', 'administrator', 'Khóa đã cấp'],
    ['ledger', 'auditor', 'Tải bằng chứng'],
  ];
  // one page's list is looked at on the phone on which the page before it ended
  for (const [path, role, told] of visits) {
    await opens(page, platform, path, role);
    expect(await overflowing(page), `${path}, the list`).toEqual([]);
    const first = page.getByTestId('office-row').first();
    if (told !== '') await expect(first).toBeVisible();
    if (await first.isVisible()) await first.click();
    await expect(page.getByTestId('office-item')).toContainText(told);
    for (const width of SIZES) {
      await page.setViewportSize({ width, height: 900 });
      expect(await overflowing(page), `${path}, ${width} px, the item`).toEqual([]);
      expect(await scrollingSideways(page, 'main'), `${path}, ${width} px, the item`).toEqual([]);
    }
    expect(await violations(page), path).toEqual([]);
  }
  await page.getByTestId('lang-en').click();
  await page.getByTestId('theme-switch').click();
  await expect(page.locator('html')).toHaveAttribute('data-mantine-color-scheme', 'dark');
  expect(await violations(page), 'the ledger in the dark').toEqual([]);
});

test('the many pages of an office are in groups, opened by the keyboard; the open one is told', async ({
  page,
  platform,
}) => {
  await opens(page, platform, 'yard');
  const group = page.getByTestId('nav-gates');
  await expect(group).toHaveAttribute('aria-current', 'true');
  await expect(group).toContainText('Bãi');
  for (const width of SIZES) {
    await page.setViewportSize({ width, height: 844 });
    await expect.poll(() => scrollingSideways(page, 'nav')).toEqual([]);
    for (const name of ['decisions', 'gates', 'shift', 'records'])
      await expect(page.getByTestId(`nav-${name}`)).toBeInViewport({ ratio: 1 });
  }
  await group.focus();
  await page.keyboard.press('Enter');
  await expect(page.getByTestId('nav-yard')).toHaveAttribute('aria-current', 'page');
  expect(await violations(page)).toEqual([]);
  await expect(page.getByTestId('nav-yard')).toBeFocused();
  await page.keyboard.press('ArrowDown');
  await expect(page.getByTestId('nav-passages')).toBeFocused();
  await page.keyboard.press('Enter');
  await expect(page).toHaveURL(/\/office\/passages$/);
});
