import { isContainerNumber } from '@haidang/domain';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { likely } from './misread.js';

const ON_FILE = [
  'CSQU3054383',
  'TCNU7200794',
  'TOLU4734787',
  'GYOU4047990',
  'BEAU6168370',
  'BEAU7910308',
  'HDGU6549020',
];

describe('a number that a camera misread', () => {
  it.each([
    ['a zero for an O', 'T0LU4734787', 'TOLU4734787', 1],
    ['two that look alike', 'C5QU3O54383', 'CSQU3054383', 2],
    ['one of another look', 'CSQU3054983', 'CSQU3054383', 1],
    ['an eight for a zero, and the check digit is right all the same', 'BEAU7978308', 'BEAU7910308', 2],
    ['a nine for a four, and it is right all the same', 'HDGU6699020', 'HDGU6549020', 2],
    ['one lost', 'CSQU305438', 'CSQU3054383', 1],
    ['one too many', 'TCNU72007941', 'TCNU7200794', 1],
  ])('%s', (_, read, container, differing) => {
    expect(likely(read, ON_FILE)).toEqual([{ container, differing }]);
  });

  it('is none of those that differ in more', () => {
    expect(likely('CSQU3154983', ON_FILE)).toEqual([]);
    expect(likely('', ON_FILE)).toEqual([]);
  });

  it('the likeliest first, three at most', () => {
    const near = ['CSQU3054333', 'CSQU3054383', 'CSQU8054383', 'CSQU3054388'];
    const found = likely('CSQU3054883', near).map(({ container }) => container);
    expect(found).toEqual(['CSQU3054383', 'CSQU3054333', 'CSQU3054388']);
  });

  it('what is on file as it was read is no suggestion', () => {
    expect(likely('CSQU3054383', ON_FILE)).toEqual([]);
  });

  it('is only ever something on file, whatever was read', () => {
    fc.assert(
      fc.property(fc.string({ maxLength: 14 }), (read) => {
        for (const { container } of likely(read, ON_FILE)) {
          expect(ON_FILE).toContain(container);
          expect(isContainerNumber(container)).toBe(true);
        }
      }),
    );
  });
});
