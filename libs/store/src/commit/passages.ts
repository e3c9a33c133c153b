import { randomUUID } from 'node:crypto';
import type { Decision, Instant, Passage } from '@haidang/domain';
import type { ClientBase } from 'pg';
import type { PassageRow } from '../commit.js';
import {
  EFFECT_COLUMNS,
  EFFECT_STEPS,
  effectColumns,
  REFUSE_BEHIND,
  throwEffectError,
  usedBy,
} from '../gates/effects.js';
import type { OutboxRow, StoredOutboxRow } from './outbox.js';

/** `repeat` and `conflict` carry the decision that was given first. */
export type PassageOutcome =
  { readonly kind: 'new' } | { readonly kind: 'repeat' | 'conflict'; readonly decision: Decision };

/**
 * - `fresh`: those that were not taken before; nothing is done for the others. No two are of one container.
 * - the steps of the papers: what each uses up;
 * - `entered`: each decision in the ledger, with what it was decided on;
 * - `owed`: what the world is told of it.
 */
const INSERT = {
  name: 'insert-passages',
  text: `with said as (
      select * from jsonb_to_recordset($1) as s(n integer, ${EFFECT_COLUMNS}, lane text, container_confidence real, plate text,
        plate_confidence real, seal_id text, carrier_seal text, damage boolean, images jsonb, source text, decision jsonb,
        act_id uuid, act jsonb)),
    keys as (
      insert into passage_keys (gate_id, id, time) select gate_id, id, time from said order by n
        on conflict do nothing returning gate_id, id),
    fresh as materialized (select said.* from said join keys using (gate_id, id)),
    stored as (
      insert into passages (gate_id, id, time, direction, lane, container, container_confidence, plate, plate_confidence,
          seal_id, carrier_seal, damage, images, source, received_at, decision)
        select gate_id, id, time, direction, lane, container, container_confidence, plate, plate_confidence,
          seal_id, carrier_seal, damage, images, source, $3, decision from fresh),
    ${EFFECT_STEPS},
    entered as (
      insert into ledger_inbox (id, at, kind, subject, data)
        select act_id, $3, 'gate.decide', 'passage/' || gate_id || '/' || id, act from fresh order by n),
    owed as (
      insert into outbox (channel, topic, payload)
        select o.channel, o.topic, o.payload
        from jsonb_to_recordset($2) as o(n integer, place integer, channel text, topic text, payload jsonb) join fresh using (n)
        order by n, place returning id)
    select ${REFUSE_BEHIND}, array(select n from fresh) as fresh, array(select id::text from owed order by id) as owed`,
};

/** What became of passages, and what the world was owed for the new ones. */
export interface InsertedPassages {
  readonly outcomes: readonly PassageOutcome[];
  readonly owed: readonly StoredOutboxRow[];
}

/**
 * Stores passages with their decisions once, with what they use up, their entry in the ledger and what the world is owed, in one statement: it
 * is the time a truck waits. (`gateId`, `id`) names a passage. No two are of one container or of one name.
 * @throws PapersChanged when one was decided from papers that have changed; nothing is stored then
 */
export async function insertPassages(
  client: ClientBase,
  rows: readonly PassageRow[],
  receivedAt: Instant,
  owedOf: (row: PassageRow) => readonly OutboxRow[],
): Promise<InsertedPassages> {
  if (rows.length === 0) return { outcomes: [], owed: [] };
  const owed = rows.flatMap((row, n) => owedOf(row).map((one, place) => ({ n, place, ...one })));
  const { rows: told } = await client
    .query<{ fresh: number[]; owed: string[] }>({
      ...INSERT,
      values: [JSON.stringify(rows.map(columnsOf)), JSON.stringify(owed), new Date(receivedAt)],
    })
    .catch(throwEffectError);
  const fresh = new Set(told[0]!.fresh);
  const outcomes: PassageOutcome[] = [];
  for (const [n, row] of rows.entries())
    outcomes.push(fresh.has(n) ? { kind: 'new' } : await outcomeOfKnown(client, row));
  const ids = told[0]!.owed;
  return { outcomes, owed: owed.filter(({ n }) => fresh.has(n)).map((row, i) => ({ ...row, id: ids[i]! })) };
}

function columnsOf({ gateId, passage: p, decision, effect }: PassageRow, n: number): object {
  const { id, direction, lane, container, plate, damage, images, source } = p;
  const time = new Date(p.time);
  const act = { time, container, plate, sealId: p.sealId, direction, lane };
  const { verdict, reasons } = decision;
  return {
    ...{ n, gate_id: gateId, id, time, direction, lane, container, plate, damage, images, source, decision },
    ...{ container_confidence: p.containerConfidence, plate_confidence: p.plateConfidence },
    ...{ seal_id: p.sealId, carrier_seal: p.carrierSeal },
    ...(effect !== null && effectColumns(effect)),
    ...{ act_id: randomUUID(), act: { ...act, verdict, reasons, ...(effect !== null && usedBy(effect)) } },
  };
}

async function outcomeOfKnown(client: ClientBase, row: PassageRow): Promise<PassageOutcome> {
  const { gateId, passage } = row;
  const { rows } = await client.query<{ decision: Decision; same: boolean }>({
    name: 'compare-passage',
    text: `select p.decision,
        (p.time, direction, lane, container, container_confidence, plate, plate_confidence, seal_id, carrier_seal,
          damage, images, source) is not distinct from
        ($3::timestamptz, $4::text, $5::text, $6::text, $7::real, $8::text, $9::real, $10::text, $11::text, $12::boolean,
          $13::jsonb, $14::text) as same
      from passage_keys k join passages p on p.gate_id = k.gate_id and p.id = k.id and p.time = k.time
      where k.gate_id = $1 and k.id = $2`,
    values: [gateId, passage.id, new Date(passage.time), ...contentOf(passage)],
  });
  const known = rows[0];
  // the key outlives the row when retention dropped it: the repeat of something that old changes nothing
  if (known === undefined) return { kind: 'repeat', decision: row.decision };
  return { kind: known.same ? 'repeat' : 'conflict', decision: known.decision };
}

function contentOf(p: Passage): unknown[] {
  return [
    p.direction,
    p.lane,
    p.container,
    p.containerConfidence,
    p.plate,
    p.plateConfidence,
    p.sealId,
    p.carrierSeal,
    p.damage,
    JSON.stringify(p.images),
    p.source,
  ];
}
