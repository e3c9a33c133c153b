import {
  canonical,
  dataHash,
  entryHash,
  keyId,
  newPrivateKey,
  publicPemOf,
  readPrivateKey,
  type LedgerEntry,
} from '@haidang/ledger';
import { withStore } from '@haidang/testkit';
import fc from 'fast-check';
import type { PoolClient } from 'pg';
import { beforeAll, describe, expect, it } from 'vitest';
import { inTransaction } from '../queries/queryable.js';
import { readLastCheckpoint, writeLedgerCheckpoint, type ReadCheckpoint } from './checkpoints.js';
import { enterLedger } from './enter.js';
import { introduceKey } from './keys.js';
import { CHAINED_COLUMNS, chainedOf, type ChainedRow } from './rows.js';
import { sequence } from './sequence.js';
import { verifyLedger } from './verify.js';

const AT = Date.UTC(2026, 10, 25, 8);
const ENTRIES = 40;
const TABLES = ['ledger', 'ledger_data', 'ledger_checkpoints', 'ledger_keys'];
const RUNS = 60;

withStore((store) => {
  const key = readPrivateKey(newPrivateKey());
  let copies: ReadCheckpoint[];

  const enter = (n: number) =>
    enterLedger(
      store.pool,
      Array.from({ length: n }, (_, i) => ({
        kind: ['alarm.acknowledge', 'transit.depart', 'alarm.opened'][i % 3]!,
        subject: `alarm/${i}`,
        at: AT + i,
        by:
          i % 3 === 2
            ? null
            : { personId: `P${i % 2}`, role: 'customs_officer' as const, organisationId: 'HP' },
        data: { revision: i, text: 'đã xem' },
      })),
    );

  beforeAll(async () => {
    await introduceKey(store.pool, key, { at: AT, by: null, endorser: undefined });
    await enter(24);
    await sequence(store.pool);
    const first = await writeLedgerCheckpoint(store.pool, key, AT);
    await enter(ENTRIES - 25);
    await sequence(store.pool);
    copies = [first!, (await writeLedgerCheckpoint(store.pool, key, AT + 1))!];
    for (const table of TABLES) await store.pool.query(`create table whole_${table} as table ${table}`);
  });

  /** What the owner of the database can do with every trigger off, and what verifying says then; afterwards all is as it was. */
  async function after(
    work: (tx: PoolClient) => Promise<unknown>,
    options: Parameters<typeof verifyLedger>[1] = {},
  ): Promise<{ kind: string; position: number } | undefined> {
    const asOwner = (change: (tx: PoolClient) => Promise<unknown>) =>
      inTransaction(store.pool, async (tx) => {
        await tx.query('set local session_replication_role = replica');
        await change(tx);
      });
    try {
      await asOwner(work);
      // some pages, whose ends are where first and last are told apart
      const { fault } = await verifyLedger(store.pool, { page: 7, ...options });
      return fault === undefined ? undefined : { kind: fault.kind, position: fault.position };
    } finally {
      await asOwner(async (tx) => {
        for (const table of TABLES)
          await tx.query(`delete from ${table}; insert into ${table} select * from whole_${table}`);
      });
    }
  }

  const position = fc.integer({ min: 1, max: ENTRIES });
  const check = (property: fc.IAsyncProperty<unknown>) => fc.assert(property, { numRuns: RUNS });

  it('a ledger that nobody touched is whole', async () => {
    for (const page of [1, 7, ENTRIES, 1_000])
      expect(await verifyLedger(store.pool, { copies, anchors: [publicPemOf(key)], page })).toMatchObject({
        entries: ENTRIES,
        covered: ENTRIES,
        checkpoints: 2,
        forgotten: 0,
        unchained: 0,
        fault: undefined,
      });
  });

  describe('what the owner of the database did is found, and the first of it named:', () => {
    const EDITS = [
      ['id', 'gen_random_uuid()'],
      ['at', `at + interval '1 millisecond'`],
      ['kind', `kind || 'd'`],
      ['subject', `subject || '1'`],
      ['person_id', `coalesce(person_id, '') || 'x'`],
      ['role', `coalesce(role, '') || 'x'`],
      ['organisation_id', `coalesce(organisation_id, '') || 'x'`],
      ['data_hash', 'sha256(data_hash)'],
      ['previous', 'sha256(previous)'],
      ['hash', 'sha256(hash)'],
    ] as const;

    it('an entry edited', () =>
      check(
        fc.asyncProperty(position, fc.constantFrom(...EDITS), async (p, [column, value]) => {
          const found = await after((tx) =>
            tx.query(`update ledger set ${column} = ${value} where position = $1`, [p]),
          );
          expect(found).toEqual({ kind: 'edited', position: p });
        }),
      ));

    it('what an entry says edited, or taken away', () =>
      check(
        fc.asyncProperty(
          position,
          fc.constantFrom(
            `update ledger_data set data = data || ' '`,
            `update ledger_data set salt = md5(salt)`,
            'delete from ledger_data',
          ),
          async (p, change) => {
            expect(await after((tx) => tx.query(`${change} where position = $1`, [p]))).toEqual({
              kind: 'data',
              position: p,
            });
          },
        ),
      ));

    it('an entry edited with its data and every hash of its own', () =>
      check(
        fc.asyncProperty(position, async (p) => {
          const found = await after((tx) => forge(tx, p));
          // nothing follows the last one but the signature over its checkpoint's whole range
          const expected =
            p < ENTRIES ? { kind: 'replaced', position: p } : { kind: 'checkpoint', position: 26 };
          expect(found).toEqual(expected);
        }),
      ));

    it('an entry removed', () =>
      check(
        fc.asyncProperty(position, fc.boolean(), async (p, closeUp) => {
          const found = await after(async (tx) => {
            await tx.query('delete from ledger where position = $1', [p]);
            await tx.query('delete from ledger_data where position = $1', [p]);
            if (closeUp) await move(tx, p + 1, -1);
          });
          expect(found?.position).toBe(p);
        }),
      ));

    it('an entry inserted', () =>
      check(
        fc.asyncProperty(position, async (p) => {
          const found = await after(async (tx) => {
            await move(tx, p, 1);
            await tx.query(
              `insert into ledger select $1::bigint, gen_random_uuid(), at, kind, subject, person_id, role, organisation_id, data_hash, previous, hash
                from ledger where position = $1::bigint + 1`,
              [p],
            );
            await tx.query(
              'insert into ledger_data select $1::bigint, salt, data from ledger_data where position = $1::bigint + 1',
              [p],
            );
            await forge(tx, p);
          });
          expect(found?.position).toBe(p);
        }),
      ));

    it('two entries swapped', () =>
      check(
        fc.asyncProperty(position, position, async (a, b) => {
          fc.pre(a !== b);
          const found = await after(async (tx) => {
            for (const table of ['ledger', 'ledger_data']) {
              await tx.query(
                `update ${table} set position = position + 1000000 where position in (${a}, ${b})`,
              );
              await tx.query(
                `update ${table} set position = ${a} + ${b} + 1000000 - position where position > 1000000`,
              );
            }
          });
          expect(found?.position).toBe(Math.min(a, b));
        }),
      ));

    it('a checkpoint edited, replaced or removed', async () => {
      const edits = [
        `update ledger_checkpoints set statement = replace(statement, '"last":25', '"last":24') where number = 1`,
        `update ledger_checkpoints set statement = 'x' where number = 1`,
        `update ledger_checkpoints set signature = (select max(signature) from ledger_checkpoints) where number = 1 or number = 2`,
        'delete from ledger_checkpoints where number = 1',
        'delete from ledger_keys',
      ];
      for (const edit of edits)
        expect(await after((tx) => tx.query(edit)), edit).toMatchObject({ kind: 'checkpoint' });
    });

    it('its end cut off, by what was kept outside', async () => {
      const cut = (tx: PoolClient) =>
        tx.query(`delete from ledger where position > 30; delete from ledger_data where position > 30;
          delete from ledger_checkpoints where number = 2`);
      expect(await after(cut)).toBeUndefined();
      expect(await after(cut, { copies })).toEqual({ kind: 'missing', position: 31 });
      const forget = (tx: PoolClient) => tx.query('delete from ledger_checkpoints where number = 2');
      expect(await after(forget, { copies })).toEqual({ kind: 'checkpoint', position: 26 });
    });

    it('everything made anew with a key of one’s own, by the key that was kept outside', async () => {
      const mine = readPrivateKey(newPrivateKey());
      const anew = async (tx: PoolClient) => {
        await tx.query('delete from ledger_checkpoints');
        await tx.query(`insert into ledger_keys select $1, $2, now(), null, null`, [
          keyId(mine),
          publicPemOf(mine),
        ]);
        for (let p = 10; p <= ENTRIES; p++) await forge(tx, p);
      };
      const signed = async (tx: PoolClient) => {
        await anew(tx);
        await tx.query('commit');
        await writeLedgerCheckpoint(store.pool, mine, AT);
        await tx.query('begin');
        await tx.query('set local session_replication_role = replica');
      };
      expect(await after(signed)).toBeUndefined();
      expect(await after(signed, { anchors: [publicPemOf(key)] })).toMatchObject({ kind: 'checkpoint' });
      expect(await after(signed, { copies })).toMatchObject({ kind: 'checkpoint' });
    });
  });

  /** Makes entry p say something else, chained to the entry before it and consistent in itself. */
  async function forge(tx: PoolClient, p: number): Promise<void> {
    const { rows } = await tx.query<{ entry: ChainedRow; before: string | null }>(
      `select json_build_array(${CHAINED_COLUMNS}) as entry,
        (select encode(hash, 'hex') from ledger where position = $1 - 1) as before from ledger l where l.position = $1`,
      [p],
    );
    const text = canonical({ revision: 'forged' });
    const old = chainedOf(rows[0]!.entry).entry;
    const entry: LedgerEntry = {
      ...old,
      data: dataHash({ salt: '0'.repeat(32), text }),
      previous: rows[0]!.before ?? old.previous,
    };
    await tx.query(`update ledger_data set salt = $2, data = $3 where position = $1`, [
      p,
      '0'.repeat(32),
      text,
    ]);
    await tx.query(
      `update ledger set data_hash = decode($2, 'hex'), previous = decode($3, 'hex'), hash = decode($4, 'hex') where position = $1`,
      [p, entry.data, entry.previous, entryHash(entry)],
    );
  }

  /** Moves the entries from a position on. */
  async function move(tx: PoolClient, from: number, by: 1 | -1): Promise<void> {
    for (const table of ['ledger', 'ledger_data']) {
      await tx.query(`update ${table} set position = position + 1000000 where position >= $1`, [from]);
      await tx.query(`update ${table} set position = position - 1000000 + $1 where position >= 1000000`, [
        by,
      ]);
    }
  }

  it('the last checkpoint is the one that was written last', async () => {
    expect((await readLastCheckpoint(store.pool))?.says).toMatchObject({
      number: 2,
      first: 26,
      last: ENTRIES,
    });
  });
});
