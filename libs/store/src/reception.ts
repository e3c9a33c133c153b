import { isWatched, OF_RECEPTION, TRANSIT_STATES, type AlarmChange, type Instant } from '@haidang/domain';
import type { ClientBase, Pool } from 'pg';
import { grew, REVISE, WORSENED, type NumberedAlarm } from './commit/alarms.js';
import { ENTER_NOTED, NOTED } from './ledger/alarm-acts.js';
import { inTransaction } from './queries/queryable.js';
import { oweAlarms } from './watch/revision.js';

/** An alarm from what the platform heard; of a seal on its transit, or of none. */
export interface ReceptionAlarm {
  /** A UUID that follows from `change.key`. */
  readonly id: string;
  readonly change: AlarmChange;
  readonly sealId: string | null;
  readonly transitId: string | null;
  readonly container: string | null;
}

/** What was said since the last time, and where listening stands with it: stored together, so that a restart says nothing twice. */
export interface ReceptionSave {
  readonly at: Instant;
  /** Each key once. */
  readonly alarms: readonly ReceptionAlarm[];
  /** Seals, by `seals.key`, whose memory is to be kept, and those whose is not any more. */
  readonly seals: readonly { readonly seal: number; readonly state: unknown }[];
  readonly gone: readonly number[];
  /** What is remembered of no single seal. */
  readonly stage: unknown;
}

export interface ReceptionRecord {
  readonly stage: unknown;
  readonly seals: readonly { readonly seal: number; readonly state: unknown }[];
}

const STAGE = 'reception';

/** @returns undefined when none was ever written */
export async function readReception(db: Pool | ClientBase): Promise<ReceptionRecord | undefined> {
  const stage = await db.query<{ value: unknown }>('select value from settings where name = $1', [STAGE]);
  if (stage.rows[0] === undefined) return undefined;
  const seals = await db.query<{ seal: number; state: unknown }>('select seal, state from seal_reception');
  return { stage: stage.rows[0].value, seals: seals.rows };
}

/** An officer's act on an alarm, having seen all its evidence. */
export interface ReceptionResolve {
  readonly key: string;
  readonly sealId: string | null;
  readonly seen: Instant;
}

/** What officers resolved lately and listening was not stored with: the process ended in between. */
export async function readUntoldResolves(db: Pool | ClientBase): Promise<ReceptionResolve[]> {
  const { rows } = await db.query<{ key: string; seal_id: string | null; seen_at: Date }>(
    `select key, seal_id, seen_at from alarms
      where kind = any ($1) and state = 'resolved' and not resolved and seen_at >= evidence_at
        and (end_at is null or end_at > now() - interval '1 day')`,
    [[...OF_RECEPTION]],
  );
  return rows.map(({ key, seal_id, seen_at }) => ({ key, sealId: seal_id, seen: seen_at.getTime() }));
}

/**
 * Stores it in one transaction.
 * @returns the alarms that changed, as they stand now; the live feed is owed them
 */
export async function saveReception(
  pool: Pool,
  { at, alarms, seals, gone, stage }: ReceptionSave,
): Promise<NumberedAlarm[]> {
  return await inTransaction(pool, async (tx) => {
    const changed = alarms.length === 0 ? [] : await upsertAlarms(tx, alarms, at);
    if (seals.length > 0)
      await tx.query(
        `insert into seal_reception (seal, state)
          select seal, state::jsonb from unnest($1::int4[], $2::text[]) as s (seal, state)
          where seal in (select key from seals)
          on conflict (seal) do update set state = excluded.state`,
        [seals.map(({ seal }) => seal), seals.map(({ state }) => JSON.stringify(state))],
      );
    if (gone.length > 0) await tx.query('delete from seal_reception where seal = any ($1::int4[])', [gone]);
    await tx.query(
      `insert into settings (name, value) values ($1, $2::jsonb)
        on conflict (name) do update set value = excluded.value`,
      [STAGE, JSON.stringify(stage)],
    );
    return await oweAlarms(tx, changed);
  });
}

/**
 * As the commit of a batch does, a transit is held so that nobody ends it meanwhile, and on one that is over an alarm ends with the last
 * step at the latest: what was said before the step and is stored after it opens nothing again. Of a seal that was taken off on the way
 * nothing new is said, and what was withdrawn stays so.
 */
async function upsertAlarms(
  tx: ClientBase,
  alarms: readonly ReceptionAlarm[],
  at: Instant,
): Promise<string[]> {
  const transits = [...new Set(alarms.flatMap(({ transitId }) => transitId ?? []))].sort();
  const keys = alarms.map(({ change }) => change.key);
  await tx.query('select 1 from transits where id = any ($1) order by id for share', [transits]);
  await tx.query('select 1 from alarms where key = any ($1) order by key for update', [keys]);
  const of = <T>(value: (change: AlarmChange) => T) => alarms.map(({ change }) => value(change));
  const { rows } = await tx.query<{ id: string }>({
    name: 'upsert-reception-alarms',
    text: `with said as (
        select a.*, w.id as transit,
          case when w.over then least(a.ended, greatest(a.began, w.last_step))
            when p.ends is not null then least(coalesce(a.ended, 'infinity'), greatest(a.began, p.ends)) else a.ended end as end_at
        from unnest($1::uuid[], $2::text[], $3::text[], $4::text[], $5::text[], $6::text[], $7::text[], $8::text[],
            $9::timestamptz[], $10::timestamptz[], $11::float8[], $12::float8[], $13::text[], $14::timestamptz[],
            $15::timestamptz[], $16::bool[])
          as a (id, key, kind, cause, severity, transit_id, container, seal_id, began, ended, lat, lon, why, evidence,
            settled, resolved)
        left join (
          select t.id, t.state <> all ($18) as over,
            (select max(s.at) from transit_steps s where s.transit_id = t.id) as last_step
          from transits t
        ) w on w.id = a.transit_id
        left join past_seals p on p.transit_id = a.transit_id and p.seal_id = a.seal_id
        where p.ends is null or exists (select from alarms o where o.key = a.key and o.withdrawn is null)
      ), before as (
        select key, state, revision, end_at, worsened_at from alarms where key = any ($2)
      ), changed as (
        insert into alarms as a (id, key, kind, cause, severity, transit_id, container_number, seal_id, start_at, end_at,
          raised_at, lat, lon, why, evidence_at, settled_at, resolved)
        select id, key, kind, cause, severity, transit, container, seal_id, began, end_at,
          $17, lat, lon, why::jsonb, evidence, settled, resolved
        from said
        on conflict (key) do update set ${REVISE}, revision = a.revision + case
          when (a.severity, a.start_at, a.end_at, a.evidence_at, a.why) is distinct from
            (excluded.severity, excluded.start_at, excluded.end_at, excluded.evidence_at, excluded.why) then 1 else 0 end
        returning a.*
      ), news as (
        select c.*, b.state as state_before, b.end_at as end_before, b.worsened_at as worsened_before from changed c left join before b using (key)
        where c.revision is distinct from b.revision
      ), noted as (
        insert into alarm_history (alarm_id, at, revision, what, data)
        select id, $17, revision, w.what,
          jsonb_build_object('severity', severity, 'start', start_at, 'end', end_at, 'why', why) || ${WORSENED}
        from news c, lateral (
          select 'opened' as what where state_before is null
          union all select 'worsened' where ${grew('c.worsened_before')}
          union all select 'ended' where end_at is not null and end_at is distinct from end_before
          union all select case when state_before = 'resolved' and state = 'open' then 'reopened' else 'changed' end
            where state_before is not null and (end_at is null or end_at = end_before) and not ${grew('c.worsened_before')}) w
        ${NOTED}
      ), entered as (
        ${ENTER_NOTED}
      )
      select id from news`,
    values: [
      alarms.map(({ id }) => id),
      keys,
      of(({ kind }) => kind),
      of(({ cause }) => cause),
      of(({ severity }) => severity),
      alarms.map(({ transitId }) => transitId),
      alarms.map(({ container }) => container),
      alarms.map(({ sealId }) => sealId),
      of(({ start }) => new Date(start)),
      of(({ end }) => (end === null ? null : new Date(end))),
      of(({ place }) => place.lat),
      of(({ place }) => place.lon),
      of(({ why }) => JSON.stringify(why)),
      of(({ evidence }) => new Date(evidence)),
      of(({ settled }) => new Date(settled)),
      of(({ resolved }) => resolved),
      new Date(at),
      TRANSIT_STATES.filter(isWatched),
    ],
  });
  return rows.map(({ id }) => id);
}
