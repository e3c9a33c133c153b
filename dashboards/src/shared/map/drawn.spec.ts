import { expect, test } from 'vitest';
import { drawn } from './drawn.js';

const sheet = { width: 200, height: 100, margin: 10 };

test('at the equator a degree is as wide as it is high, north is up, and all of it is in view', () => {
  const { place, path } = drawn({
    ...sheet,
    lines: [
      [
        [100, 0],
        [102, 0],
      ],
    ],
    points: [[101, 1]],
  });
  // two degrees wide and one high: 80 pixels a degree
  expect(place([100, 0])).toEqual([20, 90]);
  expect(place([102, 0])).toEqual([180, 90]);
  expect(place([101, 1])).toEqual([100, 10]);
  expect(
    path([
      [100, 0],
      [102, 0],
    ]),
  ).toBe('20,90 180,90');
});

test('at 60 degrees north a degree of longitude is half as wide', () => {
  const { place } = drawn({
    ...sheet,
    lines: [
      [
        [100, 59.5],
        [102, 60.5],
      ],
    ],
    points: [],
  });
  expect(place([100, 59.5])).toEqual([60, 90]);
  expect(place([102, 60.5])).toEqual([140, 10]);
});

test('a single place is in the middle', () => {
  expect(drawn({ ...sheet, lines: [], points: [[105, 21]] }).place([105, 21])).toEqual([100, 50]);
});
