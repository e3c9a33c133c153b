import { mkdtempSync, rmSync, statSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import type { Page } from '@playwright/test';
import { startPlatform, type RunningPlatform } from '@haidang/testkit/platform';
import { writeArchive } from './archive.js';
import { serveElsewhere } from './other-origin.js';
import type { Desk } from './desk.js';
import { colourAt, spotOnMap } from './picture.js';
import { expect, test as base } from './test.js';

/** In the hills, off every corridor of the demo country. */
const PLACE = { lat: 20.1, lon: 104.9 };
const NORTH_OF_IT = { lat: PLACE.lat + 0.003, lon: PLACE.lon };
const ROOM = 4_000_000;

/** Where the archive lies: beside the platform, or on a server of another origin. */
type ArchivePlace = 'here' | 'elsewhere';

interface Tiles {
  archivePlace: ArchivePlace;
  archive: string;
  /** What `MAP_TILES_URL` names. */
  tilesUrl: string;
  platform: RunningPlatform;
}

/** A platform whose tiles have one motorway, from west to east through the place. */
export const test = base.extend<object, Tiles>({
  archivePlace: ['here', { option: true, scope: 'worker' }],
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
  tilesUrl: [
    async ({ archive, archivePlace }, use) => {
      if (archivePlace === 'here') return use(archive);
      const { address, stop } = await serveElsewhere(archive);
      await use(address);
      await stop();
    },
    { scope: 'worker' },
  ],
  platform: [
    async ({ tilesUrl }, use) => {
      const platform = await startPlatform({
        env: { HAIDANG_DEMO: '1', MAP_TILES_URL: tilesUrl },
        passing: true,
      });
      await use(platform);
      await platform.dispose();
    },
    { scope: 'worker', timeout: 120_000 },
  ],
});

/** The road is seen, and only parts of the archive were asked for. @param isOfArchive of an answer: it is part of the file */
export async function expectRoads(
  desk: Desk,
  page: Page,
  archive: string,
  isOfArchive: (url: string) => boolean,
): Promise<void> {
  const answers: { status: number; bytes: number }[] = [];
  page.on('response', (response) => {
    if (isOfArchive(response.url()))
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
}
