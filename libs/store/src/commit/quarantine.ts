import type { ClientBase } from 'pg';
import { int4Array, textArray, timestamptzArray } from '../binary-arrays.js';
import type { QuarantineRow } from '../commit.js';

/** Keeps what was refused; a row that is there already is left as it stands. */
export async function insertQuarantine(client: ClientBase, rows: readonly QuarantineRow[]): Promise<void> {
  if (rows.length === 0) return;
  const n = rows.length;
  await client.query({
    name: 'insert-quarantine',
    text: `insert into quarantine (id, received_at, reason, detail, topic, payload, bytes, sender)
      select id::uuid, received_at, reason, detail, topic, decode(payload, 'base64'), bytes, sender
      from unnest($1::text[], $2::timestamptz[], $3::text[], $4::text[], $5::text[], $6::text[], $7::int4[],
        $8::text[]) as q (id, received_at, reason, detail, topic, payload, bytes, sender)
      on conflict do nothing`,
    values: [
      textArray(n, (i) => rows[i]!.id),
      timestamptzArray(n, (i) => rows[i]!.receivedAt),
      textArray(n, (i) => rows[i]!.reason),
      textArray(n, (i) => storable(rows[i]!.detail, 1_000)),
      textArray(n, (i) => storable(rows[i]!.topic, 500)),
      textArray(n, (i) => Buffer.from(rows[i]!.payload).toString('base64')),
      int4Array(n, (i) => rows[i]!.bytes),
      textArray(n, (i) => rows[i]!.sender),
    ],
  });
}

/** Text from outside: PostgreSQL holds neither NUL nor half a surrogate pair. */
function storable(text: string, maxLength: number): string {
  return text.slice(0, maxLength).replaceAll('\0', '\u{FFFD}').toWellFormed();
}
