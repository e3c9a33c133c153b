import type { Decision, Instant, Passage } from '@haidang/domain';
import type { QueryResultRow } from 'pg';
import { preciseTime, type Placed, type Queryable, type TimePlace } from './queryable.js';

/** A passage and the decision it got. */
export interface PassageRecord {
  readonly gateId: string;
  readonly passage: Passage;
  readonly receivedAt: Instant;
  readonly decision: Decision;
}

const SELECT = `select *, ${preciseTime('time')} as place_at from passages_seen`;

/** The passages of a gate, newest first by the camera's time. */
export async function listPassages(
  db: Queryable,
  gateId: string,
  page: { readonly after: TimePlace | null; readonly limit: number },
): Promise<Placed<PassageRecord>[]> {
  const { rows } = await db.query(
    `${SELECT} where gate_id = $1 and ($2::timestamptz is null or (time, id) < ($2, $3))
     order by time desc, id desc limit $4`,
    [gateId, page.after?.at ?? null, page.after?.id ?? null, page.limit],
  );
  return rows.map((row) => ({
    place: { at: row['place_at'] as string, id: row['id'] as string },
    value: passageRecord(row),
  }));
}

/** The newest passages of a container, at whatever gate. @param number normalised */
export async function readPassagesOfContainer(
  db: Queryable,
  number: string,
  limit: number,
): Promise<PassageRecord[]> {
  const { rows } = await db.query(`${SELECT} where container = $1 order by time desc, gate_id, id limit $2`, [
    number,
    limit,
  ]);
  return rows.map(passageRecord);
}

/** True when the gate's passage was taken before: sending it again answers the first decision. */
export async function isPassageKnown(db: Queryable, gateId: string, id: string): Promise<boolean> {
  const { rowCount } = await db.query('select 1 from passage_keys where gate_id = $1 and id = $2', [
    gateId,
    id,
  ]);
  return rowCount === 1;
}

function passageRecord(row: QueryResultRow): PassageRecord {
  return {
    gateId: row.gate_id,
    passage: {
      id: row.id,
      time: row.time.getTime(),
      direction: row.direction,
      lane: row.lane,
      container: row.container,
      containerConfidence: row.container_confidence,
      plate: row.plate,
      plateConfidence: row.plate_confidence,
      sealId: row.seal_id,
      carrierSeal: row.carrier_seal,
      damage: row.damage,
      images: row.images,
      source: row.source,
    },
    receivedAt: row.received_at.getTime(),
    decision: row.decision,
  };
}
