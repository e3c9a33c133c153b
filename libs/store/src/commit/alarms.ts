import {
  isWatched,
  type AlarmEnding,
  type AlarmKind,
  type AlarmReason,
  type AlarmState,
  type Instant,
  type Severity,
  type TransitState,
} from '@haidang/domain';
import type { ClientBase } from 'pg';
import type { AlarmRow } from '../commit.js';

/** A row of `alarms`. */
export interface AlarmRecord {
  readonly id: string;
  readonly key: string;
  readonly kind: AlarmKind;
  readonly severity: Severity;
  readonly state: AlarmState;
  readonly ending: AlarmEnding | null;
  readonly transit_id: string | null;
  readonly container_number: string | null;
  readonly seal_id: string | null;
  readonly gate_id: string | null;
  readonly start_at: Date;
  readonly end_at: Date | null;
  readonly raised_at: Date;
  readonly late: boolean;
  readonly lat: number;
  readonly lon: number;
  readonly why: AlarmReason;
  readonly revision: number;
  readonly assignee: string | null;
  readonly comments: { at: string; by: string; text: string }[];
}

/** An alarm that began longer ago than this when it was raised is `late`: it was revealed, not seen happening. */
const LATE_AFTER_MS = 10 * 60_000;

/**
 * Raises new episodes and changes standing ones; saying the same again changes nothing and is not among the answers.
 * Several changes of one episode in a batch are applied in their order. Each change is a line of the history.
 */
export async function upsertAlarms(
  client: ClientBase,
  rows: readonly AlarmRow[],
  receivedAt: Instant,
): Promise<AlarmRecord[]> {
  const changed = new Map<string, AlarmRecord>();
  const over = rows.length === 0 ? undefined : await transitsOver(client, rows);
  for (const row of rows) {
    const record = await upsertAlarm(client, endedWith(over?.get(row.transitId), row), receivedAt);
    if (record !== undefined) changed.set(record.id, record);
  }
  return [...changed.values()];
}

/** The alarms of these rows as they stand. */
export async function readAlarms(client: ClientBase, rows: readonly AlarmRow[]): Promise<AlarmRecord[]> {
  if (rows.length === 0) return [];
  const keys = [...new Set(rows.map(({ change }) => change.key))];
  const { rows: found } = await client.query<AlarmRecord>('select * from alarms where key = any($1)', [keys]);
  return found;
}

/**
 * The transits of these rows that a person has ended while the batch was under way, and when. The lock keeps the others from
 * ending until the commit: an alarm would stand for ever on a transit that nobody watches any more.
 */
async function transitsOver(client: ClientBase, rows: readonly AlarmRow[]): Promise<Map<string, Instant>> {
  const { rows: found } = await client.query<{ id: string; state: TransitState; at: Date | null }>({
    name: 'lock-transits-of-alarms',
    text: `select id, state, (select max(s.at) from transit_steps s where s.transit_id = t.id) as at
      from transits t where id = any($1) order by id for share of t`,
    values: [[...new Set(rows.map((row) => row.transitId))]],
  });
  const over = found.filter(({ state }) => !isWatched(state));
  return new Map(over.map(({ id, at }) => [id, at?.getTime() ?? 0]));
}

function endedWith(over: Instant | undefined, row: AlarmRow): AlarmRow {
  const { change } = row;
  if (over === undefined || change.end !== null) return row;
  return { ...row, change: { ...change, end: Math.max(change.start, over) } };
}

async function upsertAlarm(
  client: ClientBase,
  row: AlarmRow,
  receivedAt: Instant,
): Promise<AlarmRecord | undefined> {
  const { change } = row;
  const { rows } = await client.query<AlarmRecord>({
    name: 'upsert-alarm',
    text: `with changed as (
        insert into alarms as a (id, key, kind, severity, transit_id, container_number, seal_id, start_at, end_at,
          raised_at, late, lat, lon, why)
        values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14)
        on conflict (key) do update
          set severity = excluded.severity, end_at = excluded.end_at, why = excluded.why, revision = a.revision + 1
          where (a.severity, a.end_at) is distinct from (excluded.severity, excluded.end_at)
        returning a.*
      ), noted as (
        insert into alarm_history (alarm_id, at, revision, what, data)
        select id, $10, revision, case when end_at is not null then 'ended' when revision = 1 then 'opened' else 'changed' end,
          jsonb_build_object('severity', severity, 'start', start_at, 'end', end_at, 'why', why)
        from changed
      )
      select * from changed`,
    values: [
      row.id,
      change.key,
      change.kind,
      change.severity,
      row.transitId,
      row.containerNumber,
      row.sealId,
      new Date(change.start),
      change.end === null ? null : new Date(change.end),
      new Date(receivedAt),
      receivedAt - change.start > LATE_AFTER_MS,
      change.place.lat,
      change.place.lon,
      JSON.stringify(change.why),
    ],
  });
  return rows[0];
}
