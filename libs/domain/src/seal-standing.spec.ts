import { expect, test } from 'vitest';
import { batteryBand, custodyOf } from './seal-standing.js';

test.each([
  [0, 'low'],
  [19, 'low'],
  [20, 'fair'],
  [49, 'fair'],
  [50, 'good'],
  [100, 'good'],
] as const)('%i %% is %s', (battery, band) => {
  expect(batteryBand(battery, false)).toBe(band);
});

test('what charges tells nothing of its battery, as the alarm has it; what tells no level is not known', () => {
  expect([batteryBand(5, true), batteryBand(null, true), batteryBand(null, false)]).toEqual([
    ...['charging', 'charging', 'unknown'],
  ]);
});

test('a seal is in the hands of its owner until a transit names it, and again once that is over', () => {
  const states = [null, 'registered', 'sealed', 'in_transit', 'arrived', 'closed', 'cancelled'] as const;
  expect(states.map(custodyOf)).toEqual([
    ...['free', 'reserved', 'attached', 'under_way', 'arrived', 'free', 'free'],
  ]);
});
