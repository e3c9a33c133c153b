import type { Decision, Instant, Passage } from '@haidang/domain';
import type { ClientBase, Pool } from 'pg';
import type { PassageRow } from '../commit.js';
import { checkEffect, EFFECT_TOLD, effectSteps, effectValues, type EffectTold } from '../gates/effects.js';

/** `repeat` and `conflict` carry the decision that was given first. */
export type PassageOutcome =
  { readonly kind: 'new' } | { readonly kind: 'repeat' | 'conflict'; readonly decision: Decision };

const KEY = `with key as (insert into passage_keys (gate_id, id, time) values ($1, $2, $3) on conflict do nothing returning 1)`;
const ROW = `insert into passages (gate_id, id, time, direction, lane, container, container_confidence, plate,
    plate_confidence, seal_id, carrier_seal, damage, images, source, received_at, decision)
  select $1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16 from key`;
const INSERT = { name: 'insert-passage', text: `${KEY}, stored as (${ROW}) select from key` };
const INSERT_WITH_EFFECT = {
  name: 'insert-passage-with-effect',
  text: `${KEY}, stored as (${ROW}), ${effectSteps('key', 17)} select ${EFFECT_TOLD} from key`,
};

/**
 * Stores a passage with its decision once, and what it uses up; (`gateId`, `id`) names it.
 * @throws PapersChanged when it was decided from papers that have changed
 */
export async function insertPassage(
  client: ClientBase,
  row: PassageRow,
  receivedAt: Instant,
): Promise<PassageOutcome> {
  const { gateId, passage, effect } = row;
  const { id: passageId, time, direction } = passage;
  const values = [
    ...[gateId, passageId, new Date(time), ...contentOf(passage)],
    ...[new Date(receivedAt), JSON.stringify(row.decision)],
  ];
  if (effect === null) {
    const { rowCount } = await client.query({ ...INSERT, values });
    return rowCount === 1 ? { kind: 'new' } : outcomeOfKnown(client, row);
  }
  const cause = { gateId, passageId, time, direction };
  const { rows } = await client.query<EffectTold>({
    ...INSERT_WITH_EFFECT,
    values: [...values, ...effectValues(effect, cause)],
  });
  if (rows[0] === undefined) return outcomeOfKnown(client, row);
  checkEffect(effect, cause, rows[0]);
  return { kind: 'new' };
}

/** Which of these were taken before, by place in the list. */
export async function findKnownPassages(
  db: Pool,
  rows: readonly { readonly gateId: string; readonly passage: Passage }[],
): Promise<Set<number>> {
  const found = await db.query<{ i: number }>({
    name: 'find-known-passages',
    text: `select (ordinality - 1)::int4 as i from unnest($1::text[], $2::text[]) with ordinality as s (gate_id, id, ordinality)
      join passage_keys k using (gate_id, id)`,
    values: [rows.map(({ gateId }) => gateId), rows.map(({ passage }) => passage.id)],
  });
  return new Set(found.rows.map(({ i }) => i));
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
