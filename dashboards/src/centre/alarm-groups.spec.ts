import type { AlarmView } from '@haidang/contract';
import { expect, test } from 'vitest';
import { fold, isFlood, type Folding } from './alarm-groups.js';

const NOW = Date.parse('2026-11-22T08:00:00.000Z');
const minutesAgo = (minutes: number) => new Date(NOW - minutes * 60_000).toISOString();

const alarm = (id: string, changes: object = {}) =>
  ({
    ...{
      id,
      kind: 'off_route',
      severity: 'major',
      state: 'open',
      transitId: `T-${id}`,
      routeId: 'ROUTE-1',
      why: { measured: {} },
    },
    ...changes,
  }) as unknown as AlarmView;

const fresh = (count: number, minutes = 1) =>
  Array.from({ length: count }, (_, i) => alarm(String(i), { raisedAt: minutesAgo(minutes) }));

test('over ten new alarms in ten minutes are a flood, which ends under five', () => {
  expect([isFlood(false, fresh(10), NOW), isFlood(false, fresh(11), NOW)]).toEqual([false, true]);
  expect(isFlood(false, fresh(50, 11), NOW)).toBe(false);
  expect([isFlood(true, fresh(5), NOW), isFlood(true, fresh(4), NOW)]).toEqual([true, false]);
});

const all = [
  alarm('lost', { kind: 'signal_lost', severity: 'critical' }),
  alarm('a'),
  alarm('zone 1', { kind: 'forbidden_zone', why: { measured: { name: 'Kim Thành' } }, transitId: 'T-a' }),
  alarm('b', { state: 'acknowledged' }),
  alarm('zone 2', { kind: 'forbidden_zone', why: { measured: { name: 'Móng Cái' } } }),
  alarm('elsewhere', { routeId: 'ROUTE-2' }),
];
const folded = (how: Folding, opened: string[] = []) =>
  fold(
    all.map(({ id }) => id),
    (id) => all.find((one) => one.id === id),
    how,
    new Set(opened),
  );
const keys = (...from: Parameters<typeof folded>) => folded(...from).map(({ key }) => key);

test('by cause: kind and zone or route; the first stands for its group, one alone for itself', () => {
  expect(keys('cause')).toEqual(['lost', 'group off_route ROUTE-1', 'a', 'zone 1', 'zone 2', 'elsewhere']);
  expect(folded('cause')[1]!.group).toEqual({
    ...{
      key: 'off_route ROUTE-1',
      kind: 'off_route',
      place: 'ROUTE-1',
      severity: 'major',
      ids: ['a', 'b'],
      open: 1,
    },
  });
});

test('an opened group shows all of its alarms', () => {
  expect(keys('cause', ['off_route ROUTE-1']).slice(1, 4)).toEqual(['group off_route ROUTE-1', 'a', 'b']);
});

test('by transit: what one truck did stands together', () => {
  expect(keys('transit')).toEqual(['lost', 'group T-a', 'a', 'b', 'zone 2', 'elsewhere']);
  expect(keys('none')).toEqual(all.map(({ id }) => id));
});
