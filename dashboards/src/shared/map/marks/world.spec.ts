import { expect, test } from 'vitest';
import { away, pixelsAUnit, spotOf, WORLD } from './world.js';

test('the middle of the world is in the middle, west and north are 0', () => {
  expect(spotOf({ lat: 0, lon: 0 })).toEqual([WORLD / 2, WORLD / 2]);
  expect(spotOf({ lat: 0, lon: -180 })[0]).toBe(0);
  // where web mercator ends, the map is a square
  expect(spotOf({ lat: 85.0511287798066, lon: 90 })).toEqual([(3 / 4) * WORLD, 0]);
  expect(spotOf({ lat: -89, lon: 180 })).toEqual([WORLD - 1, WORLD - 1]);
});

test('a metre on the ground is a metre on the nearest map, also far from where the map began', () => {
  // at zoom 18 a pixel at the equator is 40,075,017 m / (512 * 2^18) = 0.2986 m
  const degrees = 1 / 111_319.49;
  const [from] = spotOf({ lat: 0, lon: 106.7 });
  const [to] = spotOf({ lat: 0, lon: 106.7 + degrees });
  expect(away(from, to) * pixelsAUnit(18)).toBeCloseTo(1 / 0.29858, 1);
});

test('the way is the shorter one around the world', () => {
  const [east] = spotOf({ lat: 0, lon: 179 });
  const [west] = spotOf({ lat: 0, lon: -179 });
  expect(away(east, west)).toBeCloseTo((2 / 360) * WORLD, -1);
  expect(away(west, east)).toBeCloseTo((-2 / 360) * WORLD, -1);
});
