import { TRANSIT_STEPS, type AlarmKind, type Instant, type TransitStep } from '@haidang/domain';
import { findTasks, type TaskRecord } from '../directory.js';
import { resolveOf, type ResolveRecord, type ResolveRow, type WatchHistory } from '../watch/history.js';
import { preciseTime, type Placed, type Queryable, type TimePlace } from './queryable.js';

/** Which transits a draft is tried on: those on their way within a time; on one route, or from one place to another, where that is said. */
export interface TrialScope {
  readonly from: Instant;
  readonly to: Instant;
  readonly routeId?: string | undefined;
  readonly ends?: { readonly from: string; readonly to: string } | undefined;
}

const ON_THE_WAY = `departed_at <= $2 and coalesce(arrived_at, ended_at, 'infinity') >= $1
  and ($3::text is null or route_id = $3) and ($4::text is null or (from_id = $4 and to_id = $5))`;

function valuesOf({ from, to, routeId, ends }: TrialScope): unknown[] {
  return [new Date(from), new Date(to), routeId ?? null, ends?.from ?? null, ends?.to ?? null];
}

export async function countTrialTransits(db: Queryable, scope: TrialScope): Promise<number> {
  const { rows } = await db.query<{ count: number }>(
    `select count(*)::int4 as count from transits where ${ON_THE_WAY}`,
    valuesOf(scope),
  );
  return rows[0]!.count;
}

/** The ids of the transits, those that departed last first. */
export async function listTrialTransits(
  db: Queryable,
  scope: TrialScope,
  page: { readonly after: TimePlace | null; readonly limit: number },
): Promise<Placed<string>[]> {
  const { rows } = await db.query<{ id: string; at: string }>(
    `select id, ${preciseTime('departed_at')} as at from transits
      where ${ON_THE_WAY} and ($6::timestamptz is null or (departed_at, id) < ($6, $7))
      order by departed_at desc, id desc limit $8`,
    [...valuesOf(scope), page.after?.at ?? null, page.after?.id ?? null, page.limit],
  );
  return rows.map(({ id, at }) => ({ place: { id, at }, value: id }));
}

/** An alarm that stands at the desk, and which one it is of a seal on its transit. */
export interface StoodAlarm {
  readonly id: string;
  readonly transitId: string;
  readonly sealId: string | null;
  readonly kind: AlarmKind;
  readonly cause: string;
  readonly start: Instant;
  readonly end: Instant | null;
}

/** What is known of transits beside their tracks. */
export interface TrialPapers {
  /** What each of their seals closed, those that were taken off, too. */
  readonly tasks: readonly TaskRecord[];
  /** By transit. */
  readonly steps: ReadonlyMap<string, WatchHistory['steps']>;
  /** By transit and seal: {@link watchName}. */
  readonly resolves: ReadonlyMap<string, readonly ResolveRecord[]>;
  readonly alarms: readonly StoodAlarm[];
  /** `seals.key` by id. */
  readonly keys: ReadonlyMap<string, number>;
}

export function watchName(transitId: string, sealId: string): string {
  return `${transitId} ${sealId}`;
}

/** All of it as it is in the scope of whoever asks. */
export async function readTrialPapers(db: Queryable, transitIds: readonly string[]): Promise<TrialPapers> {
  const tasks = await findTasks(db, transitIds);
  const steps = await db.query<{ id: string; step: TransitStep; at: Date; recorded_at: Date }>(
    `select transit_id as id, step, at, recorded_at from transit_steps
      where transit_id = any ($1) and step = any ($2) order by at, id`,
    [transitIds, Object.keys(TRANSIT_STEPS)],
  );
  const alarms = await db.query<StoodRow>(
    `select id, transit_id, seal_id, kind, cause, start_at, end_at from alarms where transit_id = any ($1) and withdrawn is null`,
    [transitIds],
  );
  const resolves = await db.query<StoodRow & ResolveRow>(
    `select a.transit_id, a.seal_id, a.kind, a.cause, h.at, h.data from alarms a join alarm_history_seen h on h.alarm_id = a.id
      where a.transit_id = any ($1) and h.what = 'resolve' and h.data ? 'seen' order by h.at`,
    [transitIds],
  );
  const sealIds = tasks.flatMap(({ sealId }) => sealId ?? []);
  const seals = await db.query<{ id: string; key: number }>('select id, key from seals where id = any ($1)', [
    sealIds,
  ]);
  return {
    tasks,
    steps: grouped(steps.rows, ({ id, step, at, recorded_at }) => [
      id,
      { step, time: at.getTime(), mark: recorded_at.getTime() },
    ]),
    resolves: grouped(resolves.rows, (row) => [watchName(row.transit_id, row.seal_id ?? ''), resolveOf(row)]),
    alarms: alarms.rows.map((row) => ({
      id: row.id,
      transitId: row.transit_id,
      sealId: row.seal_id,
      kind: row.kind,
      cause: row.cause,
      start: row.start_at.getTime(),
      end: row.end_at?.getTime() ?? null,
    })),
    keys: new Map(seals.rows.map(({ id, key }) => [id, key])),
  };
}

interface StoodRow {
  readonly id: string;
  readonly transit_id: string;
  readonly seal_id: string | null;
  readonly kind: AlarmKind;
  readonly cause: string;
  readonly start_at: Date;
  readonly end_at: Date | null;
}

function grouped<Row, T>(
  rows: readonly Row[],
  of: (row: Row) => readonly [name: string, value: T],
): Map<string, T[]> {
  const groups = new Map<string, T[]>();
  for (const row of rows) {
    const [name, value] = of(row);
    const group = groups.get(name);
    if (group === undefined) groups.set(name, [value]);
    else group.push(value);
  }
  return groups;
}
