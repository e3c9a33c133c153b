import type { AlarmView } from '@haidang/contract';
import { withStore } from '@haidang/testkit';
import { beforeEach, describe, expect, it } from 'vitest';
import { OpenAlarms } from './open-alarms.js';

function alarm(id: string, changes: Partial<AlarmView> = {}): AlarmView {
  return {
    id,
    kind: 'off_route',
    severity: 'major',
    state: 'open',
    transitId: 'T1',
    sealId: 'S1',
    start: '2026-11-22T08:00:00.000Z',
    raisedAt: '2026-11-22T08:01:00.000Z',
    late: false,
    place: { lat: 20.8, lon: 106.9 },
    why: { rule: 'off_route', settings: {}, measured: {} },
    revision: 1,
    comments: [],
    ...changes,
  };
}

withStore((store) => {
  let alarms: OpenAlarms;
  beforeEach(() => {
    alarms = new OpenAlarms(store.pool);
  });

  it('the gravest alarm of a seal that goes on colours it', () => {
    expect(alarms.worstOfSeal('S1')).toBeUndefined();
    alarms.changed(alarm('a', { severity: 'minor' }));
    alarms.changed(alarm('b', { severity: 'critical' }));
    alarms.changed(alarm('c', { severity: 'major', sealId: 'S2' }));
    expect([alarms.worstOfSeal('S1'), alarms.worstOfSeal('S2')]).toEqual(['critical', 'major']);
    alarms.changed(alarm('b', { severity: 'critical', end: '2026-11-22T09:00:00.000Z', revision: 2 }));
    expect(alarms.worstOfSeal('S1')).toBe('minor');
  });

  it('one that has ended and nobody resolved is still on the desk, and still holds its transit', () => {
    alarms.changed(alarm('a', { severity: 'critical', end: '2026-11-22T09:00:00.000Z' }));
    expect(alarms.counts()).toEqual({ minor: 0, major: 0, critical: 1 });
    expect([alarms.hasCritical('T1'), alarms.hasCritical('T2')]).toEqual([true, false]);
  });

  it('one that is resolved is gone from everywhere', () => {
    alarms.changed(alarm('a', { severity: 'critical' }));
    alarms.changed(alarm('a', { severity: 'critical', state: 'resolved', ending: 'false', revision: 2 }));
    expect(alarms.counts()).toEqual({ minor: 0, major: 0, critical: 0 });
    expect([alarms.worstOfSeal('S1'), alarms.hasCritical('T1')]).toEqual([undefined, false]);
    expect(alarms.newest(10)).toEqual([]);
  });

  it('being told twice, or of something older, changes nothing', () => {
    alarms.changed(alarm('a', { state: 'acknowledged', revision: 3 }));
    alarms.changed(alarm('a', { state: 'open', revision: 2 }));
    alarms.changed(alarm('a', { state: 'acknowledged', revision: 3 }));
    expect(alarms.newest(10)).toMatchObject([{ state: 'acknowledged', revision: 3 }]);
  });

  it('a transit’s number and route that were once known are kept', () => {
    alarms.changed(alarm('a', { transitNumber: 'QT-1', routeId: 'R-1' }));
    alarms.changed(alarm('a', { revision: 2 }));
    expect(alarms.newest(1)[0]).toMatchObject({ transitNumber: 'QT-1', routeId: 'R-1', revision: 2 });
  });

  it('the newest come first, and no more than are asked for', () => {
    for (const [id, minute] of [
      ['a', '01'],
      ['b', '03'],
      ['c', '02'],
    ] as const)
      alarms.changed(alarm(id, { raisedAt: `2026-11-22T08:${minute}:00.000Z` }));
    expect(alarms.newest(2).map(({ id }) => id)).toEqual(['b', 'c']);
  });

  describe('at the start', () => {
    it('those that nobody resolved are read back', async () => {
      await store.pool.query(
        `insert into alarms (id, key, kind, severity, state, seal_id, start_at, raised_at, lat, lon, why)
          select gen_random_uuid(), state, 'off_route', 'major', state, 'S1', '2026-11-22T08:00Z', '2026-11-22T08:01Z',
            20.8, 106.9, '{"rule":"off_route","settings":{},"measured":{}}'
          from unnest(array['open', 'acknowledged', 'shelved', 'resolved']) as s (state)`,
      );
      await alarms.load();
      expect(alarms.counts()).toEqual({ minor: 0, major: 3, critical: 0 });
      expect(alarms.worstOfSeal('S1')).toBe('major');
    });
  });
});
