import { expect, test } from 'vitest';
import { subjectsIn } from './subjects.js';

test('things as the ledger calls them, and containers by their number', () => {
  expect(subjectsIn('transit/T1, passage/G-1/P7')).toEqual(['transit/T1', 'passage/G-1/P7']);
  expect(subjectsIn(' csqu3054383 ')).toEqual(['container/CSQU3054383']);
});

test('what is not typed to its end, or is nothing of the ledger, is left out', () => {
  expect(subjectsIn('transit/')).toEqual([]);
  expect(subjectsIn('CSQU3054384 hello')).toEqual([]);
  expect(subjectsIn('')).toEqual([]);
});
