import type { Direction, HoldReason, Instant, PaperComparison, PaperLine } from '@haidang/domain';
import type { Pool } from 'pg';
import { preciseTime, type Placed, type Queryable, type TimePlace } from '../queries/queryable.js';
import type { Author } from './outages.js';

export interface PaperImportRecord {
  readonly id: string;
  readonly facilityId: string;
  readonly outageId: string | null;
  /** New ones, and those that were entered before. */
  readonly lines: number;
  readonly repeated: number;
  readonly enteredAt: Instant;
  /** A name. */
  readonly enteredBy: string | null;
  /** How many of its lines are so. */
  readonly counts: Readonly<Record<PaperComparison | 'wouldHold', number>>;
}

/** A line as it was entered, and what it was held against. */
export interface PaperEntryRecord extends PaperLine {
  readonly importId: string;
  /** Its place among those that were entered with it, from 0. */
  readonly place: number;
  readonly recordedAt: Instant;
  readonly comparison: PaperComparison;
  readonly wouldHold: readonly HoldReason[];
  readonly differences: readonly {
    readonly what: string;
    readonly paper?: string;
    readonly found?: string;
  }[];
  readonly seenGate: string | null;
  readonly seenPassage: string | null;
  readonly passageId: string | null;
}

export type NewPaperEntry = PaperEntryRecord & { readonly stayId: string | null };

export async function insertPaperImport(
  tx: Queryable,
  i: Omit<PaperImportRecord, 'counts'> & Pick<Author, 'byId'>,
): Promise<void> {
  await tx.query(
    `insert into paper_imports (id, facility_id, outage_id, lines, repeated, entered_at, entered_by, entered_by_id)
      values ($1, $2, $3, $4, $5, $6, $7, $8)`,
    [i.id, i.facilityId, i.outageId, i.lines, i.repeated, new Date(i.enteredAt), i.enteredBy, i.byId],
  );
}

export async function insertPaperEntries(
  tx: Queryable,
  facilityId: string,
  entries: readonly NewPaperEntry[],
): Promise<void> {
  await tx.query(
    `insert into paper_entries (facility_id, sheet, line, import_id, place, gate_id, direction, at, container, plate, carrier_seal, seal_id,
       note, vouched_by, recorded_at, comparison, would_hold, differences, seen_gate, seen_passage, passage_id, stay_id)
     select $1, sheet, line, "importId", place, "gateId", direction, to_timestamp(at / 1000.0), container, plate, "carrierSeal", "sealId",
       note, "vouchedBy", to_timestamp("recordedAt" / 1000.0), comparison, array(select jsonb_array_elements_text("wouldHold")), differences,
       "seenGate", "seenPassage", "passageId", "stayId"
     from jsonb_to_recordset($2::jsonb) as e (sheet text, line int, "importId" uuid, place int, "gateId" text, direction text, at float8,
       container text, plate text, "carrierSeal" text, "sealId" text, note text, "vouchedBy" text, "recordedAt" float8, comparison text,
       "wouldHold" jsonb, differences jsonb, "seenGate" text, "seenPassage" text, "passageId" text, "stayId" uuid)`,
    [facilityId, JSON.stringify(entries)],
  );
}

/** One import of a facility after the other. */
export async function lockPaperEntries(tx: Queryable, facilityId: string): Promise<void> {
  await tx.query(`select pg_advisory_xact_lock(hashtextextended('paper ' || $1, 0))`, [facilityId]);
}

/** What of these lines was entered before, by `sheet` and `line`. */
export async function findPaperEntries(
  db: Queryable,
  facilityId: string,
  lines: readonly Pick<PaperLine, 'sheet' | 'line'>[],
): Promise<PaperEntryRecord[]> {
  const { rows } = await db.query<EntryRow>(
    `select e.* from paper_entries e join unnest($2::text[], $3::int4[]) as w (sheet, line) using (sheet, line) where e.facility_id = $1`,
    [facilityId, lines.map(({ sheet }) => sheet), lines.map(({ line }) => line)],
  );
  return rows.map(entryOf);
}

const IMPORT = `select i.*, ${preciseTime('i.entered_at')} as place_at, c.* from paper_imports i cross join lateral (
  select count(*) filter (where comparison = 'matched')::int4 as matched, count(*) filter (where comparison = 'missing')::int4 as missing,
    count(*) filter (where comparison = 'contradicting')::int4 as contradicting,
    count(*) filter (where cardinality(would_hold) > 0)::int4 as would_hold
  from paper_entries e where e.import_id = i.id) c`;

export async function findPaperImport(
  db: Queryable,
  facilityId: string,
  id: string,
): Promise<PaperImportRecord | undefined> {
  const { rows } = await db.query<ImportRow>(`${IMPORT} where i.facility_id = $1 and i.id = $2`, [
    facilityId,
    id,
  ]);
  return rows.map(importOf)[0];
}

/** The latest first. */
export async function listPaperImports(
  db: Queryable,
  facilityId: string,
  page: { readonly after: TimePlace | null; readonly limit: number },
): Promise<Placed<PaperImportRecord>[]> {
  const { rows } = await db.query<ImportRow>(
    `${IMPORT} where i.facility_id = $1 and ($2::timestamptz is null or (i.entered_at, i.id) < ($2, $3::uuid))
      order by i.entered_at desc, i.id desc limit $4`,
    [facilityId, page.after?.at ?? null, page.after?.id ?? null, page.limit],
  );
  return rows.map((row) => ({ place: { at: row.place_at, id: row.id }, value: importOf(row) }));
}

/**
 * Its lines in their order.
 * @param odd those alone that would have been held, or that something contradicts
 */
export async function listPaperEntries(
  db: Queryable,
  importId: string,
  { odd, after, limit }: { readonly odd: boolean; readonly after: number | null; readonly limit: number },
): Promise<PaperEntryRecord[]> {
  const { rows } = await db.query<EntryRow>(
    `select * from paper_entries where import_id = $1 and place > $2
       and (not $3 or cardinality(would_hold) > 0 or differences <> '[]' or comparison = 'contradicting')
     order by place limit $4`,
    [importId, after ?? -1, odd, limit],
  );
  return rows.map(entryOf);
}

/** A passage that a camera told. */
export interface SeenPassageRecord {
  readonly gateId: string;
  readonly id: string;
  readonly facilityId: string;
  readonly container: string;
  readonly time: Instant;
  readonly direction: Direction;
  readonly plate: string | null;
  readonly carrierSeal: string | null;
  readonly passed: boolean;
  readonly reasons: readonly HoldReason[];
}

/** Of these containers since a time, in the order of time; what was written on paper is not among them. @param offline whether what gatehouses decided without a network is */
export async function readSeenPassages(
  pool: Pool,
  containers: readonly string[],
  since: Instant,
  { offline }: { readonly offline: 'too' | 'not' } = { offline: 'too' },
): Promise<SeenPassageRecord[]> {
  const { rows } = await pool.query<Omit<SeenPassageRecord, 'time'> & { time: Date }>(
    `select p.gate_id as "gateId", p.id, g.facility_id as "facilityId", p.container, p.time, p.direction, p.plate,
       p.carrier_seal as "carrierSeal", p.decision -> 'reasons' as reasons, coalesce((select o.verdict from passage_overrides o
         where o.gate_id = p.gate_id and o.passage_id = p.id order by o.at desc limit 1), p.decision ->> 'verdict') = 'pass' as passed
     from passages p join gates g on g.id = p.gate_id
     where p.container = any ($1::text[]) and p.time >= $2 and p.source is distinct from 'paper'
       and not ($3 and exists (select from offline_passages o where o.gate_id = p.gate_id and o.passage_id = p.id)) order by p.time`,
    [containers, new Date(since), offline === 'not'],
  );
  return rows.map((row) => ({ ...row, time: row.time.getTime() }));
}

/** When each eligibility of these containers last changed its state. */
export async function readEligibilityChanges(
  pool: Pool,
  containers: readonly string[],
): Promise<Map<string, Instant>> {
  const { rows } = await pool.query<{ id: string; at: Date }>(
    `select id, coalesce(used_at, changed_at) as at from eligibilities where container = any ($1::text[]) and state <> 'eligible'`,
    [containers],
  );
  return new Map(rows.map(({ id, at }) => [id, at.getTime()]));
}

interface ImportRow {
  id: string;
  facility_id: string;
  outage_id: string | null;
  lines: number;
  repeated: number;
  entered_at: Date;
  entered_by: string | null;
  matched: number;
  missing: number;
  contradicting: number;
  would_hold: number;
  place_at: string;
}

interface EntryRow {
  sheet: string;
  line: number;
  import_id: string;
  place: number;
  gate_id: string;
  direction: Direction;
  at: Date;
  container: string;
  plate: string | null;
  carrier_seal: string | null;
  seal_id: string | null;
  note: string | null;
  vouched_by: string;
  recorded_at: Date;
  comparison: PaperComparison;
  would_hold: HoldReason[];
  differences: { what: string; paper?: string; found?: string }[];
  seen_gate: string | null;
  seen_passage: string | null;
  passage_id: string | null;
}

function importOf(row: ImportRow): PaperImportRecord {
  const { matched, missing, contradicting, would_hold: wouldHold } = row;
  return {
    ...{
      id: row.id,
      facilityId: row.facility_id,
      outageId: row.outage_id,
      lines: row.lines,
      repeated: row.repeated,
    },
    ...{ enteredAt: row.entered_at.getTime(), enteredBy: row.entered_by },
    counts: { matched, missing, contradicting, wouldHold },
  };
}

function entryOf(row: EntryRow): PaperEntryRecord {
  return {
    ...{ sheet: row.sheet, line: row.line, importId: row.import_id, place: row.place, gateId: row.gate_id },
    ...{ direction: row.direction, at: row.at.getTime(), container: row.container, plate: row.plate },
    ...{ carrierSeal: row.carrier_seal, sealId: row.seal_id, note: row.note, vouchedBy: row.vouched_by },
    ...{ recordedAt: row.recorded_at.getTime(), comparison: row.comparison, wouldHold: row.would_hold },
    ...{ differences: row.differences, seenGate: row.seen_gate, seenPassage: row.seen_passage },
    passageId: row.passage_id,
  };
}
