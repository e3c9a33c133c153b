import { expect, test } from 'vitest';
import { viewFrom, viewOf } from './view.js';

test('a map of 512 pixels at zoom 0 has the whole world in view, up to where web mercator ends', () => {
  const { bbox, zoom } = viewFrom({ lat: 0, lon: 0, zoom: 0 }, 512, 512);
  expect(zoom).toBe(0);
  expect(bbox).toEqual([-180, -85.05113, 180, 85.05113]);
});

test('a map twice as near has half of it, and more degrees of it towards the pole than away', () => {
  const { bbox } = viewFrom({ lat: 16.1, lon: 107.6, zoom: 5 }, 1_024, 512);
  const [west, south, east, north] = bbox;
  expect(east - west).toBeCloseTo(2 * (360 / 32), 4);
  expect((west + east) / 2).toBeCloseTo(107.6, 4);
  expect(16.1 - south).toBeGreaterThan(north - 16.1);
  expect(north - south).toBeCloseTo((360 / 32) * Math.cos((16.1 * Math.PI) / 180), 1);
});

test('views that nobody could tell apart are equal, and none goes beyond the world', () => {
  expect(viewOf([1.0000001, 2, 3, 4], 5.15)).toEqual(viewOf([1, 2.0000001, 3, 4], 5.15));
  expect(viewOf([-200, -91, 181, 90.1], 1).bbox).toEqual([-180, -90, 180, 90]);
});
