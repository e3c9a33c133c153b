import { expect, test } from 'vitest';
import { clockOf, minutesOf } from './words.js';

test('seconds stand as minutes and seconds, from an hour on with hours', () => {
  expect([0, 7, 59, 60, 185, 3_599, 3_600, 3_730].map(clockOf)).toEqual([
    ...['0:00', '0:07', '0:59', '1:00', '3:05', '59:59', '1:00:00', '1:02:10'],
  ]);
});

test('a story takes as many minutes as it has, less at a speed, and one at least', () => {
  expect(minutesOf(480, 1)).toBe(8);
  expect(minutesOf(480, 2)).toBe(4);
  expect(minutesOf(480, 30)).toBe(1);
  expect(minutesOf(960, 10)).toBe(2);
});
