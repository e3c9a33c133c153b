import type { ClientBase } from 'pg';

/** `held`: waits for its addressee at the embedded broker (HELD in ../outbox.ts). */
export type OutboxChannel = 'mqtt' | 'live' | 'held';

/**
 * Something the platform owes the world. `mqtt`, `held`: `topic` is an MQTT topic; `live`: the name of a live event. The payload is in the
 * contract's form, but for an alarm's: that is the alarm's row.
 */
export interface OutboxRow {
  readonly channel: OutboxChannel;
  readonly topic: string;
  readonly payload: unknown;
}

export interface StoredOutboxRow extends OutboxRow {
  readonly id: string;
}

export async function insertOutbox(client: ClientBase, rows: readonly OutboxRow[]): Promise<void> {
  if (rows.length === 0) return;
  await client.query({
    name: 'insert-outbox',
    text: `insert into outbox (channel, topic, payload)
      select * from unnest($1::text[], $2::text[], $3::jsonb[])`,
    values: [
      rows.map((row) => row.channel),
      rows.map((row) => row.topic),
      rows.map((row) => JSON.stringify(row.payload)),
    ],
  });
}
