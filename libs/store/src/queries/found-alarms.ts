import {
  LATE_AFTER,
  type AlarmEnding,
  type AlarmKind,
  type AlarmReason,
  type AlarmState,
  type Instant,
  type LatLon,
  type Severity,
} from '@haidang/domain';
import type { ClientBase } from 'pg';
import { ENTER_NOTED, NOTED } from '../ledger/alarm-acts.js';
import { oweAlarms } from '../watch/revision.js';
import { grew, WORSENED, type NumberedAlarm } from '../commit/alarms.js';
import type { Queryable } from './queryable.js';

/** An alarm that no rule of the engine's raises: what a capability found in facts of its own. The last word about it stands. */
export interface FoundAlarm {
  /** Names the episode for good: it must follow from the facts, and from nothing else, such as the order in which they came. */
  readonly key: string;
  readonly kind: AlarmKind;
  /** Which of several of a kind; empty where there is only one. */
  readonly cause: string;
  readonly severity: Severity;
  readonly transitId: string | null;
  readonly containerNumber: string | null;
  readonly sealId: string | null;
  readonly gateId: string | null;
  /** Of one that is about a place and no gate of it. */
  readonly facilityId?: string | null;
  readonly start: Instant;
  /** `null`: it goes on. */
  readonly end: Instant | null;
  /** The event time of what proved it: said much after it, the alarm is late. */
  readonly proven: Instant;
  /** When the newest fact in it was received: who resolved it having seen less has not seen it all. */
  readonly evidence: Instant;
  readonly place: LatLon;
  readonly why: AlarmReason;
}

/** One as it was told, and what became of it. */
export interface ToldAlarm extends FoundAlarm {
  readonly state: AlarmState;
  readonly ending: AlarmEnding | null;
  /** It was taken back, whatever people have done with it. */
  readonly isWithdrawn: boolean;
}

/** What there is to tell. Something ends by being said with its `end`. */
export interface FoundChanges {
  readonly said: readonly (FoundAlarm & { /** A UUID that follows from the key. */ readonly id: string })[];
  /** Keys of what the facts do not show any more. */
  readonly withdrawn: readonly string[];
}

interface Row {
  key: string;
  kind: AlarmKind;
  cause: string;
  severity: Severity;
  transit_id: string | null;
  container_number: string | null;
  seal_id: string | null;
  gate_id: string | null;
  facility_id: string | null;
  start_at: Date;
  end_at: Date | null;
  settled_at: Date;
  evidence_at: Date;
  lat: number;
  lon: number;
  why: AlarmReason;
  state: AlarmState;
  ending: AlarmEnding | null;
  withdrawn: string | null;
}

/** Those that go on. */
export async function readStandingFound(db: Queryable, kinds: readonly AlarmKind[]): Promise<ToldAlarm[]> {
  const { rows } = await db.query<Row>(
    'select * from alarms where kind = any ($1::text[]) and end_at is null',
    [[...kinds]],
  );
  return rows.map(told);
}

/** Those about these containers that began since a time, also resolved ones and those that were taken back. */
export async function readFoundOf(
  db: Queryable,
  kinds: readonly AlarmKind[],
  containers: readonly string[],
  since: Instant,
): Promise<ToldAlarm[]> {
  const { rows } = await db.query<Row>(
    `select * from alarms where container_number = any ($2::text[]) and kind = any ($1::text[]) and start_at >= $3`,
    [[...kinds], [...containers], new Date(since)],
  );
  return rows.map(told);
}

/**
 * An officer's word stands: one that a person resolved stays so, and ended as it was, unless it goes on with evidence that its author had not
 * seen. One that was taken back stands again.
 */
const REOPENS = `a.state = 'resolved' and (a.seen_at is null
  or (excluded.end_at is null and excluded.evidence_at > a.seen_at))`;

/** When it ended, by what is said now: what a person resolved has ended, too. */
const END = `case when a.state = 'resolved' and not (${REOPENS}) then coalesce(excluded.end_at, a.end_at) else excluded.end_at end`;

const SAY = `with before as (
    select key, state, revision, end_at, worsened_at from alarms where key = any ($2::text[])
  ), changed as (
    insert into alarms as a (id, key, kind, cause, severity, transit_id, container_number, seal_id, gate_id, facility_id, start_at, end_at,
      raised_at, late, lat, lon, why, evidence_at, settled_at, resolved)
    select id, key, kind, cause, severity, transit_id, container_number, seal_id, gate_id, facility_id, start_at, end_at,
      $17, $17 - proven_at > interval '${LATE_AFTER} milliseconds', lat, lon, why::jsonb, evidence_at, proven_at, false
    from unnest($1::uuid[], $2::text[], $3::text[], $4::text[], $5::text[], $6::text[], $7::text[], $8::text[], $9::text[],
        $10::timestamptz[], $11::timestamptz[], $12::timestamptz[], $13::timestamptz[], $14::float8[], $15::float8[], $16::text[], $18::text[])
      as s (id, key, kind, cause, severity, transit_id, container_number, seal_id, gate_id, start_at, end_at, proven_at, evidence_at,
        lat, lon, why, facility_id)
    on conflict (key) do update set severity = excluded.severity, transit_id = excluded.transit_id, seal_id = excluded.seal_id,
      start_at = excluded.start_at, lat = excluded.lat, lon = excluded.lon, why = excluded.why, evidence_at = excluded.evidence_at,
      settled_at = excluded.settled_at, withdrawn = null, merged_into = null, revision = a.revision + 1,
      end_at = ${END},
      state = case when ${REOPENS} then 'open' else a.state end,
      ending = case when a.state <> 'resolved' or (${REOPENS}) then null else a.ending end
    where a.withdrawn is not null or (a.severity, a.transit_id, a.seal_id, a.start_at, a.end_at, a.why) is distinct from
      (excluded.severity, excluded.transit_id, excluded.seal_id, excluded.start_at, ${END}, excluded.why)
    returning a.*
  ), noted as (
    insert into alarm_history (alarm_id, at, revision, what, data)
    select c.id, $17, c.revision, w.what,
      jsonb_build_object('severity', c.severity, 'start', c.start_at, 'end', c.end_at, 'why', c.why, 'late', c.late) || ${WORSENED}
    from changed c left join before b using (key), lateral (
      select 'opened' as what where b.key is null
      union all select 'worsened' where ${grew('b.worsened_at')}
      union all select 'ended' where c.end_at is not null and c.end_at is distinct from b.end_at
      union all select case when b.state = 'resolved' and c.state = 'open' then 'reopened' else 'changed' end
        where b.key is not null and (c.end_at is null or c.end_at = b.end_at) and not ${grew('b.worsened_at')}) w
    ${NOTED}
  ), entered as (${ENTER_NOTED})
  select id from changed`;

/** One that somebody has touched stays for them to close, and says that it was refuted; one that nobody has is closed by it. */
const WITHDRAW = `with changed as (
    update alarms set withdrawn = 'corrected', revision = revision + 1, end_at = coalesce(end_at, greatest(start_at, settled_at)),
      state = case when state = 'open' and assignee is null and comments = '[]' then 'resolved' else state end,
      ending = case when state = 'resolved' then ending else 'corrected' end
    where key = any ($1::text[]) and withdrawn is null returning *
  ), noted as (
    insert into alarm_history (alarm_id, at, revision, what, data)
    select id, $2, revision, 'corrected', jsonb_build_object('start', start_at, 'end', end_at) from changed ${NOTED}
  ), entered as (${ENTER_NOTED})
  select id from changed`;

/**
 * Tells what was found, with its history and the ledger, in the caller's transaction. What was told already changes nothing.
 * @returns the alarms that changed, as they stand now; the live feed is owed them
 */
export async function writeFoundAlarms(
  tx: ClientBase,
  { said, withdrawn }: FoundChanges,
  at: Instant,
): Promise<NumberedAlarm[]> {
  const changed: string[] = [];
  if (said.length > 0) {
    const { rows } = await tx.query<{ id: string }>({
      name: 'say-found-alarms',
      text: SAY,
      values: [...arraysOf(said), new Date(at), said.map(({ facilityId = null }) => facilityId)],
    });
    changed.push(...rows.map(({ id }) => id));
  }
  if (withdrawn.length > 0) {
    const { rows } = await tx.query<{ id: string }>(WITHDRAW, [[...withdrawn], new Date(at)]);
    changed.push(...rows.map(({ id }) => id));
  }
  return await oweAlarms(tx, changed);
}

function arraysOf(said: FoundChanges['said']): unknown[][] {
  const date = (at: Instant | null): Date | null => (at === null ? null : new Date(at));
  return [
    said.map(({ id }) => id),
    said.map(({ key }) => key),
    said.map(({ kind }) => kind),
    said.map(({ cause }) => cause),
    said.map(({ severity }) => severity),
    said.map(({ transitId }) => transitId),
    said.map(({ containerNumber }) => containerNumber),
    said.map(({ sealId }) => sealId),
    said.map(({ gateId }) => gateId),
    said.map(({ start }) => date(start)),
    said.map(({ end }) => date(end)),
    said.map(({ proven }) => date(proven)),
    said.map(({ evidence }) => date(evidence)),
    said.map(({ place }) => place.lat),
    said.map(({ place }) => place.lon),
    said.map(({ why }) => JSON.stringify(why)),
  ];
}

function told(row: Row): ToldAlarm {
  return {
    key: row.key,
    kind: row.kind,
    cause: row.cause,
    severity: row.severity,
    transitId: row.transit_id,
    containerNumber: row.container_number,
    sealId: row.seal_id,
    gateId: row.gate_id,
    facilityId: row.facility_id,
    start: row.start_at.getTime(),
    end: row.end_at?.getTime() ?? null,
    proven: row.settled_at.getTime(),
    evidence: row.evidence_at.getTime(),
    place: { lat: row.lat, lon: row.lon },
    why: row.why,
    state: row.state,
    ending: row.ending,
    isWithdrawn: row.withdrawn !== null,
  };
}
