import type { TrainingView } from '@haidang/contract';
import type { Role } from '@haidang/domain';
import { callApi, type RunningPlatform } from '@haidang/testkit/platform';
import type { Browser, Page } from '@playwright/test';
import { pages } from './support/api.js';
import { violations } from './support/axe.js';
import type { Desk } from './support/desk.js';
import { overflowing } from './support/overflow.js';
import { expect, sessionCookie, test } from './support/test.js';

test.use({ role: null });

/** The page of somebody of the demo's centre, at an address. */
async function opens(page: Page, platform: RunningPlatform, role: Role, path: string): Promise<void> {
  await page.context().addCookies([sessionCookie(platform.origin, await platform.token(role))]);
  await page.goto(`${platform.origin}${path}`);
}

async function another(browser: Browser): Promise<Page> {
  return (await browser.newContext()).newPage();
}

/** Nobody has a session left from another test. */
async function clear(platform: RunningPlatform): Promise<void> {
  const token = await platform.token('shift_supervisor');
  for (const { id, state } of await pages<TrainingView>(platform, '/training'))
    if (state !== 'ended') await callApi(platform.origin, token, `/training/${id}/stop`, {});
}

async function given(platform: RunningPlatform, scenario: string, speed: number): Promise<TrainingView> {
  const call = async <T>(role: Role, path: string, body?: object) =>
    callApi<T>(platform.origin, await platform.token(role), path, body);
  const { person } = await call<{ person: { id: string } }>('centre_operator', '/session');
  return call('shift_supervisor', '/training', { scenario, traineeId: person.id, speed });
}

const score = (page: Page) => page.getByTestId('training-score');
const row = (page: Page, severity: string) =>
  page.locator(`[data-testid=alarm-row][data-severity=${severity}]`);

/** The map has come to where it goes: a click would break that off. */
async function rests(desk: Desk): Promise<void> {
  let before = '';
  const isThere = async () => {
    const [last, now] = [before, JSON.stringify(await desk.camera())];
    before = now;
    return last === now;
  };
  await expect.poll(isThere, { intervals: [500] }).toBe(true);
}

test.beforeEach(({ platform }) => clear(platform));

test('a supervisor gives a session, the trainee works it by the keyboard, and both see what it came to', async ({
  page: trainee,
  platform,
  browser,
}) => {
  test.setTimeout(120_000);
  await platform.token('centre_operator');
  const supervisor = await another(browser);
  await opens(supervisor, platform, 'shift_supervisor', '/centre');
  await supervisor.getByTestId('person-menu').click();
  await supervisor.getByTestId('to-training').click();
  await supervisor.getByTestId('training-new').click();
  const dialog = supervisor.getByTestId('training-give');
  await dialog.getByTestId('training-scenario').selectOption({ label: 'Một seal bị cắt' });
  await dialog
    .getByTestId('training-trainee')
    .selectOption({ label: 'Test centre_operator · Trực ban trung tâm' });
  await dialog.getByTestId('training-speed-30').check();
  await dialog.getByTestId('training-give-submit').click();
  await expect(dialog).toBeHidden();
  await expect(supervisor.getByTestId('training-item')).toHaveAttribute('data-state', 'waiting');

  await opens(trainee, platform, 'centre_operator', '/training');
  await expect(trainee.getByTestId('office-answer')).toHaveText(
    'Test shift_supervisor giao cho bạn một buổi tập.',
  );
  await trainee.getByTestId('office-row').first().click();
  await trainee.getByTestId('training-open').click();
  await expect(trainee.getByTestId('training-band')).toContainText('DIỄN TẬP / TRAINING');
  await trainee.getByTestId('training-begin').click();

  // 150 s of the story at thirty times its speed
  await expect(row(trainee, 'critical')).toBeVisible({ timeout: 20_000 });
  await expect(row(trainee, 'critical')).toContainText('HL-101-01');
  await trainee.keyboard.press('j');
  await trainee.keyboard.press('Enter');
  const file = trainee.getByTestId('alarm-file');
  await expect(file).toBeVisible();
  await expect(file.locator('figure svg')).toBeVisible();
  await expect(file).toContainText('dây bị cắt');
  await trainee.keyboard.press('a');
  await expect(row(trainee, 'critical')).toHaveAttribute('data-state', 'acknowledged');
  await trainee.keyboard.press('d');
  await trainee.getByTestId('dispatch-text').fill('Kiểm tra seal tại chỗ');
  await trainee.getByTestId('dispatch-submit').click();
  await expect(trainee.getByTestId('field-response')).toHaveAttribute('data-state', 'done', {
    timeout: 20_000,
  });
  await expect(file).toContainText('Tổ tuần tra');
  await trainee.keyboard.press('r');
  await trainee.getByTestId('resolve-submit').click();
  await expect(trainee.getByTestId('resolve-dialog')).toBeHidden();

  await supervisor.getByTestId('office-row').first().click();
  await expect(score(supervisor), 'the supervisor sees it while it runs').toHaveText('4/4 điểm');
  await trainee.getByTestId('training-finish').click();
  await trainee.getByTestId('training-end').click();
  await expect(trainee).toHaveURL(/\/training\?item=/);
  await expect(score(trainee)).toHaveText('4/4 điểm');
  const cut = trainee.locator('[data-testid=training-line][data-seal=HL-101]');
  await expect(cut).toContainText('4/4');
  await expect(cut).toContainText('0:05');
  await expect(supervisor.getByTestId('training-item')).toHaveAttribute('data-state', 'ended', {
    timeout: 10_000,
  });
  await expect(score(supervisor)).toHaveText('4/4 điểm');
  const real = await pages<{ sealId: string | null }>(platform, '/alarms');
  expect(
    real.filter(({ sealId }) => sealId?.startsWith('HL-')),
    'real alarms of the story’s seals',
  ).toEqual([]);
  await supervisor.context().close();
});

test('who does nothing gets nothing; the session ends early with what had come', async ({
  page,
  platform,
}) => {
  test.setTimeout(60_000);
  const { id } = await given(platform, 'cut-seal', 30);
  await opens(page, platform, 'centre_operator', `/training/${id}`);
  await page.getByTestId('training-begin').click();
  await expect(row(page, 'critical')).toBeVisible({ timeout: 20_000 });
  await page.getByTestId('training-finish').click();
  await page.getByTestId('training-end').click();
  await expect(score(page)).toHaveText('0/4 điểm');
  await expect(page.locator('[data-testid=training-line][data-seal=HL-101]')).toHaveAttribute(
    'data-missed',
    'true',
  );
});

test('nobody else works in a session: its address shows others its sheet, or nothing', async ({
  page,
  platform,
}) => {
  const { id } = await given(platform, 'cut-seal', 30);
  await opens(page, platform, 'shift_supervisor', `/training/${id}`);
  await expect(page).toHaveURL(new RegExp(`/training\\?item=${id}`));
  await expect(page.getByTestId('training-item')).toBeVisible();
  await expect(page.getByTestId('training-open')).toHaveCount(0);
});

test.describe('others', () => {
  test.use({ forgiven: [/404/] });
  test('a colleague is told that it is not theirs', async ({ page, platform }) => {
    const { id } = await given(platform, 'cut-seal', 30);
    await opens(page, platform, 'customs_officer', `/training/${id}`);
    await expect(page.getByRole('alert')).toHaveText('Không có buổi tập này, hoặc không phải của bạn.');
  });
});

test('who is to be trained is told on every page, and real alarms stand beside the sandbox, marked as real', async ({
  fleet,
  page,
  platform,
}) => {
  const { id } = await given(platform, 'cut-seal', 30);
  const truck = await fleet.truck(100);
  await truck.stray();
  await opens(page, platform, 'centre_operator', '/handover');
  await expect(page.getByTestId('training-waits')).toHaveAttribute('data-count', '1');
  await page.getByTestId('person-menu').click();
  await expect(page.getByTestId('to-training')).toContainText('1 buổi đang chờ bạn');
  await page.goto(`${platform.origin}/training/${id}`);
  await page.getByTestId('training-begin').click();
  const sandboxed = row(page, 'critical');
  await expect(sandboxed).toBeVisible({ timeout: 20_000 });

  const bar = page.getByTestId('alarm-bar');
  await expect(bar).toContainText('CẢNH BÁO THẬT');
  await expect(bar).toContainText('Lệch tuyến');
  expect(await overflowing(page)).toEqual([]);
  expect(await violations(page)).toEqual([]);
  await page.keyboard.press('j');
  await expect(sandboxed.getByTestId('alarm-open')).toBeVisible();
  await page.keyboard.press('Shift+a');
  await expect.poll(async () => (await fleet.alarmsOf(truck))[0]?.state).toBe('acknowledged');
  await expect(sandboxed).toHaveAttribute('data-state', 'open');
  await page.keyboard.press('?');
  const keys = page.getByRole('dialog');
  await expect(keys).toContainText('Tiếp nhận cảnh báo');
  await expect(keys).toContainText('Định vị trên bản đồ');
  await expect(keys).not.toContainText('Tìm kiếm');
});

test('the map has the trucks of the session, and none of the road', async ({
  desk,
  fleet,
  page,
  platform,
}) => {
  test.setTimeout(90_000);
  const real = await fleet.truck(60);
  const { id } = await given(platform, 'cut-seal', 10);
  await opens(page, platform, 'centre_operator', `/training/${id}`);
  await page.getByTestId('training-begin').click();
  await page.mouse.move(1, 1);
  await expect(row(page, 'critical')).toBeVisible({ timeout: 30_000 });
  await expect.poll(() => desk.camera()).not.toBeNull();
  const map = page.getByTestId('map');
  const container = page.getByTestId('sandbox-container');

  await test.step('keys pass the six of the story', async () => {
    for (const at of [1, 2, 3, 4, 5, 6]) {
      await page.keyboard.press('.');
      await expect(page.getByRole('status').filter({ hasText: `${at} trên 6` })).toHaveCount(1);
      await expect(container).toHaveAttribute('data-seal', /^HL-10[1-6]$/);
    }
    await expect(container).not.toContainText(real.sealId);
    await page.keyboard.press('Escape');
    await expect(container).toHaveCount(0);
  });

  await test.step('L goes to the alarm’s truck, and a click on its mark chooses it', async () => {
    await page.keyboard.press('j');
    await page.keyboard.press('l');
    await expect.poll(async () => (await desk.camera())!.zoom).toBeGreaterThan(9);
    const { x, y, width, height } = (await map.boundingBox())!;
    await expect(async () => {
      await page.keyboard.press('l');
      await rests(desk);
      await page.mouse.click(x + width / 2, y + height / 2);
      await expect(container).toHaveAttribute('data-seal', 'HL-101', { timeout: 1_000 });
    }).toPass({ timeout: 30_000 });
    await expect.poll(() => desk.inView('way')).toEqual(['LACHHUYEN-HUUNGHI']);
  });
});

for (const width of [1440, 1024, 390])
  test(`a session is worked at ${width} pixels, and nothing stands in the way of who cannot see`, async ({
    page,
    platform,
  }) => {
    test.setTimeout(90_000);
    await page.setViewportSize({ width, height: 844 });
    const { id } = await given(platform, 'flood', 30);
    await opens(page, platform, 'centre_operator', `/training/${id}`);
    await expect(page.getByTestId('training-briefing')).toBeVisible();
    expect(await violations(page)).toEqual([]);
    await page.getByTestId('training-begin').click();
    // nothing moves under the pointer
    await page.mouse.move(1, 1);
    await expect(row(page, 'critical')).toBeVisible({ timeout: 20_000 });
    await row(page, 'critical').locator('button').first().click();
    await expect(page.getByTestId('alarm-file')).toBeVisible();
    expect(await violations(page)).toEqual([]);
    expect(await overflowing(page)).toEqual([]);
    if (width < 800) await page.getByTestId('tab-map').click();
    await expect(page.getByTestId('map')).toBeVisible();
    await expect(page.getByTestId('sandbox-container')).toHaveAttribute('data-seal', 'HL-213');
    expect(await violations(page)).toEqual([]);
    expect(await overflowing(page)).toEqual([]);
    await page.getByTestId('training-finish').click();
    await page.getByTestId('training-end').click();
    await expect(score(page)).toHaveText('1/4 điểm');
    expect(await violations(page)).toEqual([]);
    expect(await overflowing(page)).toEqual([]);
  });
