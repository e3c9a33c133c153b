import type { CaseView, PassageView } from '@haidang/contract';
import { containerCheckDigit, formatInstant, SECOND } from '@haidang/domain';
import type { Browser, Locator, Page } from '@playwright/test';
import type { RunningPlatform } from '@haidang/testkit/platform';
import { dimTexts, violations } from './support/axe.js';
import { overflowing, scrollingSideways } from './support/overflow.js';
import { expect, sessionCookie, test } from './support/test.js';
import { smallTargets } from './support/touch.js';
import { readWords, saidBy, visibleStrings } from './support/words.js';

/** The demo's port of the north, its first gate, and what customs made eligible there (firmware-sim/country/papers.json). */
const GATE = 'G-LACHHUYEN-1';
const PORT = 'KT-CANG-BAC';
const OFFICE = 'HQ-LACHHUYEN';
/** Pixels (design: targets at the gate). */
const GLOVE = 56;
const ELIGIBLE = ['HDGU2041005', 'HDGU2041371'] as const;

test.use({ role: null, forgiven: [/status of 40[134] /] });

let made = 0;

/** A container of which nothing is on file. */
function stranger(): string {
  const body = `CSQU${String(305_000 + ++made).padStart(6, '0')}`;
  return `${body}${containerCheckDigit(body)}`;
}

/** What a camera of a lane tells. @returns its id, once it is decided */
async function passes(
  platform: RunningPlatform,
  more: Partial<PassageView>,
): Promise<{ id: string; verdict: string }> {
  const id = `e2e-${++made}`;
  const time = formatInstant(Date.now());
  const body = { id, time, direction: 'out', lane: '1', plate: '15C12345', ...more };
  const { verdict } = await platform.call<{ verdict: string }>(`/gates/${GATE}/passages`, body);
  return { id, verdict };
}

const laneOf = (page: Page, id: string): Locator => page.locator(`[data-testid=lane][data-passage="${id}"]`);

/** Opens the gatehouse in the browser as somebody of an organisation, and waits for the feed. */
async function standsAt(
  page: Page,
  platform: RunningPlatform,
  role: 'port_operator' | 'customs_officer',
  query = '',
) {
  const token = await platform.token(role, role === 'port_operator' ? PORT : OFFICE);
  await page.context().addCookies([sessionCookie(platform.origin, token)]);
  await page.goto(`${platform.origin}/gatehouse?gate=${GATE}${query}`);
  await expect(page.getByTestId('gate')).toHaveValue(GATE);
}

/** A picture of the gate, put in as evidence by who sits there. @returns its address, as a camera's passage has it */
async function uploaded(page: Page, platform: RunningPlatform): Promise<string> {
  const form = new FormData();
  form.set('gateId', GATE);
  form.set('file', new File([Uint8Array.from(await page.screenshot({ type: 'jpeg' }))], 'lane.jpg'));
  const answer = await fetch(`${platform.origin}/api/v1/evidence`, {
    ...{ method: 'POST', body: form },
    headers: { authorization: `Bearer ${await platform.token('port_operator', PORT)}` },
  });
  expect(answer.status).toBe(201);
  const { id } = (await answer.json()) as { id: string };
  return `/api/v1/evidence/${id}`;
}

async function officersPage(browser: Browser, platform: RunningPlatform): Promise<Page> {
  const page = await (
    await browser.newContext({ locale: 'vi-VN', timezoneId: 'Asia/Ho_Chi_Minh' })
  ).newPage();
  await standsAt(page, platform, 'customs_officer');
  return page;
}

test('a port operator signs in at the gatehouse, and sees a held truck and why within a second', async ({
  page,
  platform,
}) => {
  await page.goto(`${platform.origin}/`);
  await page.getByTestId('demo-port_operator').click();
  await expect(page).toHaveURL(/\/gatehouse/);
  await page.getByTestId('gate').selectOption(GATE);
  await expect(page).toHaveURL(new RegExp(`gate=${GATE}`));
  const before = await passes(platform, { container: stranger() });
  await expect(laneOf(page, before.id)).toBeVisible();

  const container = stranger();
  const { id } = await passes(platform, { container });
  const lane = laneOf(page, id);
  await expect(lane).toBeVisible({ timeout: SECOND });
  await expect(lane).toHaveAttribute('data-verdict', 'hold');
  await expect(lane).toContainText('Giữ lại');
  await expect(lane).toContainText(container);
  await expect(lane.locator('[data-reading=plate]')).toContainText('15C-123.45');
  await expect(lane).toContainText('Chưa đủ điều kiện qua khu vực giám sát:');
  await expect(lane.getByTestId('override-open')).toHaveCount(0);
  await expect(page.getByTestId('passage').first()).toHaveAttribute('data-passage', id);

  await test.step('a reload shows the same, and the centre is one choice away', async () => {
    await page.reload();
    await expect(laneOf(page, id)).toBeVisible();
    await page.getByTestId('person-menu').click();
    await page.getByTestId('other-page').click();
    await expect(page).toHaveURL(/\/centre/);
    await expect(page.getByTestId('map')).toBeVisible();
  });
});

test('a misread number brings one on file, marked, and a tap looks it up', async ({ page, platform }) => {
  await standsAt(page, platform, 'port_operator');
  const { id } = await passes(platform, { container: 'HDGU2O41005' });
  const suggestion = laneOf(page, id).getByTestId('suggestion').filter({ hasText: ELIGIBLE[0] });
  await expect(suggestion.locator('mark')).toHaveText(['0']);
  await suggestion.click();
  const file = page.getByTestId('container-file');
  await expect(file).toContainText('Đủ điều kiện qua khu vực giám sát tại đây.');
  await expect(file).toContainText('Cảng Lạch Huyện');
  await expect(page).toHaveURL(new RegExp(`container=${ELIGIBLE[0]}`));
  expect(await violations(page)).toEqual([]);

  await test.step('by the keyboard, and nothing on file is said so', async () => {
    await page.locator('body').click({ position: { x: 2, y: 300 } });
    await page.keyboard.press('/');
    await expect(page.getByTestId('lookup')).toBeFocused();
    const container = stranger();
    await page.getByTestId('lookup').fill(container);
    await page.keyboard.press('Enter');
    await expect(file).toContainText('Không có hồ sơ nào về container này.');
    await page.goBack();
    await expect(file).toContainText('Đủ điều kiện qua khu vực giám sát tại đây.');
  });
});

test('a passage is entered by hand, by the keyboard, and decided at once', async ({ page, platform }) => {
  await standsAt(page, platform, 'port_operator');
  await expect(page.getByTestId('entry-form')).toBeVisible();
  await page.keyboard.press('n');
  const number = page.getByTestId('entry-container');
  await expect(number).toBeFocused();
  await page.keyboard.type('hdgu2041372');
  await expect(page.getByTestId('entry-form')).toContainText(
    'Sai chữ số kiểm tra: với các ký tự này phải là 1.',
  );
  await page.keyboard.press('Backspace');
  await expect(page.getByTestId('entry-form')).toContainText('Còn thiếu 1 ký tự.');
  await page.keyboard.type('1');
  await expect(page.getByTestId('entry-form')).toContainText('Chữ số kiểm tra đúng.');
  await page.keyboard.press('Enter');
  const lane = page.locator('[data-testid=lane][data-lane=""]').filter({ hasText: ELIGIBLE[1] });
  await expect(lane).toHaveAttribute('data-verdict', 'pass');
  await expect(lane).toContainText('Cho qua');
  await expect(number).toHaveValue('');

  const { items } = await platform.call<{ items: PassageView[] }>(`/gates/${GATE}/passages?limit=1`);
  expect(items[0]).toMatchObject({ container: ELIGIBLE[1], source: 'gatehouse', direction: 'out' });
  await page.reload();
  await expect(lane).toHaveAttribute('data-passage', items[0]!.id);
});

test('one lane fills the screen, with what its camera saw; a wrong read is corrected there, and decided at once', async ({
  page,
  platform,
}) => {
  await standsAt(page, platform, 'port_operator');
  const elsewhere = await passes(platform, { container: stranger(), lane: '1' });
  const picture = await uploaded(page, platform);
  const read = await passes(platform, {
    ...{ container: 'HDGU2O41005', lane: '2', carrierSeal: 'ML-VN204100' },
    images: [picture, 'https://elsewhere.example/picture.jpg'],
  });
  await expect(laneOf(page, elsewhere.id)).toBeVisible();
  const lane = laneOf(page, read.id);
  await page.getByTestId('gate-lane').selectOption('2');
  await expect(page.getByTestId('lane')).toHaveCount(1);
  await expect(lane).toHaveAttribute('data-verdict', 'hold');
  await expect(page).toHaveURL(/lane=2/);
  await expect(page).toHaveTitle(/^Làn 2 · /);
  await expect(page.locator(`[data-testid=passage][data-passage="${elsewhere.id}"]`)).toHaveCount(0);
  const seen = lane.getByTestId('camera-pictures').locator('img');
  await expect(seen).toHaveCount(1);
  await expect.poll(() => seen.evaluate((image: HTMLImageElement) => image.naturalWidth)).toBeGreaterThan(0);
  for (const width of [375, 1024]) {
    await page.setViewportSize({ width, height: 768 });
    expect(await overflowing(page), `${width} px`).toEqual([]);
    expect(await violations(page), `${width} px`).toEqual([]);
  }

  const number = page.getByTestId('entry-container');
  await test.step('a correction begins with what was read, and can be left', async () => {
    await lane.getByTestId('correct').click();
    await expect(number).toBeFocused();
    await expect(number).toHaveValue('HDGU2O41005');
    await expect(page.getByTestId('entry-plate')).toHaveValue('15C12345');
    await page.getByTestId('entry-leave').click();
    await expect(number).toHaveValue('');
    await expect(page.getByTestId('entry-leave')).toHaveCount(0);
  });

  await test.step('the corrected number is decided as a passage of that lane, with the pictures of the read', async () => {
    await lane.getByTestId('correct').click();
    await number.fill(ELIGIBLE[0]);
    await page.keyboard.press('Enter');
    await expect(page.getByTestId('lane')).toContainText(ELIGIBLE[0]);
    await expect(page.getByTestId('camera-pictures')).toBeVisible();
    await expect(number).toHaveValue('');
    const { items } = await platform.call<{ items: PassageView[] }>(`/gates/${GATE}/passages?limit=1`);
    expect(items[0]).toMatchObject({
      ...{ container: ELIGIBLE[0], lane: '2', source: 'gatehouse', plate: '15C12345' },
      ...{ carrierSeal: 'ML-VN204100', images: [picture, 'https://elsewhere.example/picture.jpg'] },
    });
  });

  await test.step('the tablet comes back to its lane, and to all of the gate when it is asked to', async () => {
    await page.goto(`${platform.origin}/gatehouse`);
    await expect(page.getByTestId('gate-lane')).toHaveValue('2');
    await expect(page.getByTestId('lane')).toHaveCount(1);
    await page.getByTestId('gate-lane').selectOption('');
    await expect(laneOf(page, elsewhere.id)).toBeVisible();
    await expect(page).not.toHaveURL(/lane=/);
  });
});

test('an officer lets a held truck pass with a reason, and the operator sees it', async ({
  page,
  platform,
  browser,
}) => {
  await standsAt(page, platform, 'port_operator', '&held');
  const officer = await officersPage(browser, platform);
  const container = stranger();
  const { id } = await passes(platform, { container, lane: '2' });
  const row = page.locator(`[data-testid=passage][data-passage="${id}"]`);
  await expect(row).toBeVisible();

  await laneOf(officer, id).getByTestId('override-open').click();
  const dialog = officer.getByTestId('override-dialog');
  await expect(dialog.getByTestId('override-reason')).toBeFocused();
  await dialog.getByTestId('override-submit').click();
  await expect(dialog).toBeVisible();
  expect(await violations(officer)).toEqual([]);
  await dialog.getByTestId('override-reason').fill('Đã kiểm tra hồ sơ giấy');
  await dialog.getByTestId('override-submit').click();
  await expect(dialog).toBeHidden();
  for (const one of [officer, page]) {
    await expect(laneOf(one, id)).toHaveAttribute('data-verdict', 'pass');
    await expect(laneOf(one, id).getByTestId('override')).toHaveText(
      /^Test customs_officer cho qua lúc \d\d:\d\d: Đã kiểm tra hồ sơ giấy$/,
    );
  }
  await expect(row, 'it is not held any more').toHaveCount(0);
  await page.getByTestId('held-only').click();
  await expect(row).toHaveAttribute('data-verdict', 'pass');
  await officer.context().close();
});

test('a feed that is cut off is said so, the panels step back, and what was missed is there afterwards', async ({
  page,
  platform,
}) => {
  // the socket alone is cut: what is read by REST would be there
  let cut: () => Promise<void> = () => Promise.resolve();
  let isCut = false;
  await page.routeWebSocket(/socket\.io/, (socket) => {
    if (isCut) return void socket.close();
    const server = socket.connectToServer();
    cut = async () => {
      isCut = true;
      await server.close();
      await socket.close();
    };
  });
  await page.route(/\/socket\.io\//, (route) => (isCut ? route.abort() : route.continue()));
  await standsAt(page, platform, 'port_operator');
  const first = await passes(platform, { container: stranger() });
  await expect(laneOf(page, first.id)).toBeVisible();
  await expect(laneOf(page, first.id)).not.toHaveAttribute('data-quiet');

  await cut();
  await expect(page.getByTestId('feed-banner')).toBeVisible();
  await expect(laneOf(page, first.id)).toHaveAttribute('data-quiet');
  const missed = await passes(platform, { container: stranger() });
  isCut = false;
  await expect(laneOf(page, missed.id)).toBeVisible();
  await expect(page.getByTestId('feed-banner')).toBeHidden();
  await expect(laneOf(page, missed.id)).not.toHaveAttribute('data-quiet');
});

test('it fits a phone, a tablet and a desk, in both languages and themes, and axe finds nothing', async ({
  page,
  platform,
  browser,
}) => {
  const { id } = await passes(platform, { container: 'HDGU2O41005', lane: '3' });
  const officer = await officersPage(browser, platform);
  await officer.goto(`${platform.origin}/gatehouse?gate=${GATE}&container=${ELIGIBLE[0]}`);
  await standsAt(page, platform, 'port_operator', `&container=${ELIGIBLE[0]}`);
  for (const one of [page, officer]) {
    await expect(laneOf(one, id)).toBeVisible();
    for (const width of [375, 768, 1440]) {
      await one.setViewportSize({ width, height: 900 });
      await expect(one.getByTestId('container-file')).toBeVisible();
      expect(await overflowing(one), `${width} px`).toEqual([]);
      expect(await scrollingSideways(one, 'main'), `${width} px`).toEqual([]);
      for (const theme of ['light', 'dark'] as const) {
        await expect(one.locator('html')).toHaveAttribute('data-mantine-color-scheme', theme);
        expect(await violations(one), `${width} px, ${theme}`).toEqual([]);
        await one.getByTestId('theme-switch').click();
      }
    }
  }
  const vietnamese = readWords('vi');
  await page.getByTestId('lang-en').click();
  await expect(laneOf(page, id)).toContainText('Hold');
  await expect(laneOf(page, id)).toContainText('The check digit of the container');
  const left = (await visibleStrings(page)).filter(
    (text) =>
      /\p{L}{2}/u.test(text) &&
      saidBy(text, vietnamese).length > 0 &&
      saidBy(text, readWords('en')).length === 0,
  );
  expect(left, 'words left in Vietnamese').toEqual([]);
  await officer.context().close();
});

test('what was read of a truck stands with how surely; where it is not what is declared, what is stands beside it', async ({
  page,
  platform,
  fleet,
}) => {
  const truck = await fleet.parked();
  await standsAt(page, platform, 'port_operator');
  const { id } = await passes(platform, {
    ...{ container: truck.container, containerConfidence: 0.97, plate: '29H77777', plateConfidence: 0.62 },
    ...{ carrierSeal: 'ML-VN1', sealId: 'VN999999', lane: '4' },
  });
  const readings = laneOf(page, id).getByTestId('readings');
  const reading = (what: string) => readings.locator(`[data-reading=${what}]`);
  await expect(reading('container')).toContainText('độ chắc 97%');
  await expect(reading('plate')).toContainText('29H-777.77 độ chắc 62%');
  await expect(reading('plate').getByTestId('declared')).toHaveText('Khai báo: 15C-123.45');
  await expect(reading('carrierSeal')).toContainText('ML-VN1');
  await expect(reading('carrierSeal').getByTestId('declared'), 'nothing speaks against it').toHaveCount(0);
  await expect(reading('sealId')).toContainText('VN999999');
  await expect(reading('sealId').getByTestId('declared')).toContainText(truck.sealId);

  await test.step('a discrepancy begins with that truck, and is of its passage', async () => {
    await laneOf(page, id).getByTestId('report-truck').click();
    const dialog = page.getByTestId('discrepancy-dialog');
    await expect(dialog.getByTestId('discrepancy-truck')).toContainText('Làn 4 · Biển số 29H-777.77');
    await expect(dialog.getByLabel('Số container')).toHaveValue(truck.container);
    await dialog.getByTestId('discrepancy-description').fill('Xe khác');
    await dialog.getByTestId('discrepancy-submit').click();
    await expect(dialog).toBeHidden();
    const opened = async () =>
      (await platform.call<{ items: CaseView[] }>(`/cases?container=${truck.container}&kind=other`)).items;
    await expect.poll(opened).toMatchObject([{ gateId: GATE, source: 'person' }]);
    expect((await opened())[0]!.details).toMatchObject({ passages: [{ gateId: GATE, id }] });
  });

  await test.step('the keys are told', async () => {
    await page.keyboard.press('?');
    await expect(page.getByRole('dialog')).toContainText('Nhập lượt qua cổng bằng tay');
  });
});

test('a glove hits everything, and everything is read in the sun', async ({ page, platform, browser }) => {
  const { id } = await passes(platform, { container: 'HDGU2O41005', lane: '5' });
  const officer = await officersPage(browser, platform);
  await officer.goto(`${platform.origin}/gatehouse?gate=${GATE}&container=${ELIGIBLE[0]}`);
  await standsAt(page, platform, 'port_operator', `&container=${ELIGIBLE[0]}`);
  const whole = async (one: Page, where: string) => {
    expect.soft(await smallTargets(one, GLOVE), where).toEqual([]);
    expect.soft(await dimTexts(one), where).toEqual([]);
  };
  for (const one of [page, officer]) {
    await one.setViewportSize({ width: 1024, height: 768 });
    await expect(laneOf(one, id).getByTestId('suggestion').first()).toBeVisible();
    await expect(one.getByTestId('container-file')).toBeVisible();
    for (const theme of ['light', 'dark'] as const) {
      await expect(one.locator('html')).toHaveAttribute('data-mantine-color-scheme', theme);
      await whole(one, `the page, ${theme}`);
      for (const opener of [
        'discrepancy-open',
        'scan-open',
        'queue-open',
        'expected-open',
        'override-open',
      ]) {
        const button = one.getByTestId(opener).first();
        if (opener === 'override-open' && one === page) continue;
        await button.click();
        await expect(one.getByRole('dialog')).toBeVisible();
        await whole(one, `${opener}, ${theme}`);
        await one.keyboard.press('Escape');
        await expect(one.getByRole('dialog')).toBeHidden();
      }
      await one.getByTestId('person-menu').click();
      await expect(one.getByRole('menu')).toBeVisible();
      await whole(one, `the menu, ${theme}`);
      await one.keyboard.press('Escape');
      await expect(one.getByRole('menu')).toBeHidden();
      await one.getByTestId('theme-switch').click();
    }
  }
});
