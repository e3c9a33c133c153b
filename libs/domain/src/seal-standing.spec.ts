import { expect, test } from 'vitest';
import { batteryBand, custodyOf } from './seal-standing.js';

test.each([
  [0, 'low'],
  [20, 'low'],
  [21, 'fair'],
  [50, 'fair'],
  [51, 'good'],
  [100, 'good'],
] as const)('%i %% is %s', (battery, band) => {
  expect(batteryBand(battery, false)).toBe(band);
  expect(batteryBand(battery, true)).toBe(band);
});

test('what tells no level charges, or is not known', () => {
  expect([batteryBand(null, true), batteryBand(null, false)]).toEqual(['charging', 'unknown']);
});

test('a seal is in the hands of its owner until a transit names it, and again once that is over', () => {
  const states = [null, 'registered', 'sealed', 'in_transit', 'arrived', 'closed', 'cancelled'] as const;
  expect(states.map(custodyOf)).toEqual([
    ...['free', 'reserved', 'attached', 'under_way', 'arrived', 'free', 'free'],
  ]);
});
