import type { Page } from '@playwright/test';
import { colourAt, colourOf, spotOnMap } from './support/picture.js';
import { expect, test } from './support/test.js';

/** Where the map of the whole country looks. */
const COUNTRY = { lat: 16.1, lon: 107.6, zoom: 5.15 };
const LIBRARY = '**/assets/maplibre-gl-*.js';

/** Keeps the map's library back until it is let go. */
async function held(page: Page): Promise<() => void> {
  let release = (): void => undefined;
  const released = new Promise<void>((resolve) => (release = resolve));
  await page.route(LIBRARY, async (route) => {
    await released;
    await route.continue();
  });
  return release;
}

test('before the map’s library is there, containers stand where the map will have them', async ({
  desk,
  fleet,
  page,
  platform,
}) => {
  const truck = await fleet.truck(180);
  const release = await held(page);
  await page.goto(platform.origin);
  const map = page.getByTestId('map');
  const picture = page.getByTestId('first-picture');
  await expect(picture).toBeVisible();
  const box = (await map.boundingBox())!;
  const seen = () => colourAt(page, map, spotOnMap(truck.place, COUNTRY, box));
  const onRoute = await colourOf(page, 'on-route');
  await expect.poll(seen).toBe(onRoute);
  expect(await desk.camera()).toBeNull();

  release();
  await expect(picture).toHaveCount(0);
  expect(await desk.camera()).toMatchObject({ zoom: COUNTRY.zoom });
  await expect.poll(seen).toBe(onRoute);
});

test('an alarm that is located before the map is open is where the map looks once it is', async ({
  desk,
  fleet,
  page,
  platform,
}) => {
  const truck = await fleet.truck(180);
  await truck.stray();
  const release = await held(page);
  await page.goto(platform.origin);
  await expect(page.getByTestId('first-picture')).toBeVisible();
  await expect(desk.rowOf(truck.container)).toBeVisible();
  await page.keyboard.press('j');
  await page.keyboard.press('l');
  expect(await desk.camera()).toBeNull();
  release();
  await expect.poll(async () => (await desk.camera())?.zoom).toBeGreaterThan(10);
  expect((await desk.camera())!.lat).toBeCloseTo(truck.place.lat, 1);
});

test('a link to a near view has no picture', async ({ desk, page }) => {
  const pictures = () =>
    page.evaluate(() => performance.getEntriesByName('haidang-first-map', 'mark').length);
  await desk.open('?map=9/20.9/106.7');
  expect(await pictures()).toBe(0);
  await desk.open();
  await expect.poll(pictures).toBe(1);
});

test('a page has one line to the platform, and asks once for what it shows first', async ({ desk, page }) => {
  const [lines, watches] = [[] as string[], [] as string[]];
  page.on('websocket', (line) => {
    lines.push(line.url());
    line.on('framesent', ({ payload }) => {
      if (String(payload).includes('["watch",')) watches.push(String(payload));
    });
  });
  await desk.open();
  await expect(page.getByTestId('count-in-transit')).toContainText(/\d/);
  expect(lines).toHaveLength(1);
  expect(watches).toHaveLength(1);
});

test.describe(() => {
  test.use({ forgiven: [/land-coarse|ERR_FAILED/] });

  test('a ground that does not come holds no map up, and comes later', async ({ desk, page, platform }) => {
    const ground = '**/basemap/land-coarse.json';
    await page.route(ground, (route) => route.abort());
    await page.goto(platform.origin);
    await expect.poll(() => desk.camera()).toMatchObject({ zoom: COUNTRY.zoom });
    await page.unroute(ground);
    const map = page.getByTestId('map');
    const box = (await map.boundingBox())!;
    const inland = spotOnMap({ lat: 18.2, lon: 103.1 }, COUNTRY, box);
    const [land, sea] = ['#1b2026', '#12161b'];
    await expect.poll(() => colourAt(page, map, inland)).toBe(land);
    expect(await colourAt(page, map, spotOnMap({ lat: 14.4, lon: 112.9 }, COUNTRY, box))).toBe(sea);
    await expect(page.getByTestId('first-picture')).toHaveCount(0);
  });
});
