import { mkdtempSync, rmSync, statSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { startPlatform, type RunningPlatform } from '@haidang/testkit/platform';
import { writeArchive } from './support/archive.js';
import { colourAt, spotOnMap } from './support/picture.js';
import { expect, test as base } from './support/test.js';

/** In the hills, off every corridor of the demo country. */
const PLACE = { lat: 20.1, lon: 104.9 };
const NORTH_OF_IT = { lat: PLACE.lat + 0.003, lon: PLACE.lon };
const ROOM = 4_000_000;

/** A platform whose tiles have one motorway, from west to east through the place. */
const test = base.extend<object, { archive: string; platform: RunningPlatform }>({
  archive: [
    async ({}, use) => {
      const folder = mkdtempSync(path.join(os.tmpdir(), 'haidang-tiles-'));
      const file = path.join(folder, 'roads.pmtiles');
      const coordinates = [PLACE.lon - 0.2, PLACE.lon, PLACE.lon + 0.2].map((lon) => [lon, PLACE.lat]);
      const road = { type: 'LineString' as const, coordinates };
      const properties = { kind: 'highway', name: 'Đường thử' };
      writeArchive(file, 'roads', [{ type: 'Feature', properties, geometry: road }], ROOM);
      await use(file);
      rmSync(folder, { recursive: true });
    },
    { scope: 'worker' },
  ],
  platform: [
    async ({ archive }, use) => {
      const platform = await startPlatform({
        env: { HAIDANG_DEMO: '1', MAP_TILES_URL: archive },
        passing: true,
      });
      await use(platform);
      await platform.dispose();
    },
    { scope: 'worker', timeout: 120_000 },
  ],
});

test('the roads of a deployer’s PMTiles file are drawn over the bundled ground, a part of the file at a time', async ({
  archive,
  desk,
  page,
}) => {
  const answers: { status: number; bytes: number }[] = [];
  page.on('response', (response) => {
    if (response.url().endsWith('/tiles/map.pmtiles'))
      answers.push({ status: response.status(), bytes: Number(response.headers()['content-length']) });
  });
  await desk.open(`?map=15/${PLACE.lat}/${PLACE.lon}`);
  const map = page.getByTestId('map');
  const at = async (place: typeof PLACE) => {
    const box = (await map.boundingBox())!;
    return colourAt(page, map, spotOnMap(place, (await desk.camera())!, box));
  };
  const theme = page.locator('html');
  const isDark = (await theme.getAttribute('data-mantine-color-scheme')) === 'dark';
  await expect.poll(() => at(PLACE)).toBe(isDark ? '#39424c' : '#cbd2d8');
  expect(await at(NORTH_OF_IT)).toBe(isDark ? '#1b2026' : '#f4f5f6');
  await expect(map).toContainText('made by the test');

  expect(statSync(archive).size).toBeGreaterThan(ROOM);
  expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([206]));
  expect(answers.reduce((sum, { bytes }) => sum + bytes, 0)).toBeLessThan(ROOM / 10);
});
