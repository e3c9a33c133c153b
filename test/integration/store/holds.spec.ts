import { DAY, type Instant } from '@haidang/domain';
import { newPrivateKey, readPrivateKey } from '@haidang/ledger';
import {
  enterLedger,
  findMentions,
  insertHold,
  introduceKey,
  liftHold,
  listHolds,
  SeriesKeeper,
  sequenceAll,
  Spellings,
  verifyLedger,
  writeLedgerCheckpoint,
} from '@haidang/store';
import { failOnLeaks, forEachStore, type TestStore } from '@haidang/testkit';
import { beforeEach, describe, expect, it } from 'vitest';
import { KEEPING, NOW } from './keeping.js';

failOnLeaks();

const HOLD = '00000000-0000-4000-8000-00000000000a';
/** About T1. */
const CASE = '00000000-0000-4000-8000-00000000000c';
const ALARM = (n: number) => `00000000-0000-4000-8000-00000000000${n}`;
/** When T1 and T2 were under way: longer ago than fixes are kept. */
const THEN = NOW - 40 * DAY;

forEachStore((store) => {
  let keeper: SeriesKeeper;
  const count = async (table: string, where = 'true') =>
    (await store.pool.query<{ n: number }>(`select count(*)::int4 as n from ${table} where ${where}`))
      .rows[0]!.n;
  const hold = (transits: string[], containers: string[] = [], cases: string[] = []) =>
    insertHold(store.pool, {
      id: HOLD,
      caseNumber: 'C-17',
      transits,
      containers,
      cases,
      reason: 'inquiry',
      placedAt: NOW,
      placedBy: null,
    });
  const lift = () => liftHold(store.pool, HOLD, { at: NOW, by: null, reason: 'over' });

  beforeEach(async () => {
    keeper = new SeriesKeeper(store.pool, store.kind, KEEPING);
    await store.pool
      .query(`truncate holds, hold_targets, transits, seals, facilities, routes, alarms, cases cascade;
      truncate fixes, passages, alarm_history`);
    await country(store);
    for (const [n, id] of ['T1', 'T2'].entries()) await transit(store, id, n + 1, keeper);
    await store.pool.query(
      `insert into cases (id, cause, source, kind, facility_id, transit_id, opened_at)
        select $1, 'c', 'person', 'damage', id, 'T1', now() from facilities limit 1`,
      [CASE],
    );
  });

  describe('of days that are past their time', () => {
    it('nothing is left without a hold', async () => {
      await keeper.keep(NOW);
      expect([await count('fixes'), await count('passages'), await count('alarm_history')]).toEqual([
        0, 0, 0,
      ]);
    });

    it.each([
      ['a transit', ['T1'], [], []],
      ['a container', [], ['CSQU3054381'], []],
      ['a case about the transit', [], [], [CASE]],
    ])(
      'what belongs to %s under a hold is left where it was, until the hold is lifted',
      async (_, transits, containers, cases) => {
        await hold(transits, containers, cases);
        for (let round = 0; round < 3; round++) {
          await keeper.keep(NOW + round);
          const of1 = (await store.pool.query('select seal from fixes order by time')).rows;
          const key = (await store.pool.query(`select key as seal from seals where id = 'S1'`)).rows[0];
          expect(of1).toEqual([key, key, key]);
          expect([await count('passages'), await count('passages', `container = 'CSQU3054381'`)]).toEqual([
            1, 1,
          ]);
          expect([
            await count('alarm_history'),
            await count('alarm_history', `alarm_id = '${ALARM(1)}'`),
          ]).toEqual([1, 1]);
        }
        const dropped = await count('ledger_inbox', `kind = 'keeping.drop' and subject = 'series/fixes'`);
        await lift();
        await keeper.keep(NOW + 9);
        expect([await count('fixes'), await count('passages'), await count('alarm_history')]).toEqual([
          0, 0, 0,
        ]);
        expect(
          await count('ledger_inbox', `kind = 'keeping.drop' and subject = 'series/fixes'`),
        ).toBeGreaterThan(dropped);
      },
    );

    if (store.kind === 'partitions') {
      const day = `fixes_${new Date(THEN).toISOString().slice(0, 10).replaceAll('-', '')}`;
      const aside = (rows = 'true') =>
        store.pool.query(`create table ${day}_held (like fixes including defaults including constraints);
          insert into ${day}_held select * from ${day} where seal = (select key from seals where id = 'S1') and ${rows}`);

      it('a round that was killed before it took the day away is done again', async () => {
        await hold(['T1']);
        await aside('false');
        await keeper.keep(NOW);
        expect(await count('fixes')).toBe(3);
      });

      it.each(['', `drop table ${day}`])(
        'one that was killed after it puts what is held in its place (%s)',
        async (further) => {
          await hold(['T1']);
          await aside();
          await store.pool.query(`comment on table ${day} is 'haidang: expired, to be dropped'`);
          await store.pool.query(`alter table fixes detach partition ${day}`);
          if (further !== '') await store.pool.query(further);
          await keeper.keep(NOW);
          expect(await count('fixes')).toBe(3);
          expect(await count('pg_class', `relname like '${day}%' and relkind = 'r'`)).toBe(1);
        },
      );
    }
  });

  describe('transits that are over', () => {
    const later = NOW + 400 * DAY;

    it('go with their steps and alarms, and the ledger says which; a hold keeps its own', async () => {
      await hold(['T1']);
      await keeper.expire(later);
      expect((await store.pool.query('select id from transits')).rows).toEqual([{ id: 'T1' }]);
      expect((await store.pool.query('select id from alarms')).rows).toEqual([{ id: ALARM(1) }]);
      const { rows } = await store.pool.query(
        `select data -> 'ids' as ids from ledger_inbox where subject = 'transits/all' order by seq desc limit 1`,
      );
      expect(rows).toEqual([{ ids: ['T2'] }]);
      await lift();
      await keeper.expire(later);
      expect([await count('transits'), await count('alarms')]).toEqual([0, 0]);
    });

    it('stay as long as they are kept, and those under way for good', async () => {
      await keeper.expire(NOW);
      expect(await count('transits')).toBe(2);
      await store.pool.query(`update transits set ended_at = null where id = 'T2'`);
      await keeper.expire(later);
      expect((await store.pool.query('select id from transits')).rows).toEqual([{ id: 'T2' }]);
    });
  });

  it.each([
    ['a transit', ['T1'], []],
    ['a case about it', [], [CASE]],
  ])(
    'what entries of the ledger say is forgotten in time, and the ledger is whole; a hold on %s keeps its own',
    async (_, transits, cases) => {
      const key = readPrivateKey(newPrivateKey());
      await introduceKey(store.pool, key, { at: NOW, by: null, endorser: undefined });
      const act = (subject: string) => ({
        ...{ kind: 'transit.depart', subject, at: NOW, by: null },
        data: { text: `Phạm Văn Bảy, ${subject}` },
      });
      const held = ['transit/T1', `alarm/${ALARM(1)}`, `case/${CASE}`];
      const others = ['transit/T2', `alarm/${ALARM(2)}`];
      await enterLedger(store.pool, [...held, ...others].map(act));
      await sequenceAll(store.pool);
      await writeLedgerCheckpoint(store.pool, key, NOW);
      await enterLedger(store.pool, [act('transit/LATE')]);
      await sequenceAll(store.pool);
      await hold(transits, [], cases);
      const mentions = await findMentions(store.pool, new Spellings(['Phạm Văn Bảy']));
      expect(mentions.filter((mention) => mention.held).map(({ of }) => of)).toEqual(held);
      await keeper.expire(NOW + 601 * DAY);
      const said = async () =>
        (
          await store.pool.query<{ subject: string }>(
            `select subject from ledger join ledger_data using (position) where data like '%Bảy%' order by position`,
          )
        ).rows.map(({ subject }) => subject);
      expect(await said()).toEqual([...held, 'transit/LATE']);
      await sequenceAll(store.pool);
      expect(await verifyLedger(store.pool)).toMatchObject({ fault: undefined });
      expect((await verifyLedger(store.pool)).forgotten).toBeGreaterThanOrEqual(others.length);
      await lift();
      await keeper.expire(NOW + 601 * DAY);
      expect(await said()).toEqual(['transit/LATE']);
      expect((await verifyLedger(store.pool)).fault).toBeUndefined();
    },
  );

  it('holds are listed, those that stand and those of a case', async () => {
    await hold(['T1', 'T2'], ['CSQU3054381']);
    const page = { after: null, limit: 9 };
    const listed = async (filter: Parameters<typeof listHolds>[1]) =>
      (await listHolds(store.pool, filter, page)).map(({ value }) => value);
    expect(await listed({ standing: true })).toMatchObject([
      { id: HOLD, transits: ['T1', 'T2'], containers: ['CSQU3054381'], liftedAt: null },
    ]);
    expect(await lift()).toBe(true);
    expect(await lift()).toBe(false);
    expect(await listed({ standing: true })).toEqual([]);
    expect(await listed({ caseNumber: 'C-17', transitId: 'T2', container: 'CSQU3054381' })).toMatchObject([
      { liftReason: 'over' },
    ]);
  });
});

async function country({ pool }: TestStore): Promise<void> {
  await pool.query(`insert into facilities (id, name, kind, lat, lon) values ('PORT', 'Port', 'seaport', 0, 0), ('BORDER', 'Border', 'border_gate', 0, 0.9);
    insert into routes (id, name, from_id, to_id, legs) values ('R', 'Road', 'PORT', 'BORDER', '[]')`);
}

/** A transit with its seal, three fixes of two days, a passage, and an alarm with its line of history. */
async function transit({ pool }: TestStore, id: string, n: number, keeper: SeriesKeeper): Promise<void> {
  const at = (days: number, seconds = 0) => new Date(THEN + days * DAY + seconds * 1000 + n);
  await pool.query(`insert into seals (id, interval_s) values ($1, 30)`, [`S${n}`]);
  await pool.query(
    `insert into transits (id, number, declaration, regime, from_id, to_id, plate, route_id, state, created_at, ended_at)
      values ($1, $1, 'D', 'transit', 'PORT', 'BORDER', '15C-1', 'R', 'closed', $2, $3)`,
    [id, at(-1), at(3)],
  );
  await pool.query(
    `insert into transit_containers (transit_id, position, number, seal_id, under_way) values ($1, 0, $2, $3, false)`,
    [id, `CSQU305438${n}`, `S${n}`],
  );
  const times: Instant[] = [at(0).getTime(), at(0, 60).getTime(), at(1).getTime()];
  for (const table of ['fixes', 'passages', 'alarm_history']) await keeper.ensure(table, times);
  await pool.query(
    `insert into fixes (seal, time, seq, events, buffered, too_old, received_at)
      select (select key from seals where id = $1), time, 1, 0, false, false, time from unnest($2::timestamptz[]) time`,
    [`S${n}`, times.map((time) => new Date(time))],
  );
  await pool.query(
    `insert into passages (gate_id, id, time, direction, container, images, received_at, decision) values ('G', $1, $2, 'out', $3, '[]', $2, '{}')`,
    [id, at(0), `CSQU305438${n}`],
  );
  await pool.query(
    `insert into alarms (id, key, kind, severity, transit_id, start_at, end_at, raised_at, lat, lon, why) values ($1, $2, 'off_route', 'major', $3, $4, $4, $4, 0, 0, '{}')`,
    [ALARM(n), `K${n}`, id, at(0)],
  );
  await pool.query(
    `insert into alarm_history (alarm_id, at, revision, what, data) values ($1, $2, 1, 'opened', '{}')`,
    [ALARM(n), at(0)],
  );
}
