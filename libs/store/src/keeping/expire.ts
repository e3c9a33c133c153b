import type { Instant } from '@haidang/domain';
import type { ClientBase, Pool } from 'pg';
import type { Actor } from '../actor.js';
import { enterLedger } from '../ledger/enter.js';
import { rangesOf } from '../ledger/forgotten.js';
import { inTransaction } from '../queries/queryable.js';

/** In one transaction; the rest waits for the next. */
const TRANSITS_AT_ONCE = 500;
const ENTRIES_AT_ONCE = 20_000;

/**
 * Deletes transits that ended before a time, with their steps and alarms, but for what a hold keeps; alarms of no transit likewise.
 * @returns how many transits and alarms
 */
export async function expireTransits(pool: Pool, before: Instant, now: Instant): Promise<number> {
  for (let total = 0; ;) {
    const gone = await inTransaction(pool, (tx) => expireSome(tx, before, now));
    total += gone;
    if (gone < TRANSITS_AT_ONCE) return total;
  }
}

async function expireSome(tx: ClientBase, before: Instant, now: Instant): Promise<number> {
  // a hold is placed before or after, never meanwhile: it would keep what is going just now
  await tx.query('lock table hold_targets in share mode');
  const transits = await tx.query<{ id: string }>(
    `select id from transits where ended_at < $1 and id not in (select id from held_transits)
      order by ended_at limit $2 for update skip locked`,
    [new Date(before), TRANSITS_AT_ONCE],
  );
  const ids = transits.rows.map(({ id }) => id);
  await tx.query('delete from transits where id = any ($1::text[])', [ids]);
  const alarms = await tx.query<{ id: string }>(
    `delete from alarms where id in (
       select id from alarms where transit_id is null and state = 'resolved' and coalesce(end_at, raised_at) < $1
         and id not in (select id from held_alarms) limit $2)
     returning id`,
    [new Date(before), TRANSITS_AT_ONCE - ids.length],
  );
  const act = (subject: string, gone: readonly string[]) =>
    gone.length === 0
      ? []
      : [
          {
            kind: 'keeping.expire',
            subject,
            at: now,
            by: null,
            data: { before: new Date(before).toISOString(), ids: gone },
          },
        ];
  await enterLedger(tx, [
    ...act('transits/all', ids),
    ...act(
      'alarms/all',
      alarms.rows.map(({ id }) => id),
    ),
  ]);
  return ids.length + alarms.rows.length;
}

/**
 * Forgets what entries say that a checkpoint of before a time covers; their hashes stay, and so do the data of entries about the ledger and
 * about keeping, which show that all is right, and what a hold keeps.
 * @returns of how many entries
 */
export async function expireLedgerData(pool: Pool, before: Instant, now: Instant): Promise<number> {
  const { rows } = await pool.query<{ last: number | null }>(
    `select max(last)::float8 as last from ledger_checkpoints where (statement::jsonb ->> 'at')::timestamptz < $1`,
    [new Date(before)],
  );
  const { last } = rows[0]!;
  if (last === null) return 0;
  for (let total = 0; ;) {
    const gone = await inTransaction(pool, async (tx) => {
      await tx.query('lock table hold_targets in share mode');
      const positions = await readExpired(tx, last);
      const forgotten = { before: new Date(before).toISOString() };
      await forgetData(tx, positions, {
        kind: 'keeping.expire',
        subject: 'ledger/data',
        at: now,
        by: null,
        data: forgotten,
      });
      return positions.length;
    });
    total += gone;
    if (gone < ENTRIES_AT_ONCE) return total;
  }
}

/** Takes the data of entries away, and enters that it is gone. @param positions rising */
export async function forgetData(
  tx: ClientBase,
  positions: readonly number[],
  {
    data,
    ...act
  }: { kind: `keeping.${string}`; subject: string; at: Instant; by: Actor | null; data: object },
): Promise<void> {
  if (positions.length === 0) return;
  const [id] = await enterLedger(tx, [{ ...act, data: { ...data, positions: rangesOf(positions) } }]);
  await tx.query(`select set_config('haidang.forgetting', $1, true)`, [id]);
  await tx.query('delete from ledger_data where position = any ($1::int8[])', [positions]);
}

async function readExpired(tx: ClientBase, last: number): Promise<number[]> {
  const { rows } = await tx.query<{ position: number }>(
    `select d.position::float8 as position from ledger_data d join ledger l on l.position = d.position
      where d.position <= $1 and l.kind not like 'keeping.%' and l.kind not like 'ledger.%'
        and l.subject not in (select 'transit/' || id from held_transits)
        and l.subject not in (select 'alarm/' || id from held_alarms)
        and l.subject not in (select 'case/' || id from held_cases)
        and (l.kind not in ('gate.decide', 'gate.offline', 'gate.paper') or coalesce(d.data::jsonb ->> 'container', '') not in (select number from held_containers))
      order by d.position limit $2`,
    [last, ENTRIES_AT_ONCE],
  );
  return rows.map(({ position }) => position);
}
