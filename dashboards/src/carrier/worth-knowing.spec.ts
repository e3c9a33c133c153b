import type { SealStandingView, TransitView } from '@haidang/contract';
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
    containers: [{ number: 'CSQU3054383', sealId: 'VN1' }],
    ...more,
  }) as TransitView;
/** Of one that speaks each 20 seconds. */
const seal = (more: object) =>
  ({
    ...{ id: 'VN1', interval: 20, lastSeenAt: '2026-11-26T09:59:30Z', band: 'good', lastFix: null },
    ...more,
  }) as SealStandingView;
const past = '2026-11-26T09:00:00Z';
const ahead = '2026-11-26T12:00:00Z';

test.each([
  ['in time, and heard', { arriveBy: ahead, eta: '2026-11-26T11:00:00Z' }, seal({}), []],
  ['will be late', { arriveBy: ahead, eta: '2026-11-26T12:30:00Z' }, seal({}), ['late_arrival']],
  ['is late, and not reckoned', { arriveBy: past }, seal({}), ['late_arrival']],
  ['has not left', { departBy: past, state: 'sealed' }, seal({ lastSeenAt: past }), ['late_departure']],
  ['is not heard', {}, seal({ lastSeenAt: '2026-11-26T09:58:59Z' }), ['signal_lost']],
  ['was never heard on the way', { departedAt: past }, seal({ lastSeenAt: null }), ['signal_lost']],
  [
    'was never heard, and has just left',
    { departedAt: '2026-11-26T09:59:30Z' },
    seal({ lastSeenAt: null }),
    [],
  ],
  ['runs out of battery', {}, seal({ band: 'low' }), ['low_battery']],
  ['says that it runs out', {}, seal({ lastFix: { events: ['low_battery'] } }), ['low_battery']],
  ['has its lock stuck', {}, seal({ lastFix: { events: ['motor_fault'] } }), ['motor_fault']],
  ['was opened, which is customs’ to judge', {}, seal({ lastFix: { events: ['unlocked'] } }), []],
  ['is of another truck', { containers: [] }, seal({ band: 'low' }), []],
  ['has arrived', { arriveBy: past, arrivedAt: past }, seal({ band: 'low' }), []],
  ['was cancelled', { departBy: past, state: 'cancelled' }, seal({ band: 'low' }), []],
] as const)('one that %s', (_, more, standing, kinds) => {
  const heard = { seals: new Map([[standing.id, standing]]), readAt: now };
  expect(worthKnowing(transit(more as Partial<TransitView>), heard, now)).toEqual(kinds);
});

test('what was read is judged by when it was read: a seal does not fall silent while nobody asks', () => {
  const read = { seals: new Map([['VN1', seal({})]]), readAt: now };
  expect(worthKnowing(transit({}), read, now + 60_000)).toEqual([]);
  expect(worthKnowing(transit({}), undefined, now)).toEqual([]);
});
