import { newPrivateKey, readPrivateKey } from '@haidang/ledger';
import { withStore } from '@haidang/testkit';
import { beforeEach, describe, expect, it } from 'vitest';
import { inTransaction } from '../queries/queryable.js';
import { writeLedgerCheckpoint } from './checkpoints.js';
import { enterLedger } from './enter.js';
import { findLedgerEntry, listLedger } from './entries.js';
import { introduceKey } from './keys.js';
import { readUnchained, sequence } from './sequence.js';
import { verifyLedger } from './verify.js';

const AT = Date.UTC(2026, 10, 25, 8);
const TABLES = ['ledger_inbox', 'ledger', 'ledger_data', 'ledger_checkpoints', 'ledger_keys'];

withStore((store) => {
  const act = (subject: string) => ({ kind: 'a.b', subject, at: AT, by: null });
  const subjects = async () =>
    (await listLedger(store.pool, {}, { after: null, limit: 100 })).map(({ subject }) => subject).reverse();

  beforeEach(() =>
    inTransaction(store.pool, async (tx) => {
      await tx.query('set local session_replication_role = replica');
      for (const table of TABLES) await tx.query(`delete from ${table}`);
    }),
  );

  it('chains what waits, in order, and empties the inbox', async () => {
    await enterLedger(store.pool, ['x/1', 'x/2', 'x/3'].map(act));
    expect(await sequence(store.pool, 2)).toEqual({ chained: 2, more: true });
    expect(await sequence(store.pool, 2)).toEqual({ chained: 1, more: false });
    expect(await sequence(store.pool, 2)).toEqual({ chained: 0, more: false });
    expect(await subjects()).toEqual(['x/1', 'x/2', 'x/3']);
    expect(await readUnchained(store.pool)).toEqual({ acts: 0, oldestAt: null });
    expect(await verifyLedger(store.pool)).toMatchObject({ entries: 3, fault: undefined });
  });

  it('an act that commits late gets a later position, without a gap', async () => {
    const late = await store.pool.connect();
    await late.query('begin');
    await enterLedger(late, [act('x/early')]);
    await enterLedger(store.pool, [act('x/late')]);
    await sequence(store.pool);
    await late.query('commit');
    late.release();
    await sequence(store.pool);
    expect(await subjects()).toEqual(['x/late', 'x/early']);
    expect(await verifyLedger(store.pool)).toMatchObject({ entries: 2, fault: undefined });
  });

  it('an act that is rolled back leaves no gap', async () => {
    const other = await store.pool.connect();
    await other.query('begin');
    await enterLedger(other, [act('x/1')]);
    await enterLedger(store.pool, [act('x/2')]);
    await other.query('rollback');
    other.release();
    await sequence(store.pool);
    expect(await verifyLedger(store.pool)).toMatchObject({ entries: 1, fault: undefined });
  });

  it('of many that chain at once each act is chained by one', async () => {
    for (let round = 0; round < 10; round++) {
      await enterLedger(store.pool, ['x/1', 'x/2', 'x/3'].map(act));
      const all = await Promise.all([1, 2, 3, 4].map(() => sequence(store.pool)));
      expect(all.some((done) => done !== 'elsewhere' && done.chained > 0)).toBe(true);
      while ((await readUnchained(store.pool)).acts > 0) await sequence(store.pool);
    }
    expect(await verifyLedger(store.pool)).toMatchObject({ entries: 30, fault: undefined });
  });

  it('an entry is found by its id before and after it is chained, and by its position', async () => {
    const by = { personId: 'P1', role: 'auditor' as const, organisationId: 'C' };
    const [id] = await enterLedger(store.pool, [{ ...act('x/1'), by, data: { b: 1, a: 'ä' } }]);
    const entry = {
      id,
      at: AT,
      kind: 'a.b',
      subject: 'x/1',
      data: { a: 'ä', b: 1 },
      by: { person: 'P1', role: 'auditor', organisation: 'C' },
    };
    expect(await findLedgerEntry(store.pool, id!)).toEqual({ ...entry, position: null, hash: null });
    await sequence(store.pool);
    const chained = { ...entry, position: 1, hash: expect.stringMatching(/^[0-9a-f]{64}$/) as string };
    expect(await findLedgerEntry(store.pool, id!)).toEqual(chained);
    expect(await findLedgerEntry(store.pool, 1)).toEqual(chained);
    expect(await listLedger(store.pool, { personId: 'P1' }, { after: null, limit: 9 })).toHaveLength(1);
    expect(await listLedger(store.pool, { subjects: ['x/2'] }, { after: null, limit: 9 })).toEqual([]);
  });

  describe('a checkpoint', () => {
    it('speaks of what was chained since the last one, and is not written over nothing', async () => {
      const key = readPrivateKey(newPrivateKey());
      expect(await introduceKey(store.pool, key, { at: AT, by: null, endorser: undefined })).toBe(true);
      expect(await introduceKey(store.pool, key, { at: AT, by: null, endorser: undefined })).toBe(false);
      expect(await writeLedgerCheckpoint(store.pool, key, AT)).toBeUndefined();
      await sequence(store.pool);
      expect((await writeLedgerCheckpoint(store.pool, key, AT))?.says).toMatchObject({
        number: 1,
        first: 1,
        last: 1,
      });
      expect(await writeLedgerCheckpoint(store.pool, key, AT)).toBeUndefined();
      await enterLedger(store.pool, ['x/1', 'x/2'].map(act));
      await sequence(store.pool);
      expect((await writeLedgerCheckpoint(store.pool, key, AT))?.says).toMatchObject({
        number: 2,
        first: 2,
        last: 3,
      });
      expect(await verifyLedger(store.pool)).toMatchObject({ checkpoints: 2, covered: 3, fault: undefined });
    });
  });
});
