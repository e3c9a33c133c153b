import { HOUR, MINUTE, type Instant } from '@haidang/domain';
import { dropOldPlanChanges } from '@haidang/store';
import { failOnLeaks, forEachStore, rectangle } from '@haidang/testkit';
import { beforeEach, describe, expect, it } from 'vitest';
import { anHourAgo, fixAt, registerTransits, Road } from './road.js';

failOnLeaks();

forEachStore((store) => {
  const start = anHourAgo();
  const minute = (minutes: number): Instant => start + minutes * MINUTE;
  const zone = rectangle('Z', 3_000, -300, 6_000, 300);
  let road: Road;

  beforeEach(async () => {
    await store.pool.query(
      `truncate fixes, alarms, alarm_history, outbox, seal_states, settings, stands, milestones, revisions_due, watch_ticks,
        transits, seals, routes, gates, zones, facilities, plan_changes cascade`,
    );
    await registerTransits(store.pool, ['S1', 'S2'], start);
    await store.pool.query('insert into zones (id, name, kind, geometry) values ($1, $1, $2, $3)', [
      zone.id,
      zone.kind,
      zone.geometry,
    ]);
    // as if all of it had been registered when the story began
    await store.pool.query('truncate plan_changes');
    await store.pool.query('update transits set created_at = $1', [new Date(start)]);
    road = await Road.open(store);
    return () => settle(road);
  });

  async function settle(on: Road): Promise<void> {
    await on.pipeline.drain();
    await on.reviser.foldAll();
  }

  async function take(sealId: string, fixes: readonly object[], on = road): Promise<void> {
    for (const fix of fixes) on.takeFixes(sealId, fix);
    await settle(on);
  }

  /** Something is changed, as at a minute of the story. */
  async function change(at: number, sql: string, refresh: (road: Road) => Promise<void>): Promise<void> {
    await store.pool.query('create table known as select what, id, at from plan_changes');
    await store.pool.query(sql);
    await store.pool.query(
      `update plan_changes c set at = $1 where not exists (select from known k where (k.what, k.id, k.at) = (c.what, c.id, c.at))`,
      [new Date(minute(at))],
    );
    await store.pool.query('drop table known');
    await refresh(road);
    await settle(road);
  }

  async function alarms(sealId: string, on: 'standing' | 'all' = 'standing') {
    const { rows } = await store.pool.query(
      `select kind, cause, severity, start_at, end_at, late from alarms
        where seal_id = $1 and ($2 or withdrawn is null) order by start_at, kind, cause`,
      [sealId, on === 'all'],
    );
    return rows as Record<string, unknown>[];
  }

  /** The first seal's late fixes come to the process that saw the change, the second's to one that started after it. */
  async function lateOnBoth(late: readonly object[]): Promise<Record<string, unknown>[]> {
    await take('S1', late);
    const next = await Road.open(store);
    await settle(next);
    await take('S2', late, next);
    const told = await alarms('S1');
    expect(await alarms('S2')).toEqual(told);
    return told;
  }

  /** In the corridor, north of the zone, before the change and after it. */
  const around = [0, 5, 10, 20, 25].map((m, i) => fixAt(i, minute(m), 1_000 + 300 * m, 400));
  /** Through the zone, before the change, which the seal tells afterwards. */
  const through = [6, 7, 8].map((m, i) => fixAt(100 + i, minute(m), 1_000 + 400 * m, 0));

  describe('a fix of before a change is judged by what then held, also after a restart:', () => {
    beforeEach(async () => {
      for (const seal of ['S1', 'S2']) await take(seal, around);
    });

    it('a zone that was withdrawn', async () => {
      await change(15, `delete from zones where id = 'Z'`, (on) => on.directory.refreshZones());
      expect(await lateOnBoth(through)).toMatchObject([{ kind: 'forbidden_zone', cause: 'Z', late: true }]);
    });

    it('a zone that was made', async () => {
      await store.pool.query('truncate plan_changes');
      await change(15, `insert into zones select 'N', 'N', kind, geometry from zones where id = 'Z'`, (on) =>
        on.directory.refreshZones(),
      );
      await change(16, `delete from zones where id = 'Z'`, (on) => on.directory.refreshZones());
      expect((await lateOnBoth(through)).map(({ cause }) => cause)).toEqual(['Z']);
    });

    it('a zone that was switched off by its calendar, and on again', async () => {
      const never = `{"offset":0,"spans":[]}`;
      await change(4, `update zones set calendar = '${never}'`, (on) => on.directory.refreshZones());
      await change(7.5, `update zones set calendar = null`, (on) => on.directory.refreshZones());
      const [alarm, ...more] = await lateOnBoth(through);
      expect(more).toEqual([]);
      // it was in it, between two fixes, when the zone was on again
      expect(alarm!['start_at']).toEqual(new Date(minute(7.5)));
    });

    it('the half-width of a route', async () => {
      const wide = `update routes set legs = jsonb_set(legs, '{0,halfWidth}', '5000')`;
      await change(15, wide, (on) => on.directory.refreshRoutes(['R']));
      const aside = [6, 7, 8].map((m, i) => fixAt(200 + i, minute(m), 1_000 + 400 * m, 1_200));
      expect(await lateOnBoth(aside)).toMatchObject([
        { kind: 'off_route', start_at: new Date(minute(6)), end_at: new Date(minute(10)) },
      ]);
    });

    it('the settings of a transit', async () => {
      const patient = `update transits set rules = '{"offRouteFixes": 9}'`;
      await change(15, patient, (on) => on.directory.refreshTransits(['T-S1', 'T-S2']));
      const aside = [6, 7, 8].map((m, i) => fixAt(200 + i, minute(m), 1_000 + 400 * m, 1_200));
      expect(await lateOnBoth(aside)).toMatchObject([{ kind: 'off_route', start_at: new Date(minute(6)) }]);
      const later = [21, 22, 23].map((m, i) => fixAt(300 + i, minute(m), 1_000 + 300 * m, 1_200));
      expect(await lateOnBoth(later)).toHaveLength(1);
    });

    it('its route, though that is there no more', async () => {
      const [made, taken] = [
        `insert into routes select 'Q', 'Q', from_id, to_id, jsonb_set(legs, '{0,halfWidth}', '5000') from routes`,
        `update transits set route_id = 'Q'`,
      ];
      await change(15, made, (on) => on.directory.refreshRoutes(['Q']));
      await change(15, taken, (on) => on.directory.refreshTransits(['T-S1', 'T-S2']));
      await change(16, `delete from routes where id = 'R'`, (on) => on.directory.refreshRoutes(['R']));
      const aside = [6, 7, 8].map((m, i) => fixAt(200 + i, minute(m), 1_000 + 400 * m, 1_200));
      expect(await lateOnBoth(aside)).toMatchObject([{ kind: 'off_route', start_at: new Date(minute(6)) }]);
    });
  });

  it('a zone withdrawn ends what it opened from that time on, and a late fix of after it opens nothing', async () => {
    for (const seal of ['S1', 'S2'])
      await take(
        seal,
        [1, 2, 3, 4].map((m) => fixAt(m, minute(m), 3_000 + 200 * m)),
      );
    await change(10, `delete from zones where id = 'Z'`, (on) => on.directory.refreshZones());
    for (const seal of ['S1', 'S2'])
      await take(seal, [fixAt(30, minute(30), 5_000), fixAt(31, minute(31), 5_000)]);
    const ended = [{ kind: 'forbidden_zone', start_at: new Date(minute(1)), end_at: new Date(minute(10)) }];
    expect(await alarms('S1')).toMatchObject(ended);
    const told = await lateOnBoth([11, 12, 13].map((m) => fixAt(m, minute(m), 5_000)));
    expect(told).toMatchObject(ended);
  });

  it('what held when a transit was registered judges also what was before, though it was made later', async () => {
    await store.pool.query('update transits set created_at = $1', [new Date(minute(40))]);
    await road.directory.refreshTransits(['T-S1', 'T-S2']);
    await change(39, `update zones set name = 'Y'`, (on) => on.directory.refreshZones());
    await change(38, `insert into zones select 'N', 'N', kind, geometry from zones where id = 'Z'`, (on) =>
      on.directory.refreshZones(),
    );
    await take('S1', through);
    await take('S2', through, await Road.open(store));
    for (const seal of ['S1', 'S2'])
      expect(await alarms(seal)).toMatchObject([{ cause: 'N' }, { cause: 'Z' }]);
  });

  it('a watch that was told of later things before word of a change came is folded again from the change', async () => {
    await take(
      'S1',
      [1, 2, 3, 4, 20].map((m) => fixAt(m, minute(m), 3_000 + 100 * m)),
    );
    expect(await alarms('S1')).toMatchObject([{ end_at: null }]);
    // nobody tells this process yet
    await change(10, `delete from zones where id = 'Z'`, async () => undefined);
    await take('S1', [fixAt(21, minute(21), 5_100)]);
    expect(await alarms('S1')).toMatchObject([{ end_at: null }]);
    await road.directory.refreshZones();
    await take('S1', [fixAt(22, minute(22), 5_200)]);
    expect(await alarms('S1')).toMatchObject([{ end_at: new Date(minute(10)) }]);
  });

  it('also when the process dies before it heard of the change', async () => {
    await take(
      'S1',
      [1, 2, 3, 4, 20].map((m) => fixAt(m, minute(m), 3_000 + 100 * m)),
    );
    await road.checkpoint.write();
    await change(10, `delete from zones where id = 'Z'`, async () => undefined);
    await settle(await Road.open(store));
    expect(await alarms('S1')).toMatchObject([{ end_at: new Date(minute(10)) }]);
  });

  it('versions are numbered by their times, the same in every process, and kept as long as somebody may ask', async () => {
    await take('S1', around);
    await change(15, `delete from zones where id = 'Z'`, (on) => on.directory.refreshZones());
    await change(17, `update routes set rules = '{"endFixes": 3}'`, (on) =>
      on.directory.refreshRoutes(['R']),
    );
    const versionsOf = (on: Road) => {
      const numbers: Instant[] = [];
      for (let plan = on.directory.seal('S1')!.task!.plan; plan !== null; plan = plan.before)
        numbers.push(plan.version);
      return numbers;
    };
    expect(versionsOf(road)).toEqual([minute(17), minute(15), 0]);
    expect(versionsOf(await Road.open(store))).toEqual(versionsOf(road));
    await dropOldPlanChanges(store.pool, minute(16));
    expect(versionsOf(await Road.open(store))).toEqual([minute(17), 0]);
    await dropOldPlanChanges(store.pool, Date.now() + HOUR);
    expect(versionsOf(await Road.open(store))).toEqual([0]);
  });
});
