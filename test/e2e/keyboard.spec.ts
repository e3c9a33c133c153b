import { violations } from './support/axe.js';
import { expect, test } from './support/test.js';
import type { Truck } from './support/truck.js';

test('the desk is worked with the keyboard alone', async ({ desk, fleet, page }) => {
  const [near, far] = [await fleet.truck(100), await fleet.truck(160)];
  await near.stray();
  await far.stray();
  await desk.open();
  await expect(desk.rows).toHaveCount(2);
  const [first, second] = [desk.rows.nth(0), desk.rows.nth(1)];
  const order = (await first.textContent())!.includes(far.container) ? [far, near] : [near, far];

  await test.step('J and K step through the queue and stop at its ends', async () => {
    await page.keyboard.press('j');
    await expect(first).toHaveAttribute('data-current', 'true');
    await page.keyboard.press('j');
    await expect(second).toHaveAttribute('data-current', 'true');
    await page.keyboard.press('j');
    await expect(second).toHaveAttribute('data-current', 'true');
    await page.keyboard.press('k');
    await expect(first).toHaveAttribute('data-current', 'true');
    await expect(second).toHaveAttribute('data-current', 'false');
  });

  await test.step('Enter opens the container, Escape closes it', async () => {
    await page.keyboard.press('Enter');
    await expect(desk.card).toHaveAttribute('data-seal', order[0]!.sealId);
    await page.keyboard.press('Escape');
    await expect(desk.card).toBeHidden();
  });

  await test.step('L flies there', async () => {
    await page.keyboard.press('l');
    await expect.poll(async () => (await desk.camera())!.lat).toBeCloseTo(order[0]!.place.lat, 3);
    await expect.poll(async () => (await desk.camera())!.lon).toBeCloseTo(order[0]!.place.lon, 3);
  });

  await test.step('A acknowledges that one alone', async () => {
    await page.keyboard.press('a');
    await expect.poll(async () => (await fleet.alarmsOf(order[0]!))[0]!.state).toBe('acknowledged');
    await expect(desk.rowOf(order[0]!.container)).toHaveAttribute('data-state', 'acknowledged');
    await expect(desk.rowOf(order[1]!.container)).toHaveAttribute('data-state', 'open');
  });

  await test.step('R asks what was found of it, and that ends it', async () => {
    await page.keyboard.press('j');
    await page.keyboard.press('r');
    await expect(page.getByTestId('resolve-dialog')).toContainText(order[1]!.container);
    await page.getByTestId('resolve-permitted').check();
    await page.getByTestId('resolve-text').fill('Đường ngập, đã cho đi vòng');
    await page.getByTestId('resolve-submit').click();
    await expect(page.getByTestId('resolve-dialog')).toBeHidden();
    await expect.poll(async () => (await fleet.alarmsOf(order[1]!))[0]!.state).toBe('resolved');
    expect((await fleet.alarmsOf(order[1]!))[0]!.ending).toBe('permitted');
    await desk.pointAway();
    await expect(desk.rowOf(order[1]!.container)).toHaveCount(0);
    await page.keyboard.press('k');
  });

  await test.step('? shows the keys, and none of them acts behind it', async () => {
    await page.keyboard.press('?');
    await expect(page.getByRole('dialog')).toContainText('Tiếp nhận cảnh báo');
    await page.keyboard.press('j');
    await page.keyboard.press('Escape');
    await expect(page.getByRole('dialog')).toBeHidden();
    await expect(desk.rowOf(order[0]!.container)).toHaveAttribute('data-current', 'true');
  });

  await test.step('/ searches, and the letters of the other keys are letters there', async () => {
    await page.keyboard.press('/');
    await expect(desk.search).toBeFocused();
    await page.keyboard.type(order[1]!.container.toLowerCase());
    await expect(page.getByTestId('search-option')).toHaveText([new RegExp(order[1]!.sealId)]);
    await page.keyboard.press('Enter');
    await expect(desk.card).toHaveAttribute('data-seal', order[1]!.sealId);
    await page.keyboard.press('Escape');
    await expect(desk.search).not.toBeFocused();
  });

  await test.step('Tab reaches the language switch', async () => {
    const english = page.getByTestId('lang-en');
    for (let steps = 0; steps < 20; steps++) {
      await page.keyboard.press('Tab');
      if (await english.evaluate((button) => button === document.activeElement)) break;
    }
    await page.keyboard.press('Enter');
    await expect(page.locator('html')).toHaveAttribute('lang', 'en');
  });
});

test('after an alarm is resolved the next one is acknowledged and located by two keys, and by two others whichever is chosen', async ({
  desk,
  fleet,
  page,
}) => {
  const [first, second, third] = [await fleet.truck(100), await fleet.truck(130), await fleet.truck(160)];
  const stateOf = async (truck: Truck) => (await fleet.alarmsOf(truck))[0]?.state;
  await first.stray();
  await desk.open();
  await expect(desk.rows).toHaveCount(1);
  await page.keyboard.press('j');
  await page.keyboard.press('r');
  await page.getByTestId('resolve-false').check();
  await page.getByTestId('resolve-text').fill('Thiết bị báo sai');
  await page.getByTestId('resolve-submit').click();
  await expect.poll(() => stateOf(first)).toBe('resolved');

  await test.step('the next is meant, without a step to it', async () => {
    await second.stray();
    await expect(desk.count('major')).toHaveText('1');
    await page.keyboard.press('a');
    await expect.poll(() => stateOf(second)).toBe('acknowledged');
    await page.keyboard.press('l');
    // the map is told of it a moment after the alarm is
    await expect.poll(async () => (await desk.camera())!.lat).toBeCloseTo(second.place.lat, 2);
    await expect(desk.rowOf(second.container)).toHaveAttribute('data-current', 'true');
  });

  await test.step('with shift the gravest is meant that nobody has acknowledged', async () => {
    await third.stray();
    await expect.poll(() => stateOf(third)).toBe('open');
    await expect(desk.count('major')).toHaveText('2');
    await expect(desk.rowOf(second.container)).toHaveAttribute('data-current', 'true');
    await page.keyboard.press('a');
    await page.keyboard.press('Shift+L');
    // out of sight it is where the alarm was raised, some fixes before
    await expect.poll(async () => (await desk.camera())!.lat).toBeCloseTo(third.place.lat, 1);
    expect(await stateOf(third)).toBe('open');
    await desk.rowOf(second.container).click();
    await page.keyboard.press('Shift+A');
    await expect.poll(() => stateOf(third)).toBe('acknowledged');
    await page.keyboard.press('Shift+L');
    // out of sight it is where the alarm was raised, some fixes before
    await expect.poll(async () => (await desk.camera())!.lat).toBeCloseTo(third.place.lat, 1);
  });
});

test('the containers in view are chosen by keys one after the other, from left to right, and said', async ({
  desk,
  fleet,
  page,
}) => {
  const [near, far] = [await fleet.truck(103), await fleet.truck(107)];
  const { lat, lon } = near.place;
  await desk.open(`?map=12/${lat}/${lon}`);
  for (const { sealId } of [near, far]) await expect.poll(() => desk.position(sealId)).toBeDefined();
  // those that other tests left stand there too
  const marks = (await desk.positions()).toSorted((a, b) => a.lon - b.lon || b.lat - a.lat);
  await page.getByTestId('map').locator('canvas').first().focus();

  const said = page.getByRole('status').filter({ hasText: `trên ${marks.length} trong tầm nhìn` });
  for (const [i, { container, sealId }] of marks.entries()) {
    await page.keyboard.press('.');
    await expect(desk.card).toHaveAttribute('data-seal', sealId);
    await expect(said).toContainText(`${container ?? sealId}: `);
    await expect(said).toContainText(`${i + 1} trên`);
  }
  await page.keyboard.press(',');
  await expect(desk.card).toHaveAttribute('data-seal', marks.at(-2)!.sealId);
  expect(await violations(page)).toEqual([]);
  // going back passes none of them again
  expect(await page.evaluate(() => history.length)).toBeLessThan(4);
});
