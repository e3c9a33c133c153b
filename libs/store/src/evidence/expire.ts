import type { Instant } from '@haidang/domain';
import type { Pool, PoolClient } from 'pg';
import { enterLedger } from '../ledger/enter.js';
import { contentLock } from './evidence.js';

/** In one transaction; the rest waits for the next. */
const AT_ONCE = 500;

interface Expired {
  readonly id: string;
  readonly sha256: string;
}

/**
 * Deletes evidence of before a time, but for what a hold keeps: what shows a held container, or one of a held transit while it was under way;
 * and for what belongs to a case that is not closed, or held. A file goes when no row names its content any more.
 * @param pool the owner's
 * @param removeFile of a content, by its hash
 * @returns how many rows
 */
export async function expireEvidence(
  pool: Pool,
  before: Instant,
  now: Instant,
  removeFile: (sha256: string) => Promise<void>,
): Promise<number> {
  const client = await pool.connect();
  try {
    for (let total = 0; ;) {
      const gone = await expireSome(client, before, now);
      for (const sha256 of new Set(gone.map((row) => row.sha256)))
        await dropContent(client, sha256, removeFile);
      total += gone.length;
      if (gone.length < AT_ONCE) return total;
    }
  } finally {
    client.release();
  }
}

async function expireSome(client: PoolClient, before: Instant, now: Instant): Promise<Expired[]> {
  await client.query('begin');
  try {
    // a hold is placed, a picture put to a case, before or after, never meanwhile
    await client.query('lock table hold_targets, case_evidence in share mode');
    const { rows } = await client.query<Expired>(
      `delete from evidence where id in (
         select e.id from evidence e where e.created_at < $1
           and not exists (select from held_containers h
             where h.number = e.container and e.taken_at >= h.since and e.taken_at <= h.until)
           and not exists (select from case_evidence l join cases c on c.id = l.case_id
             where l.evidence_id = e.id and (c.state <> 'closed' or c.id in (select id from held_cases)))
         order by e.created_at limit $2)
       returning id, sha256`,
      [new Date(before), AT_ONCE],
    );
    const data = { before: new Date(before).toISOString(), ids: rows.map(({ id }) => id) };
    if (rows.length > 0)
      await enterLedger(client, [
        { kind: 'keeping.expire', subject: 'evidence/all', at: now, by: null, data },
      ]);
    await client.query('commit');
    return rows;
  } catch (error) {
    await client.query('rollback');
    throw error;
  }
}

/** Under the content's lock: whoever stores the same just now waits, and finds no file. */
async function dropContent(
  client: PoolClient,
  sha256: string,
  removeFile: (sha256: string) => Promise<void>,
): Promise<void> {
  const lock = contentLock(sha256);
  await client.query('select pg_advisory_lock($1::int8)', [lock]);
  try {
    const { rowCount } = await client.query('select from evidence where sha256 = $1 limit 1', [sha256]);
    if (rowCount === 0) await removeFile(sha256);
  } finally {
    await client.query('select pg_advisory_unlock($1::int8)', [lock]);
  }
}
