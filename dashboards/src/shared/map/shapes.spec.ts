import type { Route } from '@haidang/contract';
import { expect, test } from 'vitest';
import { circle, corridorFeatures, zoneFeatures } from './shapes.js';

function route(lat: number, halfWidth: number): Route {
  const coordinates: [number, number][] = [
    [106, lat],
    [107, lat],
  ];
  const leg = { line: { type: 'LineString' as const, coordinates }, halfWidth, stops: [], checkpoints: [] };
  return { id: 'R', name: 'R', from: 'A', to: 'B', legs: [leg] };
}

test('a corridor is as wide on the map as on the ground: 2 x 500 m at zoom 14', () => {
  // Zoom 14 on the equator: 40,075,017 m over 512 x 2^14 px is 4.7773 m a pixel; at 60 degrees half of that.
  const widthAt = (lat: number) =>
    (corridorFeatures([route(lat, 500)]).features[0]!.properties!['width'] as number) * 2 ** 14;
  expect(widthAt(0)).toBeCloseTo(209.3, 1);
  expect(widthAt(60)).toBeCloseTo(418.6, 1);
});

test('a route of two legs has two bands', () => {
  const one = route(20, 400);
  expect(corridorFeatures([{ ...one, legs: [...one.legs, ...one.legs] }]).features).toHaveLength(2);
});

test('a circle of 11,132 m reaches a tenth of a degree north, and twice that east at 60 degrees', () => {
  const shape = circle({ lat: 60, lon: 106 }, 11_132);
  if (shape.type !== 'Polygon') throw new Error('not a polygon');
  const ring = shape.coordinates[0]!;
  expect(ring).toHaveLength(65);
  expect(ring[0]).toEqual(ring[64]);
  expect(Math.max(...ring.map(([, lat]) => lat!))).toBeCloseTo(60.1, 6);
  expect(Math.max(...ring.map(([lon]) => lon!))).toBeCloseTo(106.2, 6);
});

test('zones keep their kind, so that a forbidden one can be hatched', () => {
  const geometry = { type: 'Circle' as const, center: { lat: 20, lon: 106 }, radius: 300 };
  const [zone] = zoneFeatures([{ id: 'Z', name: 'Bãi', kind: 'forbidden', geometry }]).features;
  expect(zone?.properties).toEqual({ id: 'Z', name: 'Bãi', kind: 'forbidden' });
  expect(zone?.geometry.type).toBe('Polygon');
});

test('routes that differ in their limits alone are one corridor', () => {
  const one = route(20, 500);
  expect(corridorFeatures([one, { ...one, id: 'DT-R', rules: { stopAfter: 1 } }]).features).toHaveLength(1);
});
