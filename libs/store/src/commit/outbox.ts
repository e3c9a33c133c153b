import type { ClientBase } from 'pg';

export type OutboxChannel = 'mqtt' | 'live';

/**
 * Something the platform owes the world. `mqtt`: `topic` is an MQTT topic; `live`: the name of a live event. The payload is in the
 * contract's form, but for an alarm's: that is the alarm's row.
 */
export interface OutboxRow {
  readonly channel: OutboxChannel;
  readonly topic: string;
  readonly payload: unknown;
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
