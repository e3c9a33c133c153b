import type { Instant } from '@haidang/domain';
import type { QueryResultRow } from 'pg';
import { preciseTime, type Placed, type Queryable, type TimePlace } from './queryable.js';

/** A message that was not taken. */
export interface QuarantineRecord {
  readonly id: string;
  readonly receivedAt: Instant;
  readonly reason: string;
  readonly detail: string;
  readonly topic: string;
  /** The device that sent it, as it proved; null: not known. */
  readonly sender: string | null;
  /** What came, or its beginning. */
  readonly payload: Buffer;
  /** The whole size of what came. */
  readonly bytes: number;
}

const columns = (payload: string) =>
  `id, received_at, reason, detail, topic, sender, ${payload} as payload, bytes, ${preciseTime('received_at')} as place_at`;

/** Newest first. @param payloadBytes how much of each payload is read: a list shows beginnings */
export async function listQuarantine(
  db: Queryable,
  filter: { readonly reasons?: readonly string[] | undefined; readonly payloadBytes: number },
  page: { readonly after: TimePlace | null; readonly limit: number },
): Promise<Placed<QuarantineRecord>[]> {
  const { rows } = await db.query(
    `select ${columns('substring(payload from 1 for $5::integer)')} from quarantine_seen
     where ($1::text[] is null or reason = any($1))
       and ($2::timestamptz is null or (received_at, id) < ($2, $3::uuid))
     order by received_at desc, id desc limit $4`,
    [filter.reasons ?? null, page.after?.at ?? null, page.after?.id ?? null, page.limit, filter.payloadBytes],
  );
  return rows.map((row) => ({
    place: { at: row['place_at'] as string, id: row['id'] as string },
    value: quarantineRecord(row),
  }));
}

/** @param id a UUID */
export async function findQuarantined(db: Queryable, id: string): Promise<QuarantineRecord | undefined> {
  const { rows } = await db.query(`select ${columns('payload')} from quarantine_seen where id = $1`, [id]);
  return rows[0] === undefined ? undefined : quarantineRecord(rows[0]);
}

function quarantineRecord(row: QueryResultRow): QuarantineRecord {
  return {
    id: row.id,
    receivedAt: row.received_at.getTime(),
    reason: row.reason,
    detail: row.detail,
    topic: row.topic,
    sender: row.sender,
    payload: row.payload,
    bytes: row.bytes,
  };
}
