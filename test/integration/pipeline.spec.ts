import { MINUTE, SECOND } from '@haidang/domain';
import { endAlarmsOfTransit } from '@haidang/store';
import { failOnLeaks, forEachStore, waitFor } from '@haidang/testkit';
import { topics } from '@haidang/wire';
import { beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { anHourAgo, CONTAINERS, fixAt, registerTransits, Road } from './road.js';

failOnLeaks();

forEachStore((store) => {
  const start = anHourAgo();
  const at = (seconds: number) => start + seconds * SECOND;
  let road: Road;

  beforeAll(() => registerTransits(store.pool, ['S1', 'S2', 'S3', 'S4', 'S5'], start));
  beforeEach(async () => {
    await store.pool.query(
      'truncate fixes, passages, passage_keys, quarantine, alarms, alarm_history, outbox, seal_states, settings',
    );
    road = await Road.open(store);
    return () => road.pipeline.drain();
  });

  describe('a message', () => {
    it('is acknowledged when its fix can be read by anybody, not before', async () => {
      const seen = new Promise<number>((counted) => {
        const payload = Buffer.from(JSON.stringify(fixAt(1, at(0), 100)));
        road.pipeline.take(topics.fixes('S1'), payload, () => void road.count('fixes').then(counted));
        expect(road.pipeline.state().underWay).toBe(1);
      });
      expect(await seen).toBe(1);
      expect(road.pipeline.state().underWay).toBe(0);
    });

    it('that is repeated changes nothing and is acknowledged', async () => {
      road.takeFixes('S1', fixAt(1, at(0), 100));
      await road.pipeline.drain();
      road.takeFixes('S1', fixAt(1, at(0), 100));
      road.takeFixes('S1', [fixAt(1, at(0), 100), fixAt(1, at(0), 100)]);
      await road.pipeline.drain();
      expect(road.acknowledged).toHaveLength(3);
      expect(await road.count('fixes')).toBe(1);
      expect(await road.outcome('fixes', 'repeat')).toBe(3);
      expect(await road.count('quarantine')).toBe(0);
    });

    it('with a known identity and other content goes to the quarantine; the first stands', async () => {
      road.takeFixes('S1', fixAt(1, at(0), 100));
      await road.pipeline.drain();
      road.takeFixes('S1', fixAt(1, at(0), 200));
      await road.pipeline.drain();
      expect(road.acknowledged).toHaveLength(2);
      const { rows } = await store.pool.query(
        'select reason, convert_from(payload, $1) as payload from quarantine',
        ['UTF8'],
      );
      expect(rows).toMatchObject([{ reason: 'conflict' }]);
      expect(JSON.parse(rows[0].payload)).toMatchObject({ seq: 1, accuracy: 10 });
      expect(await road.count('fixes')).toBe(1);
    });

    it('that cannot be taken is kept, counted and acknowledged', async () => {
      road.take(topics.fixes('S1'), Buffer.from('{"seq":1'));
      road.take(topics.fixes('S9'), fixAt(1, at(0), 0));
      road.take('haidang/v1/other', Buffer.from([0xff, 0, 0x7f]));
      road.take(topics.fixes('S1'), [fixAt(1, at(0), 0), { seq: 'two', time: 'x' }]);
      road.take(topics.passages('NOWHERE'), {});
      await road.pipeline.drain();
      expect(road.acknowledged).toHaveLength(5);
      const { rows } = await store.pool.query(
        'select reason, payload, bytes from quarantine order by reason',
      );
      expect(rows.map(({ reason }) => reason as string)).toEqual([
        'bad_field',
        'bad_topic',
        'not_json',
        'unknown_gate',
        'unknown_seal',
      ]);
      expect(rows[1]).toMatchObject({ payload: Buffer.from([0xff, 0, 0x7f]), bytes: 3 });
      expect(JSON.parse(String(rows[0].payload))).toEqual({ seq: 'two', time: 'x' });
      expect(await road.count('fixes')).toBe(1);
      expect(await road.outcome('quarantined', 'not_json')).toBe(1);
    });

    it('older than the horizon is stored, marked, and not evaluated', async () => {
      road.takeFixes('S1', fixAt(1, Date.now() - 73 * 3_600_000, 0, 5_000));
      await road.pipeline.drain();
      expect(await road.count('fixes', 'too_old')).toBe(1);
      expect(road.directory.seal('S1')!.last).toBeNull();
    });

    it('older than anything the store keeps is quarantined', async () => {
      road.takeFixes('S1', { seq: 1, time: '2020-01-01T00:00:00Z' });
      await road.pipeline.drain();
      expect(await road.count('quarantine', `reason = 'time_dropped'`)).toBe(1);
    });
  });

  it('a backlog newest first is stored whole and its last word counts', async () => {
    const backlog = Array.from({ length: 500 }, (_, i) => fixAt(499 - i, at((499 - i) * 2), (499 - i) * 20));
    road.takeFixes('S1', backlog);
    await road.pipeline.drain();
    expect(await road.count('fixes')).toBe(500);
    expect(road.directory.seal('S1')!.last!.seq).toBe(499);
    expect(await road.count('alarms')).toBe(0);
  });

  it('one row that the database refuses among 2,000 is quarantined alone', async () => {
    await store.pool.query('alter table fixes add constraint unlucky check (seq <> 1313)');
    try {
      for (let seq = 0; seq < 2_000; seq++) road.takeFixes(`S${1 + (seq % 2) * 2}`, fixAt(seq, at(seq), seq));
      await road.pipeline.drain();
    } finally {
      await store.pool.query('alter table fixes drop constraint unlucky');
    }
    expect(road.acknowledged).toHaveLength(2_000);
    expect(await road.count('fixes')).toBe(1_999);
    const { rows } = await store.pool.query('select reason, payload from quarantine');
    expect(rows).toMatchObject([{ reason: 'unstorable' }]);
    expect(JSON.parse(String(rows[0].payload))).toMatchObject({ seq: 1313 });
  });

  describe('while commits fail', () => {
    /** The database itself refuses to go on, as when a disk is full, until the switch is turned back. */
    async function failing<T>(body: () => Promise<T>): Promise<T> {
      await store.pool.query(`create function refuse() returns trigger language plpgsql as
        $$ begin raise exception 'no space left' using errcode = 'disk_full'; end $$`);
      await store.pool.query(
        'create trigger refuse before insert on fixes for each row execute function refuse()',
      );
      try {
        return await body();
      } finally {
        await store.pool.query('drop function refuse cascade');
      }
    }
    const failures = async () => (await road.metrics.commitFailures.get()).values[0]?.value ?? 0;

    it('nothing is acknowledged, evaluated or published; then all of it, each seal in its order', async () => {
      await failing(async () => {
        road.takeFixes('S1', fixAt(1, at(0), 100, 5_000), 'S1 batch 1');
        await waitFor(async () => (await failures()) > 0, 10_000);
        for (let seq = 2; seq <= 4; seq++)
          road.takeFixes('S1', fixAt(seq, at(seq * 60), 100, 5_000), `S1 batch ${seq}`);
        const before = await failures();
        await waitFor(async () => (await failures()) >= before + 2, 10_000);
        expect(road.acknowledged).toEqual([]);
        expect(road.directory.seal('S1')!.last).toBeNull();
        expect(road.pipeline.state()).toMatchObject({ underWay: 4 });
        expect(await road.count('alarms')).toBe(0);
        expect(await road.count('outbox')).toBe(0);
      });
      await road.pipeline.drain();
      expect(road.acknowledged).toEqual(['S1 batch 1', 'S1 batch 2', 'S1 batch 3', 'S1 batch 4']);
      expect(await road.count('fixes')).toBe(4);
      expect(road.directory.seal('S1')!.last!.seq).toBe(4);
      expect(
        await road.count('alarms', `kind = 'off_route' and start_at = '${new Date(at(0)).toISOString()}'`),
      ).toBe(1);
    });
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
      const { watch, task } = entry;
      await store.pool.query(`update transits set arrive_by = now() + interval '1 day' where id = 'T-S1'`);
      await road.directory.refreshTransits(['T-S1']);
      expect(entry.watch).toBe(watch);
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

  describe('a passage', () => {
    const passage = {
      id: 'P1',
      time: new Date(at(0)).toISOString(),
      direction: 'out',
      container: CONTAINERS[0],
      plate: '15c 12345',
      sealId: 'S1',
    };

    it('is decided, committed and owed to the gate; a repeat is none', async () => {
      road.take(topics.passages('PORT-1'), passage);
      road.take(topics.passages('PORT-1'), passage);
      await road.pipeline.drain();
      expect(road.acknowledged).toHaveLength(2);
      const { rows } = await store.pool.query(`select topic, payload from outbox where channel = 'mqtt'`);
      expect(rows).toMatchObject([
        {
          topic: 'haidang/v1/gates/PORT-1/decisions',
          payload: { verdict: 'pass', reasons: [], passageId: 'P1' },
        },
      ]);
      expect(await road.count('passages')).toBe(1);
    });

    it('by REST is answered with the decision, its repeat with the first one, a contradiction with conflict', async () => {
      const first = await road.pipeline.takePassage('PORT-1', { ...passage, plate: '29H-1' });
      expect(first).toMatchObject({ verdict: 'hold', reasons: ['plate_mismatch'] });
      expect(await road.pipeline.takePassage('PORT-1', { ...passage, plate: '29H-1' })).toEqual(first);
      await expect(road.pipeline.takePassage('PORT-1', passage)).rejects.toMatchObject({ code: 'conflict' });
      await expect(road.pipeline.takePassage('PORT-1', { ...passage, time: 'x' })).rejects.toMatchObject({
        code: 'bad_field',
      });
      expect(await road.count('quarantine', `reason = 'conflict'`)).toBe(1);
    });

    it('holds what no transit speaks for', async () => {
      const read = (container: string) =>
        road.pipeline.takePassage('PORT-1', { ...passage, id: `read ${container}`, container });
      expect(await read('TASU1170000')).toMatchObject({ verdict: 'hold', reasons: ['not_eligible'] });
      expect(await read('CSQU3054384')).toMatchObject({ verdict: 'hold', reasons: ['container_invalid'] });
      expect(await read('')).toMatchObject({ verdict: 'hold', reasons: ['container_unread'] });
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
