import { MINUTE, SECOND } from '@haidang/domain';
import { endAlarmsOfTransit } from '@haidang/store';
import { failOnLeaks, forEachStore } from '@haidang/testkit';
import { beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { CONTAINERS, Road, anHourAgo, clearLog, fixAt, registerTransits } from './road.js';

failOnLeaks();

forEachStore((store) => {
  const start = anHourAgo();
  const at = (seconds: number) => start + seconds * SECOND;
  let road: Road;

  beforeAll(() => registerTransits(store.pool, ['S1', 'S2'], start));
  beforeEach(async () => {
    await clearLog(store.pool);
    road = await Road.open(store);
    return () => road.pipeline.drain();
  });

  describe('leaving the corridor', () => {
    /** Three fixes in, four 1.4 km to the side, three back in; a minute apart. */
    const journey = [0, 0, 0, 1_400, 1_400, 1_400, 1_400, 0, 0, 0].map((north, i) =>
      fixAt(i, at(i * 60), 1_000 + i, north),
    );

    async function alarms() {
      const { rows } = await store.pool.query(
        `select kind, severity, state, start_at, end_at, transit_id, container_number, seal_id, revision from alarms`,
      );
      return rows as Record<string, unknown>[];
    }

    it('raises one alarm with its place and transit, and ends it', async () => {
      for (const fix of journey.slice(0, 6)) {
        road.takeFixes('S1', fix);
        await road.pipeline.drain();
      }
      expect(await alarms()).toMatchObject([
        {
          kind: 'off_route',
          state: 'open',
          start_at: new Date(at(180)),
          end_at: null,
          transit_id: 'T-S1',
          seal_id: 'S1',
        },
      ]);
      expect((await alarms())[0]).toMatchObject({ container_number: CONTAINERS[0], severity: 'major' });
      for (const fix of journey.slice(6)) road.takeFixes('S1', fix);
      await road.pipeline.drain();
      expect(await alarms()).toMatchObject([{ end_at: new Date(at(420)) }]);
      const { rows } = await store.pool.query(
        `select topic, (payload ->> 'end_at')::timestamptz as end from outbox where channel = 'live' order by id`,
      );
      expect(rows.at(0)).toEqual({ topic: 'alarm', end: null });
      expect(rows.at(-1)).toEqual({ topic: 'alarm', end: new Date(at(420)) });
      const { rows: history } = await store.pool.query(
        'select what from alarm_history order by at, revision',
      );
      expect(history.map(({ what }) => what as string)).toEqual(
        expect.arrayContaining(['opened', 'ended']) as string[],
      );
    });

    it('goes on when something of the transit was changed, judged by a new version of its plan', async () => {
      for (const fix of journey.slice(0, 4)) road.takeFixes('S1', fix);
      await road.pipeline.drain();
      const entry = road.directory.seal('S1')!;
      const { remembered, watch, task } = entry;
      await store.pool.query(`update transits set arrive_by = now() + interval '1 day' where id = 'T-S1'`);
      await road.directory.refreshTransits(['T-S1']);
      expect(entry.remembered).toBe(remembered);
      expect(entry.watch).toEqual(watch);
      const { version, arriveBy, before } = entry.task!.plan!;
      expect(version).toBeGreaterThan(task!.plan!.version);
      expect(arriveBy).toBeGreaterThan(Date.now());
      expect(before).toMatchObject({ version: task!.plan!.version, arriveBy: null });
      await store.pool.query(`update transits set arrive_by = null where id = 'T-S1'`);
    });

    it('ends with the transit, also for a batch that was under way when it ended', async () => {
      for (const fix of journey.slice(0, 6)) road.takeFixes('S2', fix);
      await road.pipeline.drain();
      await store.pool.query(`update transits set state = 'closed', ended_at = $1 where id = 'T-S2'`, [
        new Date(at(400)),
      ]);
      await store.pool.query(
        `insert into transit_steps (transit_id, step, at) values ('T-S2', 'close', $1)`,
        [new Date(at(400))],
      );
      expect(await endAlarmsOfTransit(store.pool, 'T-S2', at(400))).toHaveLength(1);
      // the directory has not heard of it yet: these are stepped on the old plan
      for (const fix of journey.slice(3, 6)) {
        const later = {
          ...fix,
          seq: Number(fix['seq']) + 10,
          time: new Date(at(600) + Number(fix['seq']) * MINUTE).toISOString(),
        };
        road.takeFixes('S2', later);
      }
      await road.pipeline.drain();
      expect(await road.count('alarms', 'end_at is null')).toBe(0);
      await store.pool.query(
        `update transits set state = 'in_transit', ended_at = null where id = 'T-S2'; delete from transit_steps where step = 'close'`,
      );
    });

    it.each([
      ['a checkpoint', true],
      ['the log alone', false],
    ])('a process that starts again from %s goes on where it stood', async (_, written) => {
      for (const fix of journey.slice(0, 4)) road.takeFixes('S1', fix);
      await road.pipeline.drain();
      if (written) await road.checkpoint.write();
      road.takeFixes('S1', journey[4]);
      await road.pipeline.drain();

      const next = await Road.open(store);
      expect(next.directory.seal('S1')!.watch).toEqual(road.directory.seal('S1')!.watch);
      expect(next.directory.seal('S1')!.last).toEqual(road.directory.seal('S1')!.last);
      for (const fix of journey.slice(5)) next.takeFixes('S1', fix);
      await next.pipeline.drain();
      expect(await alarms()).toMatchObject([{ start_at: new Date(at(180)), end_at: new Date(at(420)) }]);
    });
  });

  it('states are written once a change', async () => {
    await road.checkpoint.write();
    await store.pool.query('delete from seal_states');
    road.takeFixes('S1', fixAt(1, at(0), 100));
    road.takeFixes('S2', fixAt(1, at(MINUTE / SECOND), 100));
    await road.pipeline.drain();
    await road.checkpoint.write();
    expect(await road.count('seal_states')).toBe(2);
    await store.pool.query('delete from seal_states');
    await road.checkpoint.write();
    expect(await road.count('seal_states')).toBe(0);
  });
});
