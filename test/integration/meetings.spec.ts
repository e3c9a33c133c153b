import { NO_SIGHT } from '../../apps/platform/src/access/sight.js';
import { MINUTE, SECOND, type Instant } from '@haidang/domain';
import { listAlarms, readTimeline, ScopedPool } from '@haidang/store';
import { failOnLeaks, forEachStore } from '@haidang/testkit';
import { AlarmActs } from '../../apps/platform/src/alarms/alarm-acts.js';
import { AlarmDesk } from '../../apps/platform/src/alarms/alarm-desk.js';
import { markState } from '../../apps/platform/src/live/view.js';
import { Writes, type WriteCall } from '../../apps/platform/src/http/writes.js';
import { beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { anHourAgo, fixAt, registerTransits, Road } from './road.js';

const EVERYTHING = { ...NO_SIGHT, all: true, watches: true };

failOnLeaks();

forEachStore((store) => {
  const start = anHourAgo();
  const minute = (minutes: number): Instant => start + minutes * MINUTE;
  let road: Road;

  beforeAll(() => registerTransits(store.pool, ['S1', 'S2', 'S3'], start));
  beforeEach(async () => {
    await store.pool.query(
      'truncate fixes, alarms, alarm_history, outbox, seal_states, settings, stands, milestones, revisions_due',
    );
    await store.pool.query('update transits set rules = null');
    road = await Road.open(store);
    return () => settle(road);
  });

  async function settle(on: Road): Promise<void> {
    await on.pipeline.drain();
    await on.reviser.foldAll();
    await on.meetings.settled();
  }

  async function takeFixes(sealId: string, fixes: readonly object[], on = road): Promise<void> {
    for (const fix of fixes) on.takeFixes(sealId, fix);
    await settle(on);
  }

  const fixOf = (time: Instant, east: number) => ({ ...fixAt(time - start, time, east), speed: 0 });

  /** One fix a minute at a place, both ends included. */
  function stay(from: number, to: number, east: number): object[] {
    return Array.from({ length: to - from + 1 }, (_, i) => fixOf(minute(from + i), east));
  }

  async function meetings() {
    const { rows } = await store.pool.query(
      `select cause, state, ending, withdrawn, transit_id, seal_id, start_at, end_at, late, revision, why
        from alarms where kind = 'rendezvous' order by start_at`,
    );
    return rows as Record<string, unknown>[];
  }

  const told = async () => ({
    alarms: await meetings(),
    history: await road.count('alarm_history'),
    owed: await road.count('outbox'),
  });

  describe('two trucks that stand together', () => {
    it('raise one alarm, which ends when they are apart', async () => {
      await takeFixes('S1', stay(10, 30, 5_000));
      await takeFixes('S3', stay(10, 30, 5_300));
      await takeFixes('S2', stay(15, 24, 5_020));
      expect(await meetings()).toEqual([]);
      await takeFixes('S2', stay(25, 27, 5_020));
      expect(await meetings()).toMatchObject([
        {
          cause: 'T-S1+T-S2',
          state: 'open',
          transit_id: 'T-S1',
          seal_id: null,
          start_at: new Date(minute(15)),
          end_at: null,
          // the stays are an hour old
          late: true,
          revision: 1,
          why: { measured: { distance: 20, with: 'T-S2' } },
        },
      ]);
      expect(road.alarms.newest(10)).toMatchObject([
        { kind: 'rendezvous', transitId: 'T-S1', otherTransitId: 'T-S2' },
      ]);
      await takeFixes('S2', stay(28, 29, 6_500));
      expect(await meetings()).toMatchObject([{ end_at: new Date(minute(27)), revision: 2 }]);
      const { rows } = await store.pool.query(
        `select what from alarm_history h join alarms a on a.id = h.alarm_id where kind = 'rendezvous' order by h.revision`,
      );
      expect(rows).toEqual([{ what: 'opened' }, { what: 'ended' }]);
      expect(await road.count('outbox', `payload ->> 'kind' = 'rendezvous'`)).toBe(2);
      expect(await road.count('stands')).toBe(3);
    });

    it('do so for both: each finds it among its alarms and in its story', async () => {
      await takeFixes('S1', stay(10, 30, 5_000));
      await takeFixes('S2', [...stay(10, 27, 5_020), ...stay(28, 29, 6_500)]);
      await takeFixes('S3', stay(10, 30, 9_000));
      const [{ id }] = (await store.pool.query(`select id from alarms where kind = 'rendezvous'`)).rows;
      const page = { after: null, limit: 10 };
      const seenBy = async (transitId: string) => ({
        listed: (await listAlarms(store.pool, { transitId }, page)).map(({ value }) => value.id),
        told: (await readTimeline(store.pool, transitId, page)).flatMap(({ value }) =>
          value.alarmId === id ? [value.kind] : [],
        ),
      });
      const both = { listed: [id], told: ['alarm_opened', 'alarm_ended', 'alarm_revealed'] };
      expect(await seenBy('T-S1')).toEqual(both);
      expect(await seenBy('T-S2')).toEqual(both);
      expect(await seenBy('T-S3')).toEqual({ listed: [], told: [] });
    });

    it('are marked while it lasts, also after a restart', async () => {
      await takeFixes('S1', stay(10, 30, 5_000));
      await takeFixes('S2', stay(10, 27, 5_020));
      await takeFixes('S3', stay(10, 30, 9_000));
      const next = await Road.open(store);
      await next.alarms.load();
      for (const on of [road, next])
        expect(
          ['S1', 'S2', 'S3'].map((seal) => markState(on.directory.seal(seal)!, on.alarms, EVERYTHING)),
        ).toEqual(['major', 'major', 'on_route']);
    });

    it('are judged by the stricter numbers of both, as they were then', async () => {
      await store.pool.query(`update transits set rules = '{"rendezvousRadius": 90}' where id = 'T-S2'`);
      await store.pool.query('truncate plan_changes');
      try {
        await road.directory.refreshTransits(['T-S2']);
        await takeFixes('S1', stay(10, 30, 5_000));
        await takeFixes('S2', stay(10, 27, 5_080));
        expect(await meetings()).toMatchObject([{ why: { settings: { rendezvousRadius: 90 } } }]);
        await store.pool.query(`update transits set rules = null where id = 'T-S2'`);
        const next = await Road.open(store);
        await settle(next);
        expect(await meetings()).toMatchObject([
          { end_at: null, why: { settings: { rendezvousRadius: 90 } } },
        ]);
      } finally {
        await store.pool.query(`update transits set rules = null where id = 'T-S2'`);
        await road.directory.refreshTransits(['T-S2']);
        await store.pool.query('truncate plan_changes');
      }
    });

    it('did not, when late fixes show that one drove; a fold of the watch alone leaves the alarm', async () => {
      await takeFixes('S1', stay(10, 30, 5_000));
      await takeFixes('S2', stay(10, 20, 5_010));
      await takeFixes('S1', [fixOf(minute(12) + 30 * SECOND, 5_000)]);
      expect(await meetings()).toMatchObject([{ state: 'open', withdrawn: null }]);
      await takeFixes(
        'S2',
        [20, 40].map((s) => fixOf(minute(14) + s * SECOND, 5_400)),
      );
      expect(await meetings()).toMatchObject([
        { state: 'resolved', ending: 'corrected', withdrawn: 'corrected' },
      ]);
      expect(road.alarms.newest(10)).toEqual([]);
    });

    it('are found by fixes that come late, and the alarm says so', async () => {
      await takeFixes('S1', stay(10, 40, 5_000));
      await takeFixes('S2', stay(38, 40, 20_000));
      await takeFixes('S2', stay(10, 24, 5_010));
      expect(await meetings()).toMatchObject([
        { late: true, start_at: new Date(minute(10)), end_at: new Date(minute(24)) },
      ]);
    });

    it('do so no more when the transit of one is over', async () => {
      await takeFixes('S1', stay(10, 30, 5_000));
      await takeFixes('S2', stay(10, 25, 5_010));
      await store.pool.query(`update transit_containers set under_way = false where transit_id = 'T-S2'`);
      try {
        await road.directory.refreshTransits(['T-S2']);
        road.meetings.stepped('T-S2');
        await settle(road);
        expect(await meetings()).toMatchObject([{ end_at: new Date(minute(25)) }]);
      } finally {
        await store.pool.query(`update transit_containers set under_way = true where transit_id = 'T-S2'`);
      }
    });
  });

  it('one that an officer resolved stays resolved; when they stand together again, it is another', async () => {
    const { directory, reviser, outbox } = road;
    const db = new ScopedPool(store.pool, () => undefined);
    const acts = new AlarmActs(new Writes(db, road.pool), road.keeper, outbox);
    const desk = new AlarmDesk(db, acts, directory, reviser, road.meetings, road.hearing);
    await takeFixes('S1', stay(10, 40, 5_000));
    await takeFixes('S2', [...stay(10, 22, 5_010), ...stay(23, 24, 6_500)]);
    const { id, revision } = (await desk.list({ kinds: ['rendezvous'] }, { limit: 1 })).items[0]!;
    const call = { key: undefined, reply: { status: () => undefined } } as unknown as WriteCall;
    const view = await desk.resolve(call, id, { revision, ending: 'permitted', text: '' });
    expect(view).toMatchObject({ state: 'resolved', ending: 'permitted', revision });
    const before = await told();
    await settle(await Road.open(store));
    expect(await told()).toEqual(before);
    await takeFixes('S2', stay(29, 40, 5_010));
    expect(await meetings()).toMatchObject([
      { state: 'resolved', end_at: new Date(minute(22)) },
      { state: 'open', start_at: new Date(minute(29)), end_at: null },
    ]);
  });

  describe('a process that starts again', () => {
    beforeEach(async () => {
      await takeFixes('S1', stay(10, 30, 5_000));
      await takeFixes('S2', stay(10, 25, 5_010));
    });

    it.each([
      ['a checkpoint', true],
      ['the log alone', false],
    ])('from %s says nothing twice and goes on', async (_, written) => {
      if (written) await road.checkpoint.write();
      const before = await told();
      expect(before.alarms).toHaveLength(1);
      const next = await Road.open(store);
      await settle(next);
      expect(await told()).toEqual(before);
      await takeFixes('S2', stay(26, 27, 6_500), next);
      expect(await meetings()).toMatchObject([{ end_at: new Date(minute(25)), revision: 2 }]);
    });

    it('says what it could not before it died', async () => {
      await store.pool.query('truncate alarms, alarm_history');
      await settle(await Road.open(store));
      expect(await meetings()).toMatchObject([{ cause: 'T-S1+T-S2', state: 'open' }]);
      await store.pool.query('truncate stands, fixes, seal_states, milestones');
      await settle(await Road.open(store));
      expect(await meetings()).toMatchObject([{ withdrawn: 'corrected' }]);
    });
  });

  it('nothing is lost while the database cannot store it', async () => {
    await store.pool.query(`create function refuse() returns trigger language plpgsql as
      $$ begin raise exception 'no space left' using errcode = 'disk_full'; end $$`);
    await store.pool.query(
      'create trigger refuse before insert on alarms for each row execute function refuse()',
    );
    try {
      for (const fix of stay(10, 30, 5_000)) road.takeFixes('S1', fix);
      for (const fix of stay(10, 25, 5_010)) road.takeFixes('S2', fix);
      await road.pipeline.drain();
      expect(await road.count('stands')).toBe(2);
      expect(await meetings()).toEqual([]);
    } finally {
      await store.pool.query('drop function refuse cascade');
    }
    await settle(road);
    expect(await meetings()).toMatchObject([{ state: 'open' }]);
  });
});
