import { violations } from './support/axe.js';
import { overflowing } from './support/overflow.js';
import { expect, test } from './support/test.js';

test.use({ role: 'centre_operator' });

test('an alarm is acknowledged and located by two keys from another page, where nothing covers what one works on', async ({
  desk,
  fleet,
  page,
  platform,
}) => {
  const truck = await fleet.truck(100);
  await page.goto(`${platform.origin}/handover`);
  await expect(page.getByTestId('office-answer')).toBeVisible();
  await truck.stray();
  const [alarm] = await fleet.alarmsOf(truck);
  const bar = page.getByTestId('alarm-bar');
  // others may be graver, or newer
  const ours = bar.locator(`[data-alarm="${alarm!.id}"]`);
  await expect(async () => {
    if ((await ours.count()) === 0) await page.keyboard.press('Shift+A');
    await expect(ours).toBeVisible({ timeout: 500 });
  }).toPass({ timeout: 60_000 });
  await expect(ours).toContainText('Lệch tuyến');
  expect(await violations(page)).toEqual([]);
  const main = (await page.locator('main').boundingBox())!;
  expect(main.y + main.height).toBeLessThanOrEqual((await bar.boundingBox())!.y + 1);
  for (const [width, height] of [
    [1440, 900],
    [1024, 768],
    [390, 844],
  ] as const) {
    await page.setViewportSize({ width, height });
    expect(await overflowing(page)).toEqual([]);
    const cut = await bar.evaluate((one) => [
      one.scrollWidth - one.clientWidth,
      one.scrollHeight - one.clientHeight,
    ]);
    expect(cut).toEqual([0, 0]);
  }

  // the letter alone is the page's own
  await page.keyboard.press('a');
  await expect(page.getByTestId('bar-acknowledge')).toBeVisible();
  await page.keyboard.press('Shift+A');
  await expect(page.getByTestId('bar-acknowledge')).toHaveCount(0);
  await expect(ours).toBeVisible();
  await expect.poll(async () => (await fleet.alarmsOf(truck))[0]!.state).toBe('acknowledged');
  await page.keyboard.press('Shift+L');
  await expect(page).toHaveURL(new RegExp(`alarm=${alarm!.id}`));
  await expect(desk.card).toHaveAttribute('data-seal', truck.sealId);
  await expect.poll(async () => (await desk.camera())?.zoom ?? 0).toBeGreaterThan(11);
  await expect(page.getByTestId('alarm-bar')).toHaveCount(0);
});

test.describe(() => {
  test.use({ role: 'customs_officer' });

  test('an officer at a window works undisturbed', async ({ fleet, page, platform }) => {
    const truck = await fleet.truck(100);
    await truck.stray();
    await page.goto(`${platform.origin}/office/cases`);
    await expect(page.getByTestId('office-answer')).toBeVisible();
    await expect(page.getByTestId('alarm-bar')).toHaveCount(0);
  });
});
