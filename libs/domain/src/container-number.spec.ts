import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describeNeeding } from '@haidang/testkit';
import { describe, expect, it } from 'vitest';
import { containerCheckDigit, isContainerNumber, normaliseContainerNumber } from './index.js';

describe('isContainerNumber', () => {
  it.each(['CSQU3054383', 'TCNU7200794', 'TOLU4734787', 'GYOU4047990', 'TASU1170000', 'BEAU6168370'])(
    'takes %s',
    (number) => {
      expect(isContainerNumber(number)).toBe(true);
    },
  );

  it.each([
    ['CSQU3054384', 'a wrong check digit'],
    ['CSQX3054383', 'a category that is none of U, J and Z'],
    ['CS1U3054383', 'a digit among the letters of the owner'],
    ['CSQU305438', 'a missing digit'],
    ['CSQU30543833', 'a digit too many'],
    ['csqu3054383', 'what is not normalised'],
    ['', 'nothing'],
  ])('refuses %s: %s', (number) => {
    expect(isContainerNumber(number)).toBe(false);
  });
});

describe('containerCheckDigit', () => {
  it('is the sum of value times power of two, modulo 11, modulo 10', () => {
    // C 13, S 30, Q 28, U 32, then 3 0 5 4 3 8, by 1 2 4 8 16 ... 512: 6185 = 562 x 11 + 3
    expect(containerCheckDigit('CSQU305438')).toBe(3);
  });

  it('counts a remainder of 10 as 0', () => {
    // T 31, A 10, S 30, U 32, 1 1 7 0 0 0: 31 + 20 + 120 + 256 + 16 + 32 + 448 = 923 = 83 x 11 + 10
    expect(containerCheckDigit('TASU117000')).toBe(0);
  });

  it('skips 11, 22 and 33 among the values of the letters', () => {
    // Only the first letter differs from A, which counts 10: B 12, K 21, L 23, U 32, V 34, Z 38.
    const digitOf = (letter: string): number => containerCheckDigit(`${letter}AAU000000`);
    const rest = 10 * 2 + 10 * 4 + 32 * 8;
    const values = { A: 10, B: 12, K: 21, L: 23, U: 32, V: 34, Z: 38 };
    for (const [letter, value] of Object.entries(values))
      expect(digitOf(letter)).toBe(((value + rest) % 11) % 10);
  });
});

describe('normaliseContainerNumber', () => {
  it.each(['csqu 305438-3', 'CSQU305438[3]', 'CSQU-305.438/3', ' CSQU 305438 (3) ', 'CSQU3054383'])(
    'makes %j CSQU3054383',
    (text) => {
      expect(normaliseContainerNumber(text)).toBe('CSQU3054383');
    },
  );
});

const CASES = path.resolve(import.meta.dirname, '../../../../shared/data/containers/iso6346-cases.json');
const missing = existsSync(CASES) ? undefined : '../shared/data/containers/iso6346-cases.json is not there';

describeNeeding(missing, 'container numbers from four open test suites', () => {
  interface Case {
    readonly input: string;
    /** Given where the input must be normalised first; the others stand as they are, mixed case being invalid. */
    readonly normalised?: string;
    readonly valid: boolean;
    readonly expectedCheckDigit?: number;
  }
  const { records } = JSON.parse(existsSync(CASES) ? readFileSync(CASES, 'utf8') : '{"records":[]}') as {
    records: Case[];
  };

  it('are 31', () => {
    expect(records).toHaveLength(31);
  });

  it.each(records.map((one) => [one.input, one] as const))(
    '%s',
    (input, { normalised, valid, expectedCheckDigit }) => {
      if (normalised !== undefined) expect(normaliseContainerNumber(input)).toBe(normalised);
      const number = normalised ?? input;
      expect(isContainerNumber(number)).toBe(valid);
      if (expectedCheckDigit !== undefined) expect(containerCheckDigit(number)).toBe(expectedCheckDigit);
    },
  );
});
