import { expect, test } from 'vitest';
import { lengthsAlong } from './measuring.js';

const HANOI = { lat: 21.0285, lon: 105.8542 };
const HAIPHONG = { lat: 20.8449, lon: 106.6881 };

test('a way is as long as its parts together, and the first place is its beginning', () => {
  const [start, there, back] = lengthsAlong([HANOI, HAIPHONG, HANOI]);
  expect(start).toBe(0);
  // the geodesic on WGS 84 has 89.1 km
  expect(there).toBeGreaterThan(89_000);
  expect(there).toBeLessThan(89_300);
  expect(back).toBeCloseTo(2 * there!, 3);
  expect(lengthsAlong([])).toEqual([]);
});
