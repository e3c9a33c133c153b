import type { AlarmView, Cluster, Counts, Position } from '@haidang/contract';
import { expect, test, vi } from 'vitest';
import { ServerClock } from './clock.js';
import { LiveStore } from './store.js';

const COUNTS: Counts = { inTransit: 2, stale: 0, openAlarms: { minor: 0, major: 1, critical: 0 } };

function position(sealId: string, lat = 20.8): Position {
  return {
    sealId,
    container: 'CSQU3054383',
    transitId: 'T1',
    lat,
    lon: 106.7,
    heading: null,
    speed: 43,
    battery: 87,
    lock: 'locked',
    time: '2026-11-22T01:00:00.000Z',
    state: 'on_route',
    staleAfter: 90_000,
  };
}

function alarm(id: string, changes: Partial<AlarmView> = {}): AlarmView {
  return {
    id,
    kind: 'off_route',
    severity: 'major',
    state: 'open',
    start: '2026-11-22T01:00:00.000Z',
    raisedAt: '2026-11-22T01:00:01.000Z',
    late: false,
    place: { lat: 20.8, lon: 106.7 },
    why: { rule: 'off_route', settings: {}, measured: { distance: 700 } },
    revision: 1,
    comments: [],
    ...changes,
  };
}

function snapshotOf(store: LiveStore, positions: Position[], alarms: AlarmView[] = []): void {
  const serverTime = '2026-11-22T01:00:02.000Z';
  store.takeSnapshot({ serverTime, positions, total: positions.length, alarms, counts: COUNTS });
}

function positionsOf(store: LiveStore, positions: Position[], gone: string[] = []): void {
  store.takePositions({ serverTime: '2026-11-22T01:00:03.000Z', positions, gone, counts: COUNTS });
}

test('a snapshot replaces what was known: a seal it does not name is gone', () => {
  const store = new LiveStore();
  snapshotOf(store, [position('VN1'), position('VN2')], [alarm('a')]);
  snapshotOf(store, [position('VN2')], [alarm('b')]);
  expect([...store.positions.keys()]).toEqual(['VN2']);
  expect([...store.alarms.get().keys()]).toEqual(['b']);
});

test('positions change the seals they name, and remove those that left', () => {
  const store = new LiveStore();
  snapshotOf(store, [position('VN1', 20.8), position('VN2', 20.9), position('VN3')]);
  positionsOf(store, [position('VN1', 20.81)], ['VN3']);
  expect(store.positions.get('VN1')?.lat).toBe(20.81);
  expect(store.positions.get('VN2')?.lat).toBe(20.9);
  expect(store.positions.has('VN3')).toBe(false);
});

test('a batch of positions tells its readers once, however many seals moved', () => {
  const store = new LiveStore();
  const told = vi.fn();
  store.batch.subscribe(told);
  positionsOf(
    store,
    Array.from({ length: 500 }, (_, i) => position(`VN${i}`)),
  );
  expect(told).toHaveBeenCalledTimes(1);
});

test('clusters change one by one, and are gone with a count of none or a snapshot without them', () => {
  const store = new LiveStore();
  const serverTime = '2026-11-22T01:00:02.000Z';
  const cluster = (id: string, count: number): Cluster => ({ id, lat: 20, lon: 106, count, states: {} });
  const held = () => [...store.clusters.get().values()].map(({ id, count }) => [id, count]);
  const clusters = [cluster('a', 5_000), cluster('b', 6_000)];
  store.takeSnapshot({ serverTime, positions: [], total: 11_000, clusters, alarms: [], counts: COUNTS });
  store.takePositions({ serverTime, positions: [], gone: [], clusters: [cluster('a', 0)], counts: COUNTS });
  expect(held()).toEqual([['b', 6_000]]);
  positionsOf(store, []);
  expect(held()).toEqual([['b', 6_000]]);
  snapshotOf(store, []);
  expect(held()).toEqual([]);
});

test('an alarm comes, is acknowledged and leaves when it is resolved', () => {
  const store = new LiveStore();
  store.takeAlarm(alarm('a'));
  store.takeAlarm(alarm('a', { state: 'acknowledged', assignee: 'HQ-01' }));
  expect(store.alarms.get().get('a')).toMatchObject({ state: 'acknowledged', assignee: 'HQ-01' });
  store.takeAlarm(alarm('a', { state: 'resolved', ending: 'true' }));
  expect(store.alarms.get().size).toBe(0);
});

test('an older revision of an alarm does not undo a newer one, live or in a snapshot', () => {
  const store = new LiveStore();
  store.takeAlarm(alarm('a', { revision: 3, severity: 'critical' }));
  store.takeAlarm(alarm('a', { revision: 2, severity: 'major' }));
  expect(store.alarms.get().get('a')?.severity).toBe('critical');
  snapshotOf(store, [], [alarm('a', { revision: 2, severity: 'major' })]);
  expect(store.alarms.get().get('a')?.severity).toBe('critical');
});

test('the clock follows the server, whatever this machine believes', () => {
  const clock = new ServerClock(() => Date.parse('2026-11-22T00:50:00.000Z'));
  const store = new LiveStore(clock);
  snapshotOf(store, []);
  expect(store.clock.now()).toBe(Date.parse('2026-11-22T01:00:02.000Z'));
});
