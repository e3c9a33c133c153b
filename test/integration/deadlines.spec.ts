import { pino } from 'pino';
import { WatchClock } from '../../apps/platform/src/watch/clock.js';
import { formatInstant, MINUTE, type Instant } from '@haidang/domain';
import { failOnLeaks, forEachStore } from '@haidang/testkit';
import { beforeEach, describe, expect, it } from 'vitest';
import { anHourAgo, fixAt, registerTransits, Road } from './road.js';

failOnLeaks();

/** Every transit here has a seal: rest/late-departures.spec.ts has those that have none. */
const NO_OTHERS = { round: () => Promise.resolve() };

forEachStore((store) => {
  const start = anHourAgo();
  const minute = (minutes: number): Instant => start + minutes * MINUTE;
  let road: Road;

  beforeEach(async () => {
    await store.pool.query(
      `truncate fixes, alarms, alarm_history, outbox, seal_states, settings, stands, milestones, revisions_due, watch_ticks,
        transits, seals, routes, gates, zones, facilities, plan_changes cascade`,
    );
    await registerTransits(store.pool, ['S1'], start);
    await store.pool.query(`update transits set state = 'registered', departed_at = null, created_at = $1`, [
      new Date(start),
    ]);
    await store.pool.query('truncate transit_steps, plan_changes');
    return () => road.pipeline.drain();
  });

  /** As a person enters it, at a minute of the story. */
  async function departBy(at: number, time: number | null): Promise<void> {
    const { rows } = await store.pool.query<{ n: number }>('select count(*)::int4 as n from plan_changes');
    await store.pool.query('update transits set depart_by = $1', [
      time === null ? null : formatInstant(minute(time)),
    ]);
    await store.pool.query(
      'update plan_changes set at = $1 where (what, id, at) in (select what, id, at from plan_changes order by at desc limit 1)',
      [new Date(minute(at))],
    );
    expect(rows).toHaveLength(1);
  }
  const registered = async (time: number): Promise<void> => {
    await departBy(0, time);
    await store.pool.query('truncate plan_changes');
  };
  async function open(): Promise<void> {
    road = await Road.open(store);
  }
  /** Rounds until nothing is due any more: a time that is told may make another one due. */
  async function clock(at: number): Promise<void> {
    const { directory, reviser } = road;
    const logger = pino({ level: 'silent' });
    const ticking = new WatchClock(directory, reviser, NO_OTHERS, logger);
    for (let round = 0; round < 3; round++) {
      await ticking.round(minute(at));
      await reviser.foldAll();
    }
  }
  async function told(): Promise<unknown[]> {
    const { rows } = await store.pool.query<{ kind: string; start_at: Date; end_at: Date | null }>(
      'select kind, start_at, end_at from alarms where withdrawn is null order by start_at',
    );
    const minuteOf = (at: Date | null) => (at === null ? null : (at.getTime() - start) / MINUTE);
    return rows.map(({ kind, start_at, end_at }) => [kind, minuteOf(start_at), minuteOf(end_at)]);
  }
  const ticks = () => road.count('watch_ticks');

  describe('a departure that is late', () => {
    it('is told of a seal that was never heard, at its time and once, whatever restarts', async () => {
      await registered(20);
      await open();
      await clock(20);
      expect(await told()).toEqual([]);
      await clock(21);
      await clock(30);
      expect(await told()).toEqual([['late_departure', 20, null]]);
      await open();
      await clock(31);
      await road.checkpoint.write();
      await open();
      await clock(32);
      expect(await told()).toEqual([['late_departure', 20, null]]);
      expect(await ticks()).toBe(1);
      expect(await road.count('alarm_history')).toBe(1);
    });

    it('is told where its time passed while the platform was down', async () => {
      await registered(20);
      await open();
      await open();
      await clock(30);
      expect(await told()).toEqual([['late_departure', 20, null]]);
    });

    it('is told of a seal that is silent since the time was set, or brought forward', async () => {
      await registered(50);
      await open();
      road.takeFixes('S1', fixAt(1, minute(5), 0));
      await road.pipeline.drain();
      await departBy(10, 20);
      await road.directory.refreshTransits(['T-S1']);
      await clock(20);
      expect(await told()).toEqual([]);
      await clock(21);
      expect(await told()).toEqual([['late_departure', 20, null]]);
    });

    it('stands corrected by a departure that is entered late', async () => {
      await registered(20);
      await open();
      await clock(21);
      await store.pool.query(
        `insert into transit_steps (transit_id, step, at) values ('T-S1', 'seal', $1), ('T-S1', 'depart', $1)`,
        [new Date(minute(15))],
      );
      await road.reviser.now([road.directory.seal('S1')!], minute(15));
      expect(await told()).toEqual([]);
    });
  });
});
