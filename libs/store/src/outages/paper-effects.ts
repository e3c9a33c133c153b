import type { Direction, Instant } from '@haidang/domain';
import type { ClientBase } from 'pg';
import { PapersChanged, type PapersEffect } from '../gates/effects.js';

/** What a line of paper changes: at its true time, not seen by a camera and not reported by a form. */
export interface PaperEffectRow extends PapersEffect {
  readonly at: Instant;
  readonly gateId: string;
  readonly passageId: string;
  /** Of a stay that begins: when it was over, and whether a camera saw that. */
  readonly endedAt: Instant | null;
  readonly endSeen: boolean;
}

/**
 * All of it in four statements, each of which names the state it starts from.
 * @throws PapersChanged when a row is in another state by now: nothing is stored, the papers are to be read again
 */
export async function takePaperEffects(tx: ClientBase, effects: readonly PaperEffectRow[]): Promise<void> {
  const all = async (rows: readonly object[], text: string): Promise<void> => {
    if (rows.length === 0) return;
    const { rowCount } = await tx.query(text, [JSON.stringify(rows)]);
    if (rowCount !== rows.length) throw new PapersChanged(effects[0]!.container);
  };
  const place = ({ at, gateId, passageId, container, facilityId }: PaperEffectRow) => ({
    ...{ at, gate: gateId, passage: passageId, container, facility: facilityId },
  });
  await all(
    effects.flatMap((e) => (e.uses === null ? [] : { ...place(e), id: e.uses.id, state: e.uses.state })),
    `update eligibilities e set state = 'used', used_at = to_timestamp(r.at / 1000.0), used_gate = r.gate, used_passage = r.passage,
       changed_at = now()
     from jsonb_to_recordset($1::jsonb) as r (id uuid, state text, at float8, gate text, passage text) where e.id = r.id and e.state = r.state`,
  );
  await all(
    effects.flatMap((e) => (e.meets === null ? [] : { ...place(e), id: e.meets })),
    `update expected_containers x set state = 'arrived', settled_at = to_timestamp(r.at / 1000.0)
     from jsonb_to_recordset($1::jsonb) as r (id uuid, at float8) where x.id = r.id and x.state = 'expected'`,
  );
  await all(
    effects.flatMap((e) => (e.ends === null ? [] : { ...place(e), id: e.ends.id, state: e.ends.state })),
    `update stays s set out_at = to_timestamp(r.at / 1000.0)
     from jsonb_to_recordset($1::jsonb) as r (id uuid, state text, at float8) where s.id = r.id and s.out_at is null and s.state = r.state`,
  );
  // those of before have ended by now: one container stands once
  await all(
    effects.flatMap((e) =>
      e.begins === null ? [] : { ...place(e), id: e.begins, met: e.meets, ended: e.endedAt, seen: e.endSeen },
    ),
    `insert into stays (id, container, facility_id, purpose, carrier_seal, scan_ordered, in_at, out_at, out_seen)
     select r.id, r.container, r.facility, x.purpose, x.carrier_seal, coalesce(x.scan_ordered, false), to_timestamp(r.at / 1000.0),
       to_timestamp(r.ended / 1000.0), r.seen
     from jsonb_to_recordset($1::jsonb) as r (id uuid, container text, facility text, at float8, ended float8, seen boolean, met uuid)
     left join expected_containers x on x.id = r.met order by r.at
     on conflict (facility_id, container) where out_at is null do nothing`,
  );
}

/** A line of paper as a passage beside those of the cameras. */
export interface PaperPassageRow {
  readonly gateId: string;
  readonly id: string;
  readonly time: Instant;
  readonly direction: Direction;
  readonly container: string;
  readonly plate: string | null;
  readonly sealId: string | null;
  readonly carrierSeal: string | null;
  readonly decision: object;
}

/** Into the log of passages, once each. */
export async function insertPaperPassages(
  tx: ClientBase,
  rows: readonly PaperPassageRow[],
  receivedAt: Instant,
): Promise<void> {
  await tx.query(
    `with said as (
       select r.*, to_timestamp(r.ms / 1000.0) as time
       from jsonb_to_recordset($1::jsonb) as r ("gateId" text, id text, ms float8, direction text, container text, plate text, "sealId" text,
         "carrierSeal" text, decision jsonb)
     ), keys as (
       insert into passage_keys (gate_id, id, time) select "gateId", id, time from said on conflict do nothing returning gate_id, id
     )
     insert into passages (gate_id, id, time, direction, container, plate, seal_id, carrier_seal, images, source, received_at, decision)
     select "gateId", s.id, time, direction, container, plate, "sealId", "carrierSeal", '[]', 'paper', $2, decision
     from said s join keys k on k.gate_id = s."gateId" and k.id = s.id`,
    [JSON.stringify(rows.map(({ time, ...rest }) => ({ ...rest, ms: time }))), new Date(receivedAt)],
  );
}
