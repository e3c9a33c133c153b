import { describe, expect, it } from 'vitest';
import { normalisePlate } from './index.js';

describe('normalisePlate', () => {
  it.each([
    ['15C-123.45', '15C12345'],
    ['15c 12345', '15C12345'],
    ['51D_678.90', '51D67890'],
    [' 15R-012.34 ', '15R01234'],
    ['29H1-234.56', '29H123456'],
    ['', ''],
  ])('makes %j %j', (text, plate) => {
    expect(normalisePlate(text)).toBe(plate);
  });

  it('keeps plates apart that differ', () => {
    expect(normalisePlate('15C-123.45')).not.toBe(normalisePlate('15R-123.45'));
  });
});
