import { withStore } from '@haidang/testkit';
import { beforeEach, describe, expect, it } from 'vitest';
import { inTransaction } from '../queries/queryable.js';
import { enterLedger, type LedgerAct } from './enter.js';

const AT = Date.UTC(2026, 10, 25, 8, 0, 0, 123);
const LAN = {
  personId: 'P1',
  role: 'customs_officer',
  organisationId: 'HP1',
} as const;

withStore((store) => {
  const waiting = async () =>
    (
      await store.pool.query(
        'select at, kind, subject, person_id, role, organisation_id, data from ledger_inbox order by seq',
      )
    ).rows;

  beforeEach(async () => {
    await store.pool.query('alter table ledger_inbox disable trigger user');
    await store.pool.query('delete from ledger_inbox');
    await store.pool.query('alter table ledger_inbox enable trigger user');
  });

  it('acts wait in the order they were entered, with who did them but never the name', async () => {
    await enterLedger(store.pool, [
      { kind: 'transit.depart', subject: 'transit/T1', at: AT, by: LAN, data: { reason: 'đúng giờ' } },
      { kind: 'alarm.opened', subject: 'alarm/A1', at: AT + 1, by: null },
    ]);
    expect(await waiting()).toEqual([
      {
        at: new Date(AT),
        kind: 'transit.depart',
        subject: 'transit/T1',
        person_id: 'P1',
        role: 'customs_officer',
        organisation_id: 'HP1',
        data: { reason: 'đúng giờ' },
      },
      {
        at: new Date(AT + 1),
        kind: 'alarm.opened',
        subject: 'alarm/A1',
        person_id: null,
        role: null,
        organisation_id: null,
        data: {},
      },
    ]);
  });

  it('an act that is rolled back was never entered', async () => {
    const act: LedgerAct = { kind: 'transit.depart', subject: 'transit/T1', at: AT, by: LAN };
    await expect(
      inTransaction(store.pool, async (tx) => {
        await enterLedger(tx, [act]);
        throw new Error('no');
      }),
    ).rejects.toThrow('no');
    expect(await waiting()).toEqual([]);
  });

  describe('even the owner of the database', () => {
    beforeEach(() => enterLedger(store.pool, [{ kind: 'a.b', subject: 'a/1', at: AT, by: null }]));

    it.each([
      ['update ledger_inbox set kind = $$c.d$$', /only appended to/],
      ['truncate ledger_inbox', /only appended to/],
      ['delete from ledger_inbox', /leaves ledger_inbox only into the ledger/],
      ['update ledger set kind = $$c.d$$', /only appended to/],
      ['delete from ledger', /only appended to/],
      ['truncate ledger', /only appended to/],
      ['update ledger_checkpoints set statement = $$$$', /only appended to/],
      ['delete from ledger_keys', /only appended to/],
      ['update ledger_data set data = $$$$', /only appended to/],
      ['delete from ledger_data', /only by an entry that says so/],
    ])('is refused: %s', async (statement, refusal) => {
      await expect(store.pool.query(statement)).rejects.toThrow(refusal);
      expect(await waiting()).toHaveLength(1);
    });
  });
});
