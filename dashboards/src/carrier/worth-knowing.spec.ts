import type { Position, TransitView } from '@haidang/contract';
import { expect, test } from 'vitest';
import { worthKnowing } from './worth-knowing.js';

const now = Date.parse('2026-11-26T10:00:00Z');
const transit = (more: Partial<TransitView>) =>
  ({
    departBy: null,
    departedAt: null,
    arriveBy: null,
    arrivedAt: null,
    state: 'in_transit',
    ...more,
  }) as TransitView;
const seal = (more: Partial<Position>) =>
  ({ time: '2026-11-26T09:59:30Z', staleAfter: 60_000, battery: 80, ...more }) as Position;
const past = '2026-11-26T09:00:00Z';
const ahead = '2026-11-26T12:00:00Z';

test.each([
  ['in time, and heard', { arriveBy: ahead, eta: '2026-11-26T11:00:00Z' }, seal({}), []],
  ['will be late', { arriveBy: ahead, eta: '2026-11-26T12:30:00Z' }, seal({}), ['late_arrival']],
  ['is late, and not reckoned', { arriveBy: past }, seal({}), ['late_arrival']],
  ['has not left', { departBy: past, state: 'sealed' }, seal({ time: past }), ['late_departure']],
  ['is not heard', {}, seal({ time: '2026-11-26T09:58:59Z' }), ['signal_lost']],
  ['runs out of battery', {}, seal({ battery: 20 }), ['low_battery']],
  ['has arrived', { arriveBy: past, arrivedAt: past }, seal({ battery: 5 }), []],
] as const)('one that %s', (_, more, position, kinds) => {
  expect(worthKnowing(transit(more as Partial<TransitView>), [position], now)).toEqual(kinds);
});
