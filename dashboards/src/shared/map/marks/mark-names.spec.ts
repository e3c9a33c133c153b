import { expect, test } from 'vitest';
import type { Mark } from './mark.js';
import { nameFeatures } from './mark-names.js';

const BOUNDS = [106, 20, 107, 21] as const;
const AT_12 = { bounds: BOUNDS, zoom: 12, chosen: undefined };
/** Degrees of longitude that a pixel covers at zoom 12. */
const PIXEL = 360 / (512 * 2 ** 12);

function mark(sealId: string, changes: Partial<Mark> = {}): Mark {
  return { sealId, container: null, lat: 20.5, lon: 106.5, state: 'on_route', stale: false, ...changes };
}

const named = (...args: Parameters<typeof nameFeatures>) =>
  nameFeatures(...args).map(({ properties }) => [properties?.['name'], properties?.['rank']]);

test('near the ground each container in view is named, by its number or its seal', () => {
  const marks = [mark('VN1', { container: 'CSQU3054383' }), mark('VN2', { lon: 106.7, state: 'critical' })];
  expect(named(marks, AT_12)).toEqual([
    ['CSQU3054383', 1],
    ['VN2', 4],
  ]);
  expect(named(marks, { ...AT_12, zoom: 11.4 })).toEqual([]);
});

test('names reach half a view beyond it, and the chosen one has its own', () => {
  const marks = [
    mark('VN1'),
    mark('VN2', { lon: 107.4 }),
    mark('VN3', { lon: 107.6 }),
    mark('VN4', { lat: 22 }),
  ];
  expect(named(marks, { ...AT_12, chosen: 'VN1' })).toEqual([['VN2', 1]]);
});

test('of marks that lie on one another the gravest is named', () => {
  const heap = Array.from({ length: 50 }, (_, i) => mark(`VN${i}`, { state: i === 30 ? 'major' : 'idle' }));
  expect(named(heap, AT_12)).toEqual([['VN30', 3]]);
});

test('marks whose names fit beside each other are all named', () => {
  const row = Array.from({ length: 10 }, (_, i) => mark(`VN${i}`, { lon: 106.5 + i * 49 * PIXEL }));
  expect(named(row, AT_12)).toHaveLength(10);
});
