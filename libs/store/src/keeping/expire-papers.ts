import type { Instant } from '@haidang/domain';
import type { ClientBase, Pool } from 'pg';
import { enterLedger } from '../ledger/enter.js';
import { inTransaction } from '../queries/queryable.js';

/** In one transaction; the rest waits for the next. */
const AT_ONCE = 500;

interface Kind {
  readonly table: string;
  /** What names a row. */
  readonly key: readonly string[];
  /** Rows, by the alias `p`, that ended before `$1` and that nothing which is kept refers to. */
  readonly over: string;
  /** Its containers are kept by a hold. */
  readonly held?: true;
}

/** Whoever refers to another comes before it. */
const KINDS: readonly Kind[] = [
  {
    table: 'port_messages',
    key: ['id'],
    over: `p.received_at < $1 and p.state <> 'waiting' and not exists (select from port_messages c where c.corrects = p.id)`,
    held: true,
  },
  {
    table: 'port_submissions',
    key: ['id'],
    over: `p.received_at < $1 and not exists (select from port_messages m where m.submission_id = p.id)`,
  },
  { table: 'signed_calls', key: ['id'], over: 'p.received_at < $1' },
  {
    table: 'signing_certificates',
    key: ['id'],
    over: `p.not_after < $1 and not exists (select from port_messages m where m.signed_by = p.fingerprint)
      and not exists (select from port_submissions s where s.signed_by = p.fingerprint)
      and not exists (select from signed_calls c where c.signed_by = p.fingerprint)`,
  },
  {
    table: 'offline_passages',
    key: ['gate_id', 'passage_id'],
    over: `p.recorded_at < $1 and not exists (select from cases c where c.id = p.case_id and coalesce(c.closed_at, 'infinity') >= $1)`,
    held: true,
  },
  {
    table: 'paper_entries',
    key: ['facility_id', 'sheet', 'line'],
    over: 'p.recorded_at < $1',
    held: true,
  },
  {
    table: 'paper_imports',
    key: ['id'],
    over: 'p.entered_at < $1 and not exists (select from paper_entries e where e.import_id = p.id)',
  },
  {
    table: 'handovers',
    key: ['id'],
    over: `p.taken_at < $1 and not exists (
      select from held_alarms h where p.picture -> 'items' @> jsonb_build_array(jsonb_build_object('key', 'alarm/' || h.id)))`,
  },
  {
    table: 'cases',
    key: ['id'],
    over: 'p.closed_at < $1 and not exists (select from held_cases h where h.id = p.id)',
  },
  {
    table: 'eligibilities',
    key: ['id'],
    over: `p.changed_at < $1 and p.state in ('used', 'cancelled') and not exists (select from port_messages m where m.eligibility_id = p.id)`,
    held: true,
  },
  {
    table: 'stays',
    key: ['id'],
    over: `p.out_at < $1 and not exists (select from port_messages m where m.stay_id = p.id)`,
    held: true,
  },
  {
    table: 'expected_containers',
    key: ['id'],
    over: `p.settled_at < $1 and p.state <> 'expected' and not exists (select from port_messages m where m.expected_id = p.id)`,
    held: true,
  },
  {
    table: 'notices',
    key: ['id'],
    over: `p.created_at < $1 and p.received_at is not null and not exists (select from eligibilities e where e.notice_id = p.id)`,
  },
  {
    table: 'manifests',
    key: ['id'],
    over: `p.created_at < $1 and not exists (select from expected_containers e where e.manifest_id = p.id)
      and not exists (select from loaded_containers l join held_containers h on h.number = l.container where l.manifest_id = p.id)`,
  },
  {
    table: 'declarations',
    key: ['number'],
    over: `p.updated_at < $1 and not exists (select from expected_containers e where e.declaration = p.number)
      and not exists (select from eligibilities e where e.declaration = p.number)
      and not exists (select from transits t where t.declaration = p.number)`,
  },
];

/**
 * Deletes papers of gates that ended before a time: what ports and customs told each other as it came, what was expected, eligible, stood, and
 * the cases of what did not agree; but for what a hold keeps, and for what is referred to by something that is kept.
 * @returns how many rows
 */
export async function expirePapers(pool: Pool, before: Instant, now: Instant): Promise<number> {
  let total = 0;
  for (const kind of KINDS) {
    // to the end: a message goes after the one that corrects it
    for (let gone = AT_ONCE; gone > 0; total += gone)
      gone = await inTransaction(pool, (tx) => expireSome(tx, kind, before, now));
  }
  return total;
}

async function expireSome(
  tx: ClientBase,
  { table, key, over, held }: Kind,
  before: Instant,
  now: Instant,
): Promise<number> {
  // a hold is placed before or after, never meanwhile
  await tx.query('lock table hold_targets in share mode');
  const free =
    held === true ? 'and not exists (select from held_containers h where h.number = p.container)' : '';
  const { rows } = await tx.query<{ key: string }>(
    `delete from ${table} where (${key.join(', ')}) in (
       select ${key.map((column) => `p.${column}`).join(', ')} from ${table} p where ${over} ${free} limit $2 for update skip locked)
     returning concat_ws('/', ${key.join(', ')}) as key`,
    [new Date(before), AT_ONCE],
  );
  if (rows.length === 0) return 0;
  const data = { before: new Date(before).toISOString(), ids: rows.map((row) => row.key) };
  const subject = `${table.replaceAll('_', '-')}/all`;
  await enterLedger(tx, [{ kind: 'keeping.expire', subject, at: now, by: null, data }]);
  return rows.length;
}
