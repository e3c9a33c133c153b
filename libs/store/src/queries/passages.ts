import type { Decision, Instant, Passage, Verdict } from '@haidang/domain';
import type { QueryResultRow } from 'pg';
import type { OfflinePassageRecord } from '../offline/offline-passages.js';
import { preciseTime, type Placed, type Queryable, type TimePlace } from './queryable.js';

/** A passage and the decision it got. */
export interface PassageRecord {
  readonly gateId: string;
  readonly passage: Passage;
  readonly receivedAt: Instant;
  readonly decision: Decision;
  /** What an officer decided otherwise; the last one. */
  readonly override: OverrideRecord | null;
  /** A gatehouse decided it without a network. */
  readonly offline: OfflineMark | null;
}

/** What stands beside a passage that was decided without a network. */
export type OfflineMark = Pick<OfflinePassageRecord, 'decided' | 'judged' | 'seen' | 'caseId'>;

export interface OverrideRecord {
  readonly verdict: Verdict;
  readonly reason: string;
  readonly by: string;
  readonly at: Instant;
}

const ms = (column: string) => `extract(epoch from ${column})::float8 * 1000`;

/** SQL text of what stands beside a passage `p`: an officer's word, and that a gatehouse decided it without a network. */
export const BESIDE_PASSAGE = `(
    select json_build_object('verdict', o.verdict, 'reason', o.reason, 'by', o.by, 'at', extract(epoch from o.at)::float8 * 1000)
    from passage_overrides o where o.gate_id = p.gate_id and o.passage_id = p.id order by o.at desc limit 1) as override, (
    select json_build_object('decided', json_build_object('listId', f.list_id, 'listAt', ${ms('f.list_at')},
        'listExpiresAt', ${ms('f.list_expires_at')}, 'verdict', f.verdict, 'reasons', f.reasons, 'by', f.decided_by),
      'judged', f.judged, 'seen', null, 'caseId', f.case_id)
    from offline_passages f where (f.gate_id = p.gate_id and f.passage_id = p.id) or (f.seen_gate = p.gate_id and f.seen_passage = p.id)
    order by f.recorded_at limit 1) as offline`;

const SELECT = `select p.*, ${preciseTime('time')} as place_at, ${BESIDE_PASSAGE} from passages_seen p`;

/** @returns undefined where the gate has no such passage, or it is not seen */
export async function findPassage(
  db: Queryable,
  gateId: string,
  id: string,
): Promise<PassageRecord | undefined> {
  const { rows } = await db.query(
    `${SELECT} where gate_id = $1 and p.id = $2
      and time = (select k.time from passage_keys k where k.gate_id = $1 and k.id = $2)`,
    [gateId, id],
  );
  return rows[0] === undefined ? undefined : passageRecord(rows[0]);
}

/** Until the transaction ends: two officers at once are one after the other. */
export async function lockPassage(tx: Queryable, gateId: string, id: string): Promise<void> {
  await tx.query('select pg_advisory_xact_lock(hashtextextended($1 || chr(10) || $2, 1))', [gateId, id]);
}

export async function insertOverride(
  tx: Queryable,
  gateId: string,
  passageId: string,
  { verdict, reason, by, at }: OverrideRecord,
): Promise<void> {
  await tx.query(
    `insert into passage_overrides (gate_id, passage_id, verdict, reason, by, at) values ($1, $2, $3, $4, $5, $6)`,
    [gateId, passageId, verdict, reason, by, new Date(at)],
  );
}

/** The passages of a gate, newest first by the camera's time. */
export async function listPassages(
  db: Queryable,
  gateId: string,
  { since, until }: { readonly since?: Instant | undefined; readonly until?: Instant | undefined },
  page: { readonly after: TimePlace | null; readonly limit: number },
): Promise<Placed<PassageRecord>[]> {
  const { rows } = await db.query(
    `${SELECT} where gate_id = $1 and ($2::timestamptz is null or (time, id) < ($2, $3))
       and ($5::timestamptz is null or time >= $5) and ($6::timestamptz is null or time < $6)
     order by time desc, id desc limit $4`,
    [
      ...[gateId, page.after?.at ?? null, page.after?.id ?? null, page.limit],
      ...[since, until].map((instant) => (instant === undefined ? null : new Date(instant))),
    ],
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

/** A row of passages with {@link BESIDE_PASSAGE}. */
export function passageRecord(row: QueryResultRow): PassageRecord {
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
    override: row.override,
    offline: row.offline,
  };
}
