import type { Facility, Route, TransitView, Zone } from '@haidang/contract';
import type { RunningPlatform } from '@haidang/testkit/platform';
import type { Page } from '@playwright/test';
import { violations } from './support/axe.js';
import { draw, exported, importFile, onMap } from './support/hand.js';
import { overflowing } from './support/overflow.js';
import { expect, test } from './support/test.js';

const routeOf = (platform: RunningPlatform, id: string) => platform.call<Route>(`/routes/${id}`);

/** What a test has saved is nobody else's. */
async function withdraw(platform: RunningPlatform, what: 'zones' | 'routes', ...ids: string[]) {
  const headers = { authorization: `Bearer ${await platform.token('administrator')}` };
  for (const id of ids) {
    const answer = await fetch(`${platform.origin}/api/v1/${what}/${id}`, { method: 'DELETE', headers });
    expect([204, 404]).toContain(answer.status);
  }
}

/** A small map: it is drawn without a graphics card. */
async function open(page: Page, address: string): Promise<void> {
  await page.setViewportSize({ width: 900, height: 620 });
  await page.goto(address);
}

async function begin(page: Page): Promise<void> {
  await page.getByTestId('draft-new').click();
  await expect(page.getByTestId('map')).toHaveAttribute('data-hand', 'true');
}

async function drawLeg(page: Page, ...corners: [number, number][]): Promise<void> {
  await page.getByTestId('stroke-line').click();
  const legs = page.getByTestId('leg-choose');
  const before = await legs.count();
  await draw(page, ...corners);
  await page.keyboard.press('Enter');
  await expect(legs).toHaveCount(before + 1);
}

async function throwAway(page: Page): Promise<void> {
  await page.getByTestId('draft-leave').click();
  await page.getByTestId('draft-throw').click();
}

async function pick(page: Page, field: string, name: string): Promise<void> {
  const input = page.getByTestId(field).first();
  await input.fill(name);
  await page.getByRole('option', { name, exact: true }).click();
  await page.keyboard.press('Escape');
}

test('a route of two legs is drawn, tried, stopped, saved, and comes back from every file', async ({
  page,
  platform,
  fleet,
}) => {
  test.setTimeout(240_000);
  const truck = await fleet.truck(100);
  await truck.drive(10);
  const { lat, lon } = truck.place;
  const { from, to } = await platform.call<TransitView>(`/transits/${truck.transitId}`);
  const zones = await platform.call<{ items: Zone[] }>('/zones?limit=1000');
  const [stop, checkpoint] = zones.items.filter(({ kind }) => kind === 'stop' || kind === 'facility');
  await open(page, `${platform.origin}/map/routes?map=12.3/${lat}/${lon}`);
  await begin(page);
  await expect(page.getByTestId('draft-lack')).toContainText('chặng');
  await drawLeg(page, [-160, 120], [-60, 140], [40, 120]);
  await drawLeg(page, [42, 121], [160, 140]);
  await expect(page.getByTestId('leg-gap'), 'the second is drawn to the end of the first').toHaveCount(0);
  await page.getByTestId('draft-half-width').nth(0).fill('300');
  await page.getByTestId('draft-half-width').nth(1).fill('800');
  await pick(page, 'draft-stops', stop!.name);
  await pick(page, 'draft-checkpoints', checkpoint!.name);
  await page.getByTestId('draft-from').selectOption(from);
  await page.getByTestId('draft-to').selectOption(to);
  await expect(page.getByTestId('miss-from'), 'it is drawn far from the port').toContainText('km');

  // a trial that takes its time is stopped; one that is left alone says what the truck would have raised
  await page.route('**/api/v1/trials', () => undefined);
  await page.getByTestId('trial-begin').click();
  await page.getByTestId('trial-stop').click();
  const answer = page.getByTestId('trial-answer');
  await expect(answer).toHaveAttribute('data-standing', 'stopped');
  await page.unroute('**/api/v1/trials');
  await page.getByTestId('trial-begin').click();
  await expect(answer).toHaveAttribute('data-standing', 'done');
  const raised = page
    .getByTestId('trial-list')
    .locator('[data-outcome="raised"]')
    .filter({ hasText: truck.container.slice(0, 10) });
  await expect(raised.first()).toContainText('Lệch tuyến');

  await page.getByTestId('draft-name').fill('Tuyến thử hai chặng');
  await page.getByTestId('draft-save').click();
  await expect(page).toHaveURL(/item=TUYEN-THU-HAI-CHANG/);
  await expect(answer, 'what the trial found is not lost with saving').toHaveAttribute(
    'data-standing',
    'done',
  );
  const id = 'TUYEN-THU-HAI-CHANG';
  const saved = await routeOf(platform, id);
  expect(saved).toMatchObject({
    ...{ name: 'Tuyến thử hai chặng', from, to },
    legs: [
      { halfWidth: 300, stops: [stop!.id], checkpoints: [checkpoint!.id] },
      { halfWidth: 800, stops: [], checkpoints: [] },
    ],
  });
  expect(saved.legs[1]!.line.coordinates[0]).toEqual(saved.legs[0]!.line.coordinates.at(-1));
  expect(await violations(page)).toEqual([]);

  // each file opens what is in the register, and changes nothing of it
  const back = page.getByTestId('draft-back');
  const changes = page.getByTestId('draft-changes');
  for (const type of ['kml', 'gpx', 'geojson'] as const) {
    const file = await exported(page, type);
    await back.click();
    await expect(page.locator(`[data-item="${id}"]`)).toContainText('Tuyến thử hai chặng');
    await importFile(page, file.name, file.text);
    await expect(changes, type).toHaveText('Không khác gì danh mục.');
    await throwAway(page);
    await page.locator(`[data-item="${id}"]`).click();
  }

  // changed in the file, it is a change of what is in the register
  const file = await exported(page, 'geojson');
  await back.click();
  await importFile(page, file.name, file.text.replace('"halfWidth": 300', '"halfWidth": 450'));
  await expect(changes).toContainText('chặng 1: độ rộng');
  await expect(page.getByTestId('draft-half-width').first()).toHaveValue('450');
  await page.getByTestId('draft-save').click();
  await expect(page.getByTestId('draft-edit')).toBeVisible();
  expect(await routeOf(platform, id)).toEqual({
    ...saved,
    legs: [{ ...saved.legs[0]!, halfWidth: 450 }, saved.legs[1]!],
  });

  // a file of several is gone through one after another: nothing of it is lost
  await back.click();
  const several = JSON.parse(file.text) as { features: { properties: { routeId: string; name: string } }[] };
  const other = several.features.map((feature) => ({
    ...feature,
    properties: { ...feature.properties, routeId: 'TUYEN-THU-BA', name: 'Tuyến thử ba' },
  }));
  const both = JSON.stringify({ ...several, features: [...several.features, ...other] });
  await importFile(page, 'hai.geojson', both);
  const choices = page.getByTestId('file-choices').locator('li');
  await expect(choices).toHaveCount(2);
  await expect(choices.nth(0)).toContainText('sửa mục đã có');
  await expect(choices.nth(1)).toContainText('mục mới');
  await choices.nth(1).getByRole('button').click();
  await throwAway(page);
  await expect(choices, 'one that is left is not lost').toHaveCount(2);
  await choices.nth(1).getByRole('button').click();
  await page.getByTestId('draft-name').fill('Tuyến thứ ba');
  await page.getByTestId('draft-save').click();
  await expect(choices).toHaveCount(1);
  await choices.getByRole('button').click();
  await expect(changes).toContainText('chặng 1: độ rộng');
  await page.getByTestId('draft-save').click();
  await expect(page).toHaveURL(new RegExp(`item=${id}`));
  expect(await routeOf(platform, id)).toEqual(saved);
  expect(await routeOf(platform, 'TUYEN-THU-BA')).toMatchObject({ name: 'Tuyến thứ ba' });
  await withdraw(platform, 'routes', id, 'TUYEN-THU-BA');
});

test('legs are split, ordered, turned round and removed; limits of the route are its own', async ({
  page,
  platform,
}) => {
  test.setTimeout(240_000);
  await open(page, `${platform.origin}/map/routes?map=11/20.9/106.6`);
  await begin(page);
  await drawLeg(page, [-150, 100], [0, 150], [150, 100]);
  const legs = page.getByTestId('draft-legs').locator('> li');

  // where it passes, and only there
  await page.keyboard.press('x');
  await draw(page, [0, -120]);
  await expect(legs).toHaveCount(1);
  await page.keyboard.press('x');
  await draw(page, [2, 148]);
  await expect(legs).toHaveCount(2);
  await expect(page.getByTestId('leg-gap')).toHaveCount(0);
  await page.getByTestId('draft-half-width').nth(1).fill('900');

  // one that is chosen on the map stands out beside it
  const onFirst = await onMap(page, [-75, 125]);
  await page.mouse.click(onFirst.x, onFirst.y);
  await expect(legs.nth(0)).toHaveAttribute('data-chosen', 'true');
  await page.getByTestId('leg-later').first().click();
  await expect(page.getByTestId('draft-half-width').nth(0)).toHaveValue('900');
  await expect(page.getByTestId('leg-gap'), 'the other way about they do not join').toHaveCount(1);
  await page.getByTestId('draft-reverse').click();
  await expect(page.getByTestId('draft-half-width').nth(1)).toHaveValue('900');
  await page.getByTestId('draft-undo').click();
  await page.getByTestId('draft-undo').click();
  await expect(page.getByTestId('leg-gap')).toHaveCount(0);

  // the key takes the chosen one away, and the hand takes that back
  await page.getByTestId('leg-choose').nth(1).click();
  await expect(legs.nth(1)).toHaveAttribute('data-chosen', 'true');
  await page.keyboard.press('Delete');
  await expect(legs).toHaveCount(1);
  await page.keyboard.press('u');
  await expect(legs).toHaveCount(2);

  // limits: in minutes, the platform's beside them
  await page.getByTestId('draft-limits').locator('summary').click();
  const stopAfter = page.getByTestId('limit-stopAfter');
  await stopAfter.fill('0');
  await expect(page.getByTestId('draft-limits')).toContainText('Nền tảng không nhận số này.');
  await stopAfter.fill('45,5');
  const facilities = (await platform.call<{ items: Facility[] }>('/facilities?limit=1000')).items;
  await page.getByTestId('draft-from').selectOption(facilities[0]!.id);
  await page.getByTestId('draft-to').selectOption(facilities[1]!.id);
  await page.getByTestId('draft-name').fill('Tuyến giới hạn');
  expect(await overflowing(page), 'a tablet').toEqual([]);
  expect(await violations(page)).toEqual([]);
  await page.getByTestId('draft-save').click();
  await expect(page).toHaveURL(/item=TUYEN-GIOI-HAN/);
  expect((await routeOf(platform, 'TUYEN-GIOI-HAN')).rules).toEqual({ stopAfter: 45.5 * 60_000 });
  await expect(page.getByTestId('draft-panel')).toContainText('45,5 phút (chung: 90)');
  await page.getByTestId('draft-edit').click();
  await page.getByTestId('draft-limits').locator('summary').click();
  await expect(stopAfter).toHaveValue('45,5');
  await stopAfter.fill('');
  await expect(page.getByTestId('draft-changes')).toContainText('giới hạn riêng');
  await page.getByTestId('draft-save').click();
  await expect(page.getByTestId('draft-edit')).toBeVisible();
  expect(await routeOf(platform, 'TUYEN-GIOI-HAN')).not.toHaveProperty('rules');
  await withdraw(platform, 'routes', 'TUYEN-GIOI-HAN');
});

test('areas, holes and circles are removed again; a circle is drawn about the place of a port', async ({
  page,
  platform,
}) => {
  test.setTimeout(240_000);
  const [port] = (await platform.call<{ items: Facility[] }>('/facilities?limit=1000')).items;
  const { lat, lon } = port!.place;
  await open(page, `${platform.origin}/map/zones?map=15/${lat}/${lon}`);
  await begin(page);
  const parts = page.getByTestId('draft-parts').locator('li');
  const drawRing = async (stroke: 'area' | 'hole', west: number, south: number, side: number) => {
    await page.getByTestId(`stroke-${stroke}`).click();
    await draw(page, [west, south], [west + side, south], [west + side, south - side], [west, south - side]);
    await page.keyboard.press('Enter');
  };
  await drawRing('area', -220, 160, 170);
  await expect(parts).toHaveCount(1);
  await drawRing('hole', -165, 105, 60);
  await expect(parts).toHaveCount(2);
  await drawRing('area', 80, 150, 100);
  await expect(parts).toHaveCount(3);

  // the hole from the panel, the chosen area by the key, both taken back
  await page.getByTestId('remove-ring-0-1').click();
  await expect(parts).toHaveCount(2);
  const onArea = await onMap(page, [-80, 20]);
  await page.mouse.click(onArea.x, onArea.y);
  await expect(parts.nth(0)).toHaveAttribute('data-chosen', 'true');
  await page.keyboard.press('Delete');
  await expect(parts).toHaveCount(1);
  await page.getByTestId('draft-name').fill('Vùng thử xóa');
  await page.getByTestId('draft-save').click();
  await expect(page).toHaveURL(/item=VUNG-THU-XOA/);
  const { geometry } = await platform.call<Zone>('/zones/VUNG-THU-XOA');
  expect(geometry, 'what was removed is not saved').toMatchObject({ type: 'Polygon' });
  expect((geometry as { coordinates: unknown[] }).coordinates).toHaveLength(1);
  await page.getByTestId('draft-edit').click();
  await page.getByTestId('remove-ring-0-0').click();
  await expect(page.getByTestId('draft-lack')).toContainText('hình vẽ');
  await page.keyboard.press('u');
  await expect(parts).toHaveCount(1);

  // a click near the port's place is on it
  await page.getByTestId('stroke-circle').click();
  await draw(page, [6, -5]);
  await expect(page.getByTestId('draft-radius')).toHaveValue('1000');
  await page.getByTestId('draft-save').click();
  await expect(page.getByTestId('draft-edit')).toBeVisible();
  const round = (await platform.call<Zone>('/zones/VUNG-THU-XOA')).geometry;
  expect(round).toMatchObject({ type: 'Circle', radius: 1_000 });
  const { center } = round as Extract<Zone['geometry'], { type: 'Circle' }>;
  expect(center.lat).toBeCloseTo(lat, 6);
  expect(center.lon).toBeCloseTo(lon, 6);
  await withdraw(platform, 'zones', 'VUNG-THU-XOA');
});

test.describe('an administrator', () => {
  test.use({ role: 'administrator' });

  test('is told that nothing was tried, and what the keys do', async ({ page, platform }) => {
    await open(page, `${platform.origin}/map/routes?item=LACHHUYEN-HUUNGHI`);
    await page.getByTestId('trial-begin').click();
    await expect(page.getByTestId('trial-answer')).toContainText('không được xem chuyến nào');
    await page.keyboard.press('?');
    const keys = page.getByRole('dialog', { name: 'Phím tắt' });
    await expect(keys).toContainText('Tách chặng');
    await page.keyboard.press('Escape');
    await expect(keys).toBeHidden();
    await expect(page.getByTestId('draft-edit'), 'the key was the dialogue’s').toBeVisible();
  });
});
