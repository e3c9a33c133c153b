import { expect, test } from 'vitest';
import { clusterRadius } from './clusters.js';

test('a disc grows with how many it stands for', () => {
  expect([1, 9, 10, 99, 100, 999, 1_000, 9_999, 10_000, 100_000].map(clusterRadius)).toEqual([
    11, 11, 13, 13, 17, 17, 21, 21, 26, 26,
  ]);
});
