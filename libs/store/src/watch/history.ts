import type { AlarmChange, AlarmKind, Fix, Instant, TransitStep } from '@haidang/domain';
import { NOT_OF_A_WATCH, TRANSIT_STEPS } from '@haidang/domain';
import type { ClientBase, Pool } from 'pg';
import type { AlarmRecord } from '../commit/alarms.js';
import { FIX_COLUMNS, toFix, type FixRecord } from '../fix-record.js';

type Reader = Pool | ClientBase;

/** One seal on one transit. */
export interface WatchKey {
  /** `seals.key` */
  readonly seal: number;
  readonly sealId: string;
  readonly transitId: string;
}

/** The engine's state at the end of the newest hour before `hour`, as it wrote it; undefined when none was kept. */
export async function readMilestone(db: Reader, watch: WatchKey, hour: Instant): Promise<unknown> {
  const { rows } = await db.query<{ state: unknown }>({
    name: 'read-milestone',
    text: `select state from milestones where seal = $1 and transit_id = $2 and hour < $3
      order by hour desc limit 1`,
    values: [watch.seal, watch.transitId, at(hour)],
  });
  return rows[0]?.state;
}

/** What happened to a watch, each kind in time order. */
export interface WatchHistory {
  readonly fixes: readonly { readonly fix: Fix; readonly mark: Instant }[];
  readonly steps: readonly { readonly step: TransitStep; readonly time: Instant; readonly mark: Instant }[];
  readonly resolves: readonly ResolveRecord[];
  readonly ticks: readonly Instant[];
}

export interface ResolveRecord {
  readonly time: Instant;
  readonly alarm: AlarmKind;
  readonly cause: string;
  readonly start: Instant;
  readonly end: Instant | null;
  readonly seen: Instant;
}

/**
 * Everything of a watch from a time on. Fixes too old to be judged when they came are left out; of several contents under one identity
 * there is the one that is judged.
 * @param until when its transit ended, or it was taken off: what the seal said and what the transit did later is not about it, what officers
 * did later is
 */
export async function readWatchHistory(
  db: Reader,
  watch: WatchKey,
  from: Instant,
  until: Instant = Infinity,
): Promise<WatchHistory> {
  const since = at(from);
  const end = until === Infinity ? 'infinity' : at(until);
  const fixes = await db.query<FixRecord & { mark: number }>({
    name: 'read-watch-fixes',
    text: `select ${FIX_COLUMNS}, extract(epoch from received_at)::float8 * 1000 as mark
      from (
        select * from fixes f where seal = $1 and time between $2 and $3 and not too_old
          and not exists (select from contested_fixes c where c.seal = f.seal and c.time = f.time and c.seq = f.seq)
        union all
        select * from contested_fixes where seal = $1 and time between $2 and $3) judged
      order by time, seq`,
    values: [watch.seal, since, end],
  });
  const steps = await db.query<{ step: TransitStep; at: Date; recorded_at: Date }>({
    name: 'read-watch-steps',
    text: `select step, at, recorded_at from transit_steps
      where transit_id = $1 and at between $2 and $4 and step = any ($3) order by at, id`,
    values: [watch.transitId, since, Object.keys(TRANSIT_STEPS), end],
  });
  const resolves = await db.query<ResolveRow>({
    name: 'read-watch-resolves',
    text: `select a.kind, a.cause, h.at, h.data from alarms a join alarm_history h on h.alarm_id = a.id
      where a.transit_id = $1 and a.seal_id = $2 and h.what = 'resolve' and h.at >= $3 and h.data ? 'seen' order by h.at`,
    values: [watch.transitId, watch.sealId, since],
  });
  const ticks = await db.query<{ at: Date }>({
    name: 'read-watch-ticks',
    text: 'select at from watch_ticks where seal = $1 and transit_id = $2 and at between $3 and $4 order by at',
    values: [watch.seal, watch.transitId, since, end],
  });
  return {
    fixes: fixes.rows.map((row) => ({ fix: toFix(row), mark: Math.round(row.mark) })),
    steps: steps.rows.map((row) => ({
      step: row.step,
      time: row.at.getTime(),
      mark: row.recorded_at.getTime(),
    })),
    resolves: resolves.rows.map(resolveOf),
    ticks: ticks.rows.map((row) => row.at.getTime()),
  };
}

/** What the history of an alarm holds beside its `resolve`, for the engine. */
export interface ResolveData {
  readonly start: Instant;
  readonly end: Instant | null;
  /** The alarm's `evidence_at` that its author saw. */
  readonly seen: Instant;
  /** The alarm's `settled_at`; without one it was no later than the act. */
  readonly settled?: Instant;
}

export interface ResolveRow {
  readonly kind: AlarmKind;
  readonly cause: string;
  readonly at: Date;
  readonly data: ResolveData;
}

/** The act comes after what it answers, also where the seal's clock runs ahead of the platform's. */
export function resolveOf({ kind, cause, at, data }: ResolveRow): ResolveRecord {
  const { start, end, seen, settled = -Infinity } = data;
  return { time: Math.max(at.getTime(), settled), alarm: kind, cause, start, end, seen };
}

/** An alarm of a watch as the engine last spoke of it. */
export interface StandingRecord {
  readonly episode: AlarmChange;
  readonly withdrawn: 'corrected' | 'merged' | null;
}

/** Every alarm of a watch, withdrawn ones as well; others about the same seal are not its own to change. */
export async function readStanding(db: Reader, watch: WatchKey): Promise<StandingRecord[]> {
  const { rows } = await db.query<AlarmRecord>({
    name: 'read-standing',
    text: 'select * from alarms where transit_id = $1 and seal_id = $2 and kind <> all ($3)',
    values: [watch.transitId, watch.sealId, NOT_OF_A_WATCH],
  });
  return rows.map(standingOf);
}

export function standingOf(row: AlarmRecord): StandingRecord {
  return {
    withdrawn: row.withdrawn,
    episode: {
      key: row.key,
      kind: row.kind,
      cause: row.cause,
      severity: row.severity,
      start: row.start_at.getTime(),
      end: row.end_at?.getTime() ?? null,
      place: { lat: row.lat, lon: row.lon },
      why: row.why,
      evidence: row.evidence_at.getTime(),
      resolved: row.resolved,
      settled: row.settled_at.getTime(),
    },
  };
}

/** Which of these fixes are in the log already. @returns indexes into `fixes` */
export async function findKnown(
  db: Reader,
  fixes: readonly { readonly seal: number; readonly time: Instant; readonly seq: number }[],
): Promise<ReadonlySet<number>> {
  const { rows } = await db.query<{ row: number }>({
    name: 'find-known',
    text: `select (n.row - 1)::int4 as row
      from unnest($1::int4[], $2::timestamptz[], $3::int8[]) with ordinality as n (seal, time, seq, row)
      join fixes f on f.seal = n.seal and f.time = n.time and f.seq = n.seq`,
    values: [fixes.map(({ seal }) => seal), fixes.map(({ time }) => at(time)), fixes.map(({ seq }) => seq)],
  });
  return new Set(rows.map(({ row }) => row));
}

function at(instant: Instant): Date {
  // -Infinity: from the beginning of what a Date can say
  return new Date(Math.max(instant, -8.64e15 / 1_000));
}
