import type { DecidedOffline, Direction, HoldReason, Instant, Passage } from '@haidang/domain';
import type { Queryable } from '../queries/queryable.js';

/** A passage that a gatehouse decided without a network, and what the platform made of it. */
export interface OfflinePassageRecord {
  readonly gateId: string;
  readonly passageId: string;
  readonly facilityId: string;
  readonly time: Instant;
  readonly direction: Direction;
  readonly container: string | null;
  readonly decided: DecidedOffline;
  /** What would have held it, by what was known at its time. */
  readonly judged: readonly HoldReason[];
  /** The camera's passage that it is; it has none of its own then. */
  readonly seen: { readonly gateId: string; readonly passageId: string } | null;
  readonly caseId: string | null;
  readonly recordedAt: Instant;
}

export interface NewOfflinePassage extends OfflinePassageRecord {
  /** As it was told: by it a repeat is told from a conflict. */
  readonly said: object;
  readonly recordedBy: string | null;
  readonly recordedById: string | null;
}

export async function insertOfflinePassage(tx: Queryable, p: NewOfflinePassage): Promise<void> {
  const { listId, listAt, listExpiresAt, verdict, reasons, by } = p.decided;
  await tx.query(
    `insert into offline_passages (gate_id, passage_id, facility_id, time, direction, container, verdict, reasons, list_id, list_at,
       list_expires_at, decided_by, said, judged, seen_gate, seen_passage, case_id, recorded_at, recorded_by, recorded_by_id)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20)`,
    [
      ...[p.gateId, p.passageId, p.facilityId, new Date(p.time), p.direction, p.container],
      ...[verdict, [...reasons], listId, dateOf(listAt), dateOf(listExpiresAt), by],
      ...[JSON.stringify(p.said), [...p.judged], p.seen?.gateId ?? null, p.seen?.passageId ?? null, p.caseId],
      ...[new Date(p.recordedAt), p.recordedBy, p.recordedById],
    ],
  );
}

/** @param said as it is told now @returns undefined: it was not told before. `same`: with the same content */
export async function findOfflinePassage(
  db: Queryable,
  gateId: string,
  passageId: string,
  said: object,
): Promise<(OfflinePassageRecord & { readonly same: boolean }) | undefined> {
  const { rows } = await db.query<Row & { same: boolean }>(
    `select *, said = $3::jsonb as same from offline_passages where gate_id = $1 and passage_id = $2`,
    [gateId, passageId, JSON.stringify(said)],
  );
  return rows[0] === undefined ? undefined : { ...recordOf(rows[0]), same: rows[0].same };
}

/** A passage into the log that no camera told; what is there already under its name stays. */
export async function insertToldPassage(
  tx: Queryable,
  gateId: string,
  p: Passage,
  decision: object,
  receivedAt: Instant,
): Promise<void> {
  await tx.query(
    `with keys as (insert into passage_keys (gate_id, id, time) values ($1, $2, $3) on conflict do nothing returning id)
     insert into passages (gate_id, id, time, direction, lane, container, plate, seal_id, carrier_seal, damage, images, source, received_at,
       decision)
     select $1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11::jsonb, $12, $13, $14::jsonb from keys`,
    [
      ...[gateId, p.id, new Date(p.time), p.direction, p.lane, p.container, p.plate, p.sealId, p.carrierSeal],
      ...[p.damage, JSON.stringify(p.images), p.source, new Date(receivedAt), JSON.stringify(decision)],
    ],
  );
}

interface Row {
  gate_id: string;
  passage_id: string;
  facility_id: string;
  time: Date;
  direction: Direction;
  container: string | null;
  verdict: DecidedOffline['verdict'];
  reasons: DecidedOffline['reasons'];
  list_id: string | null;
  list_at: Date | null;
  list_expires_at: Date | null;
  decided_by: string;
  judged: HoldReason[];
  seen_gate: string | null;
  seen_passage: string | null;
  case_id: string | null;
  recorded_at: Date;
}

function recordOf(row: Row): OfflinePassageRecord {
  const { seen_gate: seenGate, seen_passage: seenPassage } = row;
  return {
    ...{ gateId: row.gate_id, passageId: row.passage_id, facilityId: row.facility_id },
    ...{ time: row.time.getTime(), direction: row.direction, container: row.container },
    decided: {
      ...{
        listId: row.list_id,
        listAt: instantOf(row.list_at),
        listExpiresAt: instantOf(row.list_expires_at),
      },
      ...{ verdict: row.verdict, reasons: row.reasons, by: row.decided_by },
    },
    judged: row.judged,
    seen: seenGate === null || seenPassage === null ? null : { gateId: seenGate, passageId: seenPassage },
    ...{ caseId: row.case_id, recordedAt: row.recorded_at.getTime() },
  };
}

function dateOf(instant: Instant | null): Date | null {
  return instant === null ? null : new Date(instant);
}

function instantOf(date: Date | null): Instant | null {
  return date === null ? null : date.getTime();
}
