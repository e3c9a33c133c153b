import {
  ENDED_BY_OFFICER,
  LATE_AFTER,
  type AlarmEnding,
  type AlarmKind,
  type AlarmReason,
  type AlarmState,
  type DispatchState,
  type Severity,
} from '@haidang/domain';
import type { ClientBase } from 'pg';
import {
  boolArray,
  float8Array,
  int4Array,
  int8Array,
  textArray,
  timestamptzArray,
} from '../binary-arrays.js';
import type { AlarmRow, Facts } from '../commit.js';
import { fixValues, INSERT_FIXES, insertFixes } from '../fix-rows.js';
import { ENTER_NOTED, NOTED } from '../ledger/alarm-acts.js';

/** Who was sent to an alarm, as its row has it; times as RFC 3339 text. */
export interface FieldResponse {
  readonly dispatchId: string;
  readonly patrolId: string;
  /** Of those who were sent: whose office sees the alarm. */
  readonly facilityId: string;
  readonly patrol: string;
  readonly contact: string;
  readonly state: DispatchState;
  /** Since when it is so. */
  readonly at: string;
  readonly sentAt: string;
}

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
  /** Of one that is about a place and no gate of it. */
  readonly facility_id: string | null;
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
  readonly cause: string;
  readonly evidence_at: Date;
  readonly settled_at: Date;
  readonly resolved: boolean;
  readonly withdrawn: 'corrected' | 'merged' | null;
  readonly merged_into: string | null;
  /** Of a meeting: whom the transit met. */
  readonly other_transit_id: string | null;
  /** How many acts of the desk it has had. */
  readonly acts: number;
  readonly assignee_id: string | null;
  /** Since when nobody has acknowledged it, while it is open. */
  readonly waiting_since: Date;
  readonly acknowledged_at: Date | null;
  readonly acknowledged_by: string | null;
  readonly acknowledged_by_id: string | null;
  /** When it last grew worse while it stood in the queue, from which severity, and who had acknowledged it until then; null since somebody acknowledged it again. */
  readonly worsened_at: Date | null;
  readonly worsened_from: Severity | null;
  readonly worsened_under: string | null;
  readonly worsened_under_id: string | null;
  readonly escalated_at: Date | null;
  /** A name; null: the clock. */
  readonly escalated_by: string | null;
  readonly shelved_until: Date | null;
  readonly shelve_reason: string | null;
  readonly shelved_by: string | null;
  /** When it was resolved, by whomever, while it is so. */
  readonly resolved_at: Date | null;
  /** When somebody who was sent first stood where it was raised. */
  readonly on_spot_at: Date | null;
  /** Who was sent last, and how far they have come. */
  readonly response: FieldResponse | null;
}

/** An alarm with its transit's number and route. */
export interface NumberedAlarm extends AlarmRecord {
  readonly transit_number: string | null;
  readonly route_id: string | null;
}

/** {@link NumberedAlarm}s, as `a`, with their transits, as `t`. */
export const NUMBERED_ALARMS = `select a.*, t.number as transit_number, t.route_id from alarms a left join transits t on t.id = a.transit_id`;

/** Of one that is resolved: nobody had seen its evidence, for the engine took it back and closed it itself; or there is more than its author had seen. */
const REOPENS = `a.state = 'resolved' and (a.seen_at is null or excluded.evidence_at > a.seen_at)`;

/**
 * How the engine's word changes a stored alarm `a`, beside its revision: one taken back stands again; one that a person resolved is open again when there is
 * evidence its author had not seen; otherwise what people did with it stays. But one that grows worse waits for somebody anew, whoever had acknowledged it
 * (the trigger `alarm_waits`, migration 42).
 */
export const REVISE = `severity = excluded.severity, start_at = excluded.start_at, end_at = excluded.end_at,
  lat = excluded.lat, lon = excluded.lon, why = excluded.why, evidence_at = excluded.evidence_at,
  settled_at = excluded.settled_at, resolved = excluded.resolved, withdrawn = null, merged_into = null,
  state = case when ${REOPENS} then 'open' else a.state end,
  ending = case when a.state <> 'resolved' or (${REOPENS}) then null else a.ending end`;

/** That an alarm grew worse with this change of it, `c`. @param before when it last had before it */
export const grew = (before: string): string =>
  `(c.worsened_at is not null and c.worsened_at is distinct from ${before})`;

/** What such a line of the history, `w.what`, says besides. */
export const WORSENED = `case when w.what = 'worsened' then
  jsonb_strip_nulls(jsonb_build_object('from', c.worsened_from, 'acknowledgedBy', c.worsened_under)) else '{}' end`;

/**
 * - `said`: an alarm is said when this statement stores its fix. One whose fix was in the log had been said: a connection broke after
 *   the commit and before its answer, and the batch is tried again. Told again in order, an alarm that has ended would flicker.
 * - `watched`: the transits, locked until the commit. A person who ends one waits, and then ends these alarms too; where one has been
 *   ended while the batch was under way, its alarms end here, when it did, but for what only an officer ends. The time stands in the
 *   row that the lock gives, for what else the person wrote is not seen by a statement that began before.
 * - `changed`: of several changes of an episode the last one stands, and each is a revision; saying the same again changes nothing.
 *   One that is first said long after the event that proved it is `late` (`LATE_AFTER`): it was revealed, not seen happening.
 * - `noted`: a line of the history for each change; one that says beginning and end at once makes two, and an end that is graver than what was known, too.
 *   `entered`: the same in the ledger.
 * - `told`, `owed`: what stands now, and the same for the live feed.
 */
const INSERT_FIXES_AND_ALARMS = `with stored as (
    ${INSERT_FIXES}
    returning seal, time, seq
  ), watched as (
    select t.id, t.number, t.route_id, t.ended_at from transits t where t.id = any ($25) order by t.id for share of t
  ), said as (
    select a.id::uuid, a.key, a.kind, a.severity, a.transit_id, a.container_number, a.seal_id, a.start_at,
      case when a.end_at is null and w.ended_at is not null and a.kind <> all ($37) then greatest(a.start_at, w.ended_at)
        else a.end_at end as end_at,
      a.lat, a.lon, a.why::jsonb, a.cause, a.evidence_at, a.settled_at, a.resolved,
      min(a.settled_at) over (partition by a.key) as proven_at,
      (row_number() over (partition by a.key order by a.n))::int4 as nth,
      (count(*) over (partition by a.key))::int4 as changes
    from unnest($18::int4[], $19::timestamptz[], $20::int8[], $21::text[], $22::text[], $23::text[], $24::text[], $25::text[],
        $26::text[], $27::text[], $28::timestamptz[], $29::timestamptz[], $30::float8[], $31::float8[], $32::text[],
        $33::text[], $34::timestamptz[], $35::timestamptz[], $36::bool[])
      with ordinality as a (seal, time, seq, id, key, kind, severity, transit_id,
        container_number, seal_id, start_at, end_at, lat, lon, why, cause, evidence_at, settled_at, resolved, n)
    join stored using (seal, time, seq)
    join watched w on w.id = a.transit_id
  ), before as (
    select key, state, worsened_at from alarms where key = any ($22)
  ), changed as (
    insert into alarms as a (id, key, kind, severity, transit_id, container_number, seal_id, start_at, end_at,
      raised_at, late, lat, lon, why, cause, evidence_at, settled_at, resolved, revision)
    select id, key, kind, severity, transit_id, container_number, seal_id, start_at, end_at,
      $17, $17 - proven_at > interval '${LATE_AFTER} milliseconds', lat, lon, why, cause, evidence_at, settled_at, resolved, changes
    from said where nth = changes
    on conflict (key) do update set ${REVISE}, revision = a.revision + excluded.revision
      where (a.severity, a.start_at, a.end_at, a.evidence_at, a.settled_at, a.resolved) is distinct from
        (excluded.severity, excluded.start_at, excluded.end_at, excluded.evidence_at, excluded.settled_at, excluded.resolved)
    returning *
  ), noted as (
    insert into alarm_history (alarm_id, at, revision, what, data)
    select c.id, $17, c.revision - s.changes + s.nth, w.what,
      jsonb_build_object('severity', s.severity, 'start', s.start_at, 'end', s.end_at, 'why', s.why) || ${WORSENED}
    from changed c join said s using (key) left join before b using (key), lateral (
      select 'worsened' as what where s.nth = s.changes and ${grew('b.worsened_at')}
      union all select 'opened' where b.key is null and s.nth = 1
      union all select 'ended' where s.end_at is not null
      union all select case when b.state = 'resolved' and c.state = 'open' then 'reopened' else 'changed' end
        where s.end_at is null and (b.key is not null or s.nth > 1) and not (s.nth = s.changes and ${grew('b.worsened_at')})) w
    ${NOTED}
  ), entered as (
    ${ENTER_NOTED}
  ), told as (
    select c.*, w.number as transit_number, w.route_id from changed c join watched w on w.id = c.transit_id order by c.start_at
  ), owed as (
    insert into outbox (channel, topic, payload) select 'live', 'alarm', to_jsonb(told) from told
  )
  select new.fixes as new_fixes, told.* from (select count(*)::int4 as fixes from stored) new left join told on true`;

/**
 * Appends fixes to the log, and with them the alarms that they led to: one statement, which is a transaction by itself.
 * @returns how many fixes were new, and the alarms that changed
 */
export async function insertFixesAndAlarms(
  client: ClientBase,
  { fixes, alarms, receivedAt }: Pick<Facts, 'fixes' | 'alarms' | 'receivedAt'>,
): Promise<{ newFixes: number; changed: readonly NumberedAlarm[] }> {
  if (alarms.length === 0) return { newFixes: await insertFixes(client, fixes, receivedAt), changed: [] };
  const { rows } = await client.query<NumberedAlarm & { new_fixes: number }>({
    name: 'insert-fixes-and-alarms',
    text: INSERT_FIXES_AND_ALARMS,
    values: [...fixValues(fixes, receivedAt), ...arraysOf(alarms), [...ENDED_BY_OFFICER]],
  });
  // without a change one row comes all the same, for the number of fixes
  return { newFixes: rows[0]!.new_fixes, changed: rows.filter(({ id }) => id !== null) };
}

/** The alarms of these rows as they stand. */
export async function readAlarms(client: ClientBase, rows: readonly AlarmRow[]): Promise<NumberedAlarm[]> {
  if (rows.length === 0) return [];
  const { rows: found } = await client.query<NumberedAlarm>(`${NUMBERED_ALARMS} where a.key = any($1)`, [
    [...new Set(rows.map(({ change }) => change.key))],
  ]);
  return found;
}

function arraysOf(rows: readonly AlarmRow[]): Buffer[] {
  const n = rows.length;
  const change = (row: number) => rows[row]!.change;
  return [
    int4Array(n, (i) => rows[i]!.cause.seal),
    timestamptzArray(n, (i) => rows[i]!.cause.fix.time),
    int8Array(n, (i) => rows[i]!.cause.fix.seq),
    textArray(n, (i) => rows[i]!.id),
    textArray(n, (i) => change(i).key),
    textArray(n, (i) => change(i).kind),
    textArray(n, (i) => change(i).severity),
    textArray(n, (i) => rows[i]!.transitId),
    textArray(n, (i) => rows[i]!.containerNumber),
    textArray(n, (i) => rows[i]!.sealId),
    timestamptzArray(n, (i) => change(i).start),
    timestamptzArray(n, (i) => change(i).end),
    float8Array(n, (i) => change(i).place.lat),
    float8Array(n, (i) => change(i).place.lon),
    textArray(n, (i) => JSON.stringify(change(i).why)),
    textArray(n, (i) => change(i).cause),
    timestamptzArray(n, (i) => change(i).evidence),
    timestamptzArray(n, (i) => change(i).settled),
    boolArray(n, (i) => change(i).resolved),
  ];
}
