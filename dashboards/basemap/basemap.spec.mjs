import { readFileSync } from 'node:fs';
import { gzipSync } from 'node:zlib';
import { expect, test } from 'vitest';
import { baseMap, LAND_BOX } from './build.mjs';
import { clipLine, clipRing } from './clip.mjs';

const files = new Map(baseMap());
const featuresOf = (name) => files.get(name).features;

/** Every id a name file may speak of. */
const ids = new Set(
  [...featuresOf('places.json'), ...featuresOf('ports.json')].map(({ properties }) => properties.id),
);

function nameFile(language) {
  return JSON.parse(readFileSync(new URL(`../public/names.${language}.json`, import.meta.url), 'utf8'));
}

test('the whole base map is under 3 MB packed', () => {
  const packed = [...files.values()].map((data) => gzipSync(JSON.stringify(data)).length);
  expect(packed.reduce((sum, bytes) => sum + bytes)).toBeLessThan(3_000_000);
});

test('nothing lies far outside Vietnam and its neighbours', () => {
  const [west, south, east, north] = LAND_BOX;
  const positions = featuresOf('land.json').flatMap(({ geometry }) => geometry.coordinates.flat(2));
  expect(positions.length).toBeGreaterThan(10_000);
  expect(positions.every(([x, y]) => x >= west && x <= east && y >= south && y <= north)).toBe(true);
});

test.each(['land.json', 'land-coarse.json'])('Hà Nội is on land, Biển Đông is not: %s', (file) => {
  const polygons = featuresOf(file)[0].geometry.coordinates;
  const isLand = (point) => polygons.some(([outer]) => contains(outer, point));
  expect(isLand([105.84, 21.02])).toBe(true);
  expect(isLand([106.63, 10.82])).toBe(true);
  expect(isLand([112, 14])).toBe(false);
});

test('the coarse land has every island, and two corners for five at most', () => {
  const [fine, coarse] = ['land.json', 'land-coarse.json'].map(
    (file) => featuresOf(file)[0].geometry.coordinates,
  );
  expect(coarse).toHaveLength(fine.length);
  expect(coarse.every(([ring]) => ring.length >= 4 && area(ring) > 0)).toBe(true);
  expect(coarse.flat(2).length * 2.5).toBeLessThan(fine.flat(2).length);
});

test('each curated place is there once, where it is', () => {
  const place = (id) => featuresOf('places.json').filter(({ properties }) => properties.id === id);
  expect(place('VN/Hanoi').map(({ geometry }) => geometry.coordinates)).toEqual([[105.8412, 21.0245]]);
  expect(place('CN/Haikou').map(({ geometry }) => geometry.coordinates)).toEqual([[110.3465, 20.0342]]);
  expect(featuresOf('ports.json').map(({ properties }) => properties.id)).toContain('PORT/VNHPH');
});

test.each(['vi', 'en'])('the name file of %s speaks only of places that are on the map', (language) => {
  const { names, hidden } = nameFile(language);
  expect([...Object.keys(names), ...hidden].filter((id) => !ids.has(id))).toEqual([]);
});

test('the bundled Vietnamese names are the official ones', () => {
  const { labels, names } = nameFile('vi');
  const texts = labels.map(({ name }) => name.replaceAll('\n', ' '));
  for (const name of ['Biển Đông', 'Vịnh Bắc Bộ', 'Côn Đảo', 'Đảo Phú Quý', 'Đảo Phú Quốc'])
    expect(texts).toContain(name);
  expect(texts.filter((name) => /^Quần đảo (Hoàng Sa|Trường Sa) \(Việt Nam\)$/.test(name))).toHaveLength(2);
  expect(names['VN/Haiphong']).toBe('Hải Phòng');
});

test('both name files name the same labels at the same places', () => {
  const where = (language) =>
    nameFile(language)
      .labels.map(({ kind, lat, lon }) => `${kind} ${lat} ${lon}`)
      .sort();
  expect(where('en')).toEqual(where('vi'));
});

test('a square that hangs over the corner of a box keeps the quarter inside', () => {
  const square = [
    [1, 1],
    [3, 1],
    [3, 3],
    [1, 3],
    [1, 1],
  ];
  const clipped = clipRing(square, [0, 0, 2, 2]);
  expect(area(clipped)).toBe(1);
  expect(clipRing(square, [10, 10, 12, 12])).toEqual([]);
  expect(area(clipRing(square, [0, 0, 9, 9]))).toBe(4);
});

test('a line that leaves a box and comes back is two lines', () => {
  const line = [
    [1, 1],
    [1, 5],
    [5, 5],
    [5, 1],
    [1.5, 1],
  ];
  expect(clipLine(line, [0, 0, 2, 2])).toEqual([
    [
      [1, 1],
      [1, 5],
    ],
    [
      [5, 1],
      [1.5, 1],
    ],
  ]);
});

function area(ring) {
  let twice = 0;
  for (let i = 0; i + 1 < ring.length; i++)
    twice += ring[i][0] * ring[i + 1][1] - ring[i + 1][0] * ring[i][1];
  return Math.abs(twice) / 2;
}

function contains(ring, [x, y]) {
  let inside = false;
  for (let i = 0, j = ring.length - 1; i < ring.length; j = i++) {
    const [[xi, yi], [xj, yj]] = [ring[i], ring[j]];
    if (yi > y !== yj > y && x < ((xj - xi) * (y - yi)) / (yj - yi) + xi) inside = !inside;
  }
  return inside;
}
