import type {
  Confirms,
  FoundStep,
  Instant,
  JourneyNoteKind,
  StepTaking,
  TransitState,
} from '@haidang/domain';
import { isDeepStrictEqual } from 'node:util';
import type { Queryable } from './queryable.js';

/** A checkpoint as it is kept, its times in milliseconds. */
export interface CheckpointRecord {
  readonly zoneId: string;
  readonly passedAt: Instant | null;
  readonly missedAt: Instant | null;
}

/** A step that the seals show and that nobody has taken yet. */
export interface ProposalRecord {
  readonly step: FoundStep;
  readonly at: Instant;
}

/** When gates let it out of its facility of departure, the first of its containers, and into its destination, the last of all; null: not seen. */
export interface GateTimes {
  readonly departedAt: Instant | null;
  readonly arrivedAt: Instant | null;
}

/** What was last told of a transit's journey: by its seals, and by gates. */
export interface JourneyRecord {
  readonly departedAt: Instant | null;
  readonly arrivedAt: Instant | null;
  readonly gate: GateTimes;
  readonly checkpoints: readonly CheckpointRecord[];
  readonly proposal: ProposalRecord | null;
  /** Steps that were taken and that what was seen is against. */
  readonly contradicted: readonly FoundStep[];
}

/** A step that was taken: when it is said to have happened, and whether as it was found. */
export interface TakenRecord {
  readonly at: Instant;
  /** Null: a person entered the time. */
  readonly how: StepTaking | null;
}

/** A transit, what was told of its journey, and what its offices want of it. */
export interface StagedJourney {
  readonly transitId: string;
  readonly state: TransitState;
  readonly sealedAt: Instant | null;
  readonly approvedAt: Instant | null;
  readonly departedAt: Instant | null;
  readonly taken: { readonly depart: TakenRecord | null; readonly arrive: TakenRecord | null };
  /** Of the office of departure and the office of destination. */
  readonly confirms: { readonly depart: Confirms; readonly arrive: Confirms };
  /** What gates saw of it by now. */
  readonly gate: GateTimes;
  readonly told: JourneyRecord;
}

interface StagedRow {
  id: string;
  state: TransitState;
  approved_at: Date | null;
  departed_at: Date | null;
  arrived_at: Date | null;
  sealed_at: Date | null;
  depart_how: StepTaking | null;
  arrive_how: StepTaking | null;
  from_confirms: Confirms | null;
  to_confirms: Confirms | null;
  found_departed_at: Date | null;
  found_arrived_at: Date | null;
  gate_departed_at: Date | null;
  gate_arrived_at: Date | null;
  told_gate_departed_at: Date | null;
  told_gate_arrived_at: Date | null;
  checkpoints: CheckpointRecord[] | null;
  proposed_step: FoundStep | null;
  proposed_at: Date | null;
  contradicted: FoundStep[] | null;
}

export async function readStagedJourneys(db: Queryable, ids: readonly string[]): Promise<StagedJourney[]> {
  const { rows } = await db.query<StagedRow>(
    `select t.id, t.state, t.approved_at, t.departed_at, t.arrived_at, s.sealed_at, s.depart_how, s.arrive_how,
        origin.confirms as from_confirms, destination.confirms as to_confirms, j.departed_at as found_departed_at,
        j.arrived_at as found_arrived_at, gate.departed_at as gate_departed_at, gate.arrived_at as gate_arrived_at,
        j.gate_departed_at as told_gate_departed_at, j.gate_arrived_at as told_gate_arrived_at, j.checkpoints, j.proposed_step, j.proposed_at, j.contradicted
      from transits t join facilities origin on origin.id = t.from_id join facilities destination on destination.id = t.to_id
      left join transit_journeys j on j.transit_id = t.id
      cross join lateral (
        select max(at) filter (where step = 'seal') as sealed_at, max(how) filter (where step = 'depart') as depart_how,
          max(how) filter (where step = 'arrive') as arrive_how
        from transit_steps where transit_id = t.id) s
      cross join lateral (
        select min(w.departed_at) as departed_at, case when count(w.arrived_at) = count(*) then max(w.arrived_at) end as arrived_at
        from transit_containers c left join gate_witnesses w on w.transit_id = c.transit_id and w.container = c.number
        where c.transit_id = t.id) gate
      where t.id = any($1::text[])`,
    [ids],
  );
  return rows.map((row) => ({
    transitId: row.id,
    state: row.state,
    sealedAt: instant(row.sealed_at),
    approvedAt: instant(row.approved_at),
    departedAt: instant(row.departed_at),
    taken: {
      depart: row.departed_at && { at: row.departed_at.getTime(), how: row.depart_how },
      arrive: row.arrived_at && { at: row.arrived_at.getTime(), how: row.arrive_how },
    },
    confirms: { depart: row.from_confirms ?? 'officer', arrive: row.to_confirms ?? 'officer' },
    gate: { departedAt: instant(row.gate_departed_at), arrivedAt: instant(row.gate_arrived_at) },
    told: {
      departedAt: instant(row.found_departed_at),
      arrivedAt: instant(row.found_arrived_at),
      gate: {
        departedAt: instant(row.told_gate_departed_at),
        arrivedAt: instant(row.told_gate_arrived_at),
      },
      checkpoints: row.checkpoints ?? [],
      proposal: proposalRecord(row),
      contradicted: row.contradicted ?? [],
    },
  }));
}

export function proposalRecord(row: {
  proposed_step: FoundStep | null;
  proposed_at: Date | null;
}): ProposalRecord | null {
  if (row.proposed_step === null || row.proposed_at === null) return null;
  return { step: row.proposed_step, at: row.proposed_at.getTime() };
}

/** True when a reader would see no difference. */
export function isSameJourney(a: JourneyRecord, b: JourneyRecord): boolean {
  return isDeepStrictEqual(a, b);
}

export async function writeJourney(tx: Queryable, transitId: string, journey: JourneyRecord): Promise<void> {
  const { departedAt, arrivedAt, gate, checkpoints, proposal, contradicted } = journey;
  await tx.query(
    `insert into transit_journeys (transit_id, departed_at, arrived_at, checkpoints, proposed_step, proposed_at,
       gate_departed_at, gate_arrived_at, contradicted)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9)
     on conflict (transit_id) do update set departed_at = excluded.departed_at, arrived_at = excluded.arrived_at,
       checkpoints = excluded.checkpoints, proposed_step = excluded.proposed_step, proposed_at = excluded.proposed_at,
       gate_departed_at = excluded.gate_departed_at, gate_arrived_at = excluded.gate_arrived_at, contradicted = excluded.contradicted`,
    [
      transitId,
      date(departedAt),
      date(arrivedAt),
      JSON.stringify(checkpoints),
      proposal?.step ?? null,
      date(proposal?.at ?? null),
      date(gate.departedAt),
      date(gate.arrivedAt),
      contradicted,
    ],
  );
}

/** Nothing is proposed any more: the transit has gone on, or is over. */
export async function dropProposal(tx: Queryable, transitId: string): Promise<void> {
  await tx.query(
    `update transit_journeys set proposed_step = null, proposed_at = null
     where transit_id = $1 and proposed_step is not null`,
    [transitId],
  );
}

/** A line of what was said of a journey. */
export interface JourneyNote {
  readonly what: JourneyNoteKind;
  readonly step: FoundStep;
  /** When the step happened, as the seals show it now; null: they do not show it. */
  readonly at: Instant | null;
}

export async function recordJourneyNote(tx: Queryable, transitId: string, note: JourneyNote): Promise<void> {
  await tx.query('insert into journey_notes (transit_id, what, step, at) values ($1, $2, $3, $4)', [
    transitId,
    note.what,
    note.step,
    date(note.at),
  ]);
}

function instant(value: Date | null): Instant | null {
  return value === null ? null : value.getTime();
}

function date(value: Instant | null): Date | null {
  return value === null ? null : new Date(value);
}
