import { expect, it } from 'vitest';
import { whole } from './whole.js';

it.each([0, -0, 1, -1, 2 ** 31 - 1, -(2 ** 31), 2 ** 31, 2 ** 53, 0.5, -7.25, NaN, Infinity, -Infinity])(
  '%d stays what it is',
  (number) => {
    expect(whole(Float64Array.of(number)[0]!)).toBe(number);
  },
);
