import { SECOND } from '@haidang/domain';
import { failOnLeaks, forEachStore, waitFor } from '@haidang/testkit';
import { topics } from '@haidang/wire';
import { beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { Road, anHourAgo, clearLog, fixAt, registerTransits } from './road.js';

failOnLeaks();

forEachStore((store) => {
  const start = anHourAgo();
  const at = (seconds: number) => start + seconds * SECOND;
  let road: Road;

  beforeAll(() => registerTransits(store.pool, ['S1', 'S2', 'S3', 'S4', 'S5'], start));
  beforeEach(async () => {
    await clearLog(store.pool);
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
});
