import type { AlarmChange, Instant } from '@haidang/domain';
import type { ClientBase, Pool } from 'pg';
import { grew, NUMBERED_ALARMS, REVISE, WORSENED, type NumberedAlarm } from '../commit/alarms.js';
import { ENTER_NOTED, NOTED } from '../ledger/alarm-acts.js';

/** An alarm as the engine would have it now. */
export interface RevisedAlarm {
  /** A UUID that follows from `change.key`. */
  readonly id: string;
  readonly change: AlarmChange;
  readonly late: boolean;
}

/** An alarm that the events do not show. */
export interface WithdrawnAlarm {
  readonly id: string;
  readonly ending: 'corrected' | 'merged';
  readonly intoId: string | null;
}

export interface Milestone {
  readonly seal: number;
  readonly transitId: string;
  readonly hour: Instant;
  readonly state: unknown;
}

/** Whom alarms are about, and when it is said. */
export interface AlarmSubject {
  readonly transitId: string;
  readonly sealId: string | null;
  readonly container: string | null;
  readonly at: Instant;
}

/** @returns the alarms that changed, as they stand now; the live feed is owed them */
export async function reviseAlarms(
  tx: ClientBase,
  subject: AlarmSubject,
  alarms: readonly RevisedAlarm[],
  withdrawn: readonly WithdrawnAlarm[],
): Promise<NumberedAlarm[]> {
  const changed: string[] = [];
  for (const alarm of alarms) changed.push(...(await upsertRevised(tx, subject, alarm)));
  for (const one of withdrawn) changed.push(...(await withdraw(tx, subject.at, one)));
  return await oweAlarms(tx, changed);
}

/** States at the ends of hours; one that was kept for the same hour gives way. */
export async function writeMilestones(
  db: Pool | ClientBase,
  milestones: readonly Milestone[],
): Promise<void> {
  if (milestones.length === 0) return;
  await db.query({
    name: 'write-milestones',
    text: `insert into milestones (seal, transit_id, hour, state)
      select m.seal, m.transit_id, m.hour, m.state::jsonb
      from unnest($1::int4[], $2::text[], $3::timestamptz[], $4::text[]) as m (seal, transit_id, hour, state)
      where exists (select 1 from transits where id = m.transit_id)
      on conflict (seal, transit_id, hour) do update set state = excluded.state`,
    values: [
      milestones.map(({ seal }) => seal),
      milestones.map(({ transitId }) => transitId),
      milestones.map(({ hour }) => new Date(hour)),
      milestones.map(({ state }) => JSON.stringify(state)),
    ],
  });
}

/** Takes those of a watch back that were kept for hours after one: what is folded again from there may be without what they know. */
export async function dropMilestonesAfter(
  db: ClientBase,
  { seal, transitId }: Pick<Milestone, 'seal' | 'transitId'>,
  hour: Instant,
): Promise<void> {
  if (hour === Infinity) return;
  await db.query({
    name: 'drop-milestones-after',
    text: 'delete from milestones where seal = $1 and transit_id = $2 and hour > $3',
    values: [seal, transitId, hour === -Infinity ? '-infinity' : new Date(hour)],
  });
}

/** Since when a seal is to be folded again. */
export interface RevisionDue {
  readonly seal: number;
  readonly from: Instant;
}

/** Notes that the events of these seals are to be folded again; the earliest time of each stands. */
export async function noteRevisionsDue(db: Pool | ClientBase, due: readonly RevisionDue[]): Promise<void> {
  if (due.length === 0) return;
  await db.query({
    name: 'note-revisions-due',
    text: `insert into revisions_due as d (seal, from_at)
      select seal, min(from_at) from unnest($1::int4[], $2::timestamptz[]) as n (seal, from_at)
      where seal in (select key from seals) group by seal
      on conflict (seal) do update set from_at = least(d.from_at, excluded.from_at), version = d.version + 1`,
    values: [due.map(({ seal }) => seal), due.map(({ from }) => new Date(from))],
  });
}

/** Notes it for every seal of a transit, in the transaction of what makes it necessary. */
export async function noteTransitRevision(tx: ClientBase, transitId: string, from: Instant): Promise<void> {
  await tx.query('select owe_transit_revision($1, $2)', [transitId, new Date(from)]);
}

/** Notes it for the seal of an alarm, in the transaction of an act on it. */
export async function noteAlarmRevision(tx: ClientBase, alarmId: string, from: Instant): Promise<void> {
  await tx.query('select owe_alarm_revision($1, $2)', [alarmId, new Date(from)]);
}

export async function readRevisionsDue(db: Pool | ClientBase): Promise<RevisionDue[]> {
  const { rows } = await db.query<{ seal: number; from_at: Date }>('select seal, from_at from revisions_due');
  return rows.map(({ seal, from_at }) => ({ seal, from: from_at.getTime() }));
}

/** How much was noted for a seal; 0 when nothing is. What is noted later makes it grow. */
export async function readRevisionVersion(db: Pool | ClientBase, seal: number): Promise<number> {
  const { rows } = await db.query<{ version: number }>({
    name: 'read-revision-version',
    text: 'select version from revisions_due where seal = $1',
    values: [seal],
  });
  return rows[0]?.version ?? 0;
}

/** Takes out what was folded, unless more has been noted since. */
export async function dropRevisionsDone(
  db: Pool | ClientBase,
  done: readonly { readonly seal: number; readonly version: number }[],
): Promise<void> {
  if (done.length === 0) return;
  await db.query({
    name: 'drop-revisions-done',
    text: `delete from revisions_due d using unnest($1::int4[], $2::int4[]) as n (seal, version)
      where d.seal = n.seal and d.version = n.version`,
    values: [done.map(({ seal }) => seal), done.map(({ version }) => version)],
  });
}

/** Nothing that late is folded in any more: of each watch that goes on the last state before the time is still one to fold from. */
export async function dropOldMilestones(db: Pool | ClientBase, before: Instant): Promise<void> {
  await db.query(
    `delete from milestones m where hour < $1 and (
      exists (select from milestones n where n.seal = m.seal and n.transit_id = m.transit_id and n.hour > m.hour and n.hour < $1)
      or exists (select from transits t where t.id = m.transit_id and t.ended_at < $1))`,
    [new Date(before)],
  );
}

async function upsertRevised(
  tx: ClientBase,
  { transitId, sealId, container, at }: AlarmSubject,
  { id, change, late }: RevisedAlarm,
): Promise<string[]> {
  const { rows } = await tx.query<{ id: string }>({
    name: 'upsert-revised',
    text: `with before as (
        select state, revision, end_at, worsened_at from alarms where key = $2
      ), changed as (
        insert into alarms as a (id, key, kind, cause, severity, transit_id, container_number, seal_id, start_at, end_at,
          raised_at, late, lat, lon, why, evidence_at, settled_at, resolved)
        values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18)
        on conflict (key) do update set ${REVISE}, revision = a.revision + case
          when a.withdrawn is not null or (a.severity, a.start_at, a.end_at, a.evidence_at) is distinct from
            (excluded.severity, excluded.start_at, excluded.end_at, excluded.evidence_at) then 1 else 0 end
        returning a.*
      ), noted as (
        insert into alarm_history (alarm_id, at, revision, what, data)
        select c.id, $11, c.revision, w.what,
          jsonb_build_object('severity', c.severity, 'start', c.start_at, 'end', c.end_at, 'why', c.why, 'late', c.late) || ${WORSENED}
        from changed c left join before b on true, lateral (
          select 'opened' as what where b.state is null
          union all select 'worsened' where ${grew('b.worsened_at')}
          union all select 'ended' where c.end_at is not null and c.end_at is distinct from b.end_at
          union all select case when b.state = 'resolved' and c.state = 'open' then 'reopened' else 'changed' end
            where b.state is not null and (c.end_at is null or c.end_at = b.end_at) and not ${grew('b.worsened_at')}) w
        where c.revision is distinct from b.revision
        ${NOTED}
      ), entered as (
        ${ENTER_NOTED}
      )
      select id from changed`,
    values: [
      id,
      change.key,
      change.kind,
      change.cause,
      change.severity,
      transitId,
      container,
      sealId,
      new Date(change.start),
      change.end === null ? null : new Date(change.end),
      new Date(at),
      late,
      change.place.lat,
      change.place.lon,
      JSON.stringify(change.why),
      new Date(change.evidence),
      new Date(change.settled),
      change.resolved,
    ],
  });
  return rows.map((row) => row.id);
}

/** An alarm nobody has touched is closed by it; one that somebody has stays for them to close, and says that it was refuted. */
export async function withdraw(
  tx: ClientBase,
  at: Instant,
  { id, ending, intoId }: WithdrawnAlarm,
): Promise<string[]> {
  const { rows } = await tx.query<{ id: string }>({
    name: 'withdraw-alarm',
    text: `with changed as (
        update alarms set withdrawn = $2, merged_into = $3, revision = revision + 1,
          end_at = coalesce(end_at, greatest(start_at, settled_at)),
          state = case when state = 'open' and assignee is null and comments = '[]' then 'resolved' else state end,
          ending = case when state = 'resolved' then ending else $2 end
        where id = $1 and withdrawn is distinct from $2
        returning *
      ), noted as (
        insert into alarm_history (alarm_id, at, revision, what, data)
        select id, $4, revision, $2, jsonb_build_object('start', start_at, 'end', end_at, 'into', merged_into) from changed
        ${NOTED}
      ), entered as (
        ${ENTER_NOTED}
      )
      select id from changed`,
    values: [id, ending, intoId, new Date(at)],
  });
  return rows.map((row) => row.id);
}

/** The alarms as they stand now, which the live feed is owed. */
export async function oweAlarms(tx: ClientBase, ids: readonly string[]): Promise<NumberedAlarm[]> {
  if (ids.length === 0) return [];
  const { rows } = await tx.query<NumberedAlarm>(
    `with told as (
        ${NUMBERED_ALARMS}
        where a.id = any ($1::uuid[]) order by a.start_at
      ), owed as (
        insert into outbox (channel, topic, payload) select 'live', 'alarm', to_jsonb(told) from told
      )
      select * from told`,
    [ids],
  );
  return rows;
}
