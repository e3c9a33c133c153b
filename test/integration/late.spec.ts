import { formatInstant, MINUTE, SECOND, type AlarmChange, type Instant } from '@haidang/domain';
import { nextDue } from '@haidang/engine';
import { failOnLeaks, forEachStore } from '@haidang/testkit';
import { beforeAll, expect, it } from 'vitest';
import { correctedBy } from '../../apps/platform/src/watch/corrected.js';
import { fixAt, registerTransits, Road } from './road.js';

failOnLeaks();

forEachStore((store) => {
  const now = Date.now();
  const ago = (minutes: number): Instant => now - minutes * MINUTE;

  beforeAll(async () => {
    await registerTransits(store.pool, ['S1', 'S2', 'S3', 'S4', 'S5'], ago(60));
    // as if they had been registered with it
    await store.pool.query('alter table transits disable trigger transit_edits');
    const arriveBy = 'update transits set arrive_by = $2 where id = $1';
    await store.pool.query(arriveBy, ['T-S4', formatInstant(ago(11))]);
    await store.pool.query(arriveBy, ['T-S5', formatInstant(ago(9))]);
  });

  async function lateOf(sealId: string): Promise<unknown[]> {
    const { rows } = await store.pool.query(
      'select kind, end_at is null as open, late from alarms where seal_id = $1 order by start_at',
      [sealId],
    );
    return rows;
  }

  it('is said of what a fix proved more than ten minutes before it came in, also when it was over since', async () => {
    const road = await Road.open(store);
    const stray = (from: number, back: number) => [
      ...[0, 1, 2].map((i) => fixAt(i, ago(from) + i * 30 * SECOND, 1_000 + 300 * i, 900)),
      ...[3, 4].map((i) => fixAt(i, ago(back) + i * SECOND, 3_000)),
    ];
    // proven a minute after it began, over before the fix that says so
    road.takeFixes('S1', stray(12.5, 5));
    road.takeFixes('S2', stray(10, 5));
    await road.pipeline.drain();
    expect(await lateOf('S1')).toEqual([{ kind: 'off_route', open: false, late: true }]);
    expect(await lateOf('S2')).toEqual([{ kind: 'off_route', open: false, late: false }]);
  });

  it('is said of a deadline that had passed ten minutes before the platform could tell', async () => {
    const road = await Road.open(store);
    for (const seal of ['S4', 'S5']) road.takeFixes(seal, fixAt(0, ago(30), 1_000));
    await road.pipeline.drain();
    for (const seal of ['S4', 'S5']) {
      const entry = road.directory.sealsOfTransit(`T-${seal}`)[0]!;
      await road.reviser.tick(entry, nextDue(entry.watch!));
    }
    expect(await lateOf('S4')).toEqual([{ kind: 'late_arrival', open: true, late: true }]);
    expect(await lateOf('S5')).toEqual([{ kind: 'late_arrival', open: true, late: false }]);
  });
});

it('is said of what a drive judged again shows by the same measure, or when newer things had been heard', () => {
  const at = Date.UTC(2026, 10, 22, 8);
  const lateness = (proven: Instant, late: boolean): boolean => {
    const episode: AlarmChange = {
      key: 'K',
      kind: 'off_route',
      cause: '',
      severity: 'major',
      start: proven,
      end: null,
      place: { lat: 0, lon: 0 },
      why: { rule: 'off_route', settings: {}, measured: {} },
      evidence: proven,
      resolved: false,
      settled: at,
    };
    return correctedBy([{ kind: 'raised', episode, proven, late }], at).alarms[0]!.late;
  };
  expect(lateness(at - 10 * MINUTE, false)).toBe(false);
  expect(lateness(at - 10 * MINUTE - 1, false)).toBe(true);
  expect(lateness(at, true)).toBe(true);
});
