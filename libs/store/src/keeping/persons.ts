import type { Instant } from '@haidang/domain';
import { randomBytes } from 'node:crypto';
import type { ClientBase, Pool, QueryResultRow } from 'pg';
import type { Actor } from '../actor.js';
import { enterLedger } from '../ledger/enter.js';
import { inTransaction, type Queryable } from '../queries/queryable.js';
import { forgetData } from './expire.js';
import { entriesWith, redactMentions } from './mentions.js';
import { Spellings } from './spellings.js';

/** Where it stands who did something: a name, and beside it the id of the account. */
export const PERSON_ACTS: readonly (readonly [table: string, by: string, id: string])[] = [
  ['transit_steps', 'by', 'by_id'],
  ['transit_exceptions', 'asked_by', 'asked_by_id'],
  ['transit_exceptions', 'decided_by', 'decided_by_id'],
  ['case_acts', 'by', 'by_id'],
  ['case_evidence', 'by', 'by_id'],
  ['cases', 'opened_by', 'opened_by_id'],
  ['cases', 'decided_by', 'decided_by_id'],
  ['cases', 'closed_by', 'closed_by_id'],
  ['alarm_history', 'by', 'by_id'],
  ['alarms', 'acknowledged_by', 'acknowledged_by_id'],
  ['alarms', 'worsened_under', 'worsened_under_id'],
  ['alarms', 'escalated_by', 'escalated_by_id'],
  ['alarms', 'shelved_by', 'shelved_by_id'],
  ['alarms', 'assignee', 'assignee_id'],
  ['dispatches', 'sent_by', 'sent_by_id'],
  ['outages', 'begun_by', 'begun_by_id'],
  ['outages', 'ended_by', 'ended_by_id'],
  ['paper_imports', 'entered_by', 'entered_by_id'],
  ['offline_passages', 'recorded_by', 'recorded_by_id'],
  ['handovers', 'begun_by', 'begun_by_id'],
  ['handovers', 'given_by', 'given_by_id'],
  ['handovers', 'taken_by', 'taken_by_id'],
  ['training_sessions', 'trainee', 'trainee_id'],
  ['training_sessions', 'given_by', 'given_by_id'],
];

/** What is held about a person, table by table, as it lies there; secrets and their hashes left out. */
export interface PersonData {
  readonly user: QueryResultRow;
  readonly sessions: QueryResultRow[];
  readonly addresses: QueryResultRow[];
  readonly directory: QueryResultRow[];
  /** Steps the person took with transits. */
  readonly steps: QueryResultRow[];
  /** Exceptions on the way that the person asked for, reported or decided on. */
  readonly exceptions: QueryResultRow[];
  /** What the person did with alarms. */
  readonly alarmActs: QueryResultRow[];
  /** Alarms that were given to the person. */
  readonly assigned: QueryResultRow[];
  /** Holds that the person placed or lifted. */
  readonly holds: QueryResultRow[];
  /** What the person did with cases. */
  readonly caseActs: QueryResultRow[];
  /** Patrols that the person sent. */
  readonly dispatches: QueryResultRow[];
  /** When the line of a facility was down, as the person said it. */
  readonly outages: QueryResultRow[];
  /** Sheets of paper that the person entered. */
  readonly paperImports: QueryResultRow[];
  /** Passages that the person decided or told of, of a gatehouse without a network. */
  readonly offlinePassages: QueryResultRow[];
  /** Notes of shifts that the person began, handed over or took over. */
  readonly handovers: QueryResultRow[];
  /** What the person was trained on and how well, and what they gave others to be trained on: of that no score. */
  readonly trainings: QueryResultRow[];
}

/** All of it but the entries of the ledger, which are read page by page. @returns undefined when nobody has the id */
export async function readPersonData(db: Queryable, id: string): Promise<PersonData | undefined> {
  const rowsOf = async (text: string, values: unknown[] = [id]) => (await db.query(text, values)).rows;
  const [user] = await rowsOf(
    `select id, username, name, role, organisation_id, created_at, signed_in_at, disabled_at, totp_since as second_factor_since
      from users where id = $1`,
  );
  if (user === undefined) return undefined;
  const names = await readNames(db, id);
  return {
    user,
    sessions: await rowsOf(
      'select id, how, created_at, used_at, expires_at, address, agent from sessions where user_id = $1 order by created_at',
    ),
    addresses: await rowsOf('select address, used_at from known_places where user_id = $1 order by used_at'),
    directory: await rowsOf(
      'select issuer, subject, linked_at from directory_links where user_id = $1 order by linked_at',
    ),
    steps: await rowsOf(
      'select transit_id, step, at, recorded_at, reason, by from transit_steps where by_id = $1 order by id',
    ),
    exceptions: await rowsOf(
      `select id, transit_id, kind, state, at, reason, asked_at, asked_by, decided_at, decided_by, decision from transit_exceptions
        where asked_by_id = $1 or decided_by_id = $1 order by asked_at, id`,
    ),
    alarmActs: await rowsOf(
      'select alarm_id, at, what, by, data from alarm_history where by_id = $1 order by at, alarm_id',
    ),
    assigned: await rowsOf(
      'select id, kind, transit_id from alarms where assignee_id = $2 or assignee = any ($1) order by raised_at',
      [names, id],
    ),
    holds: await rowsOf(
      'select id, case_number, reason, placed_at, lifted_at from holds where placed_by = $1 or lifted_by = $1 order by placed_at',
    ),
    caseActs: await rowsOf(
      'select case_id, at, what, by, text, data from case_acts where by_id = $1 order by id',
    ),
    dispatches: await rowsOf(
      'select id, alarm_id, sent_at, sent_by from dispatches where sent_by_id = $1 order by sent_at, id',
    ),
    outages: await rowsOf(
      `select id, facility_id, began_at, begun_by, ended_at, ended_by from outages where begun_by_id = $1 or ended_by_id = $1
        order by began_at, id`,
    ),
    paperImports: await rowsOf(
      'select id, facility_id, lines, entered_at, entered_by from paper_imports where entered_by_id = $1 order by entered_at, id',
    ),
    offlinePassages: await rowsOf(
      `select gate_id, passage_id, time, decided_by, recorded_at, recorded_by from offline_passages
        where recorded_by_id = $2 or decided_by = any ($1) order by time, passage_id`,
      [await withoutNamesakes(db, id, names), id],
    ),
    handovers: await rowsOf(
      `select id, organisation_id, begun_at, begun_by, given_at, given_by, taken_at, taken_by from handovers
        where $1 in (begun_by_id, given_by_id, taken_by_id) order by begun_at, id`,
    ),
    trainings: await rowsOf(
      `select id, scenario, speed, state, ending, created_at, begun_at, ended_at, given_by,
          case when trainee_id = $1 then trainee end as trainee, case when trainee_id = $1 then points end as points,
          case when trainee_id = $1 then points_of end as points_of, case when trainee_id = $1 then sheet end as sheet
        from training_sessions where trainee_id = $1 or given_by_id = $1 order by created_at, id`,
    ),
  };
}

/** What keeps a person from being forgotten now: a hold on something that the person took part in. */
export async function findHoldOnPerson(db: Queryable, id: string): Promise<string | undefined> {
  const { rows } = await db.query<{ what: string }>(
    `select 'transit ' || transit_id as what from transit_steps where by_id = $1 and transit_id in (select id from held_transits)
      union all
      select 'transit ' || transit_id from transit_exceptions
        where (asked_by_id = $1 or decided_by_id = $1) and transit_id in (select id from held_transits)
      union all
      select 'alarm ' || alarm_id from alarm_history where by_id = $1 and alarm_id in (select id from held_alarms)
      union all
      select 'case ' || case_id from case_acts where by_id = $1::text and case_id in (select id from held_cases) limit 1`,
    [id],
  );
  return rows[0]?.what;
}

export interface Forgetting {
  readonly at: Instant;
  readonly by: Actor | null;
  readonly reason: string;
  /** Spellings of the name that are taken out of what people wrote as well. */
  readonly redact?: readonly string[] | undefined;
}

/**
 * Takes out who a person is; in texts that people wrote, the spellings that are told: in the place of every name stands a pseudonym that is drawn by lot, so
 * that nothing leads back; account, sessions, addresses and links are gone; what the ledger says of the account and its sessions is
 * forgotten. What the person did stays, and so does the id that it hangs on.
 * @returns the pseudonym; undefined when nobody has the id
 */
export async function forgetPerson(
  pool: Pool,
  id: string,
  forgetting: Forgetting,
): Promise<string | undefined> {
  return await inTransaction(pool, async (tx) => {
    const { rowCount } = await tx.query('select from users where id = $1 for update', [id]);
    if (rowCount === 0) return undefined;
    const names = await readNames(tx, id);
    const pseudonym = `person-${randomBytes(5).toString('hex')}`;
    await tx.query(
      `update users set username = $2, name = $2, password_hash = null, password_set_at = null, totp_secret = null, totp_since = null,
         totp_step = null, disabled_at = coalesce(disabled_at, now())
       where id = $1`,
      [id, pseudonym],
    );
    for (const table of ['sessions', 'recovery_codes', 'directory_links', 'known_places'])
      await tx.query(`delete from ${table} where user_id = $1`, [id]);
    await renameActs(tx, id, names, pseudonym);
    const { redact = [] } = forgetting;
    const spellings = redact.length === 0 ? undefined : new Spellings(redact);
    const texts = spellings === undefined ? 0 : await redactMentions(tx, spellings, `[${pseudonym}]`);
    const mentioned = spellings === undefined ? [] : await entriesWith(tx, spellings);
    await forgetEntries(tx, id, names, forgetting, { texts, mentioned });
    return pseudonym;
  });
}

/** Every name under which the person stands somewhere; none of nobody's. */
export async function readNames(db: Queryable, id: string): Promise<string[]> {
  const found = await db.query<{ name: string }>(
    'select name from users where id = $1 union select username from users where id = $1',
    [id],
  );
  const names = new Set(found.rows.map(({ name }) => name));
  for (const [table, by, column] of PERSON_ACTS) {
    const { rows } = await db.query<{ name: string }>(
      `select distinct ${by} as name from ${table} where ${column} = $1 and ${by} is not null`,
      [id],
    );
    for (const { name } of rows) names.add(name);
  }
  return [...names];
}

async function renameActs(
  tx: ClientBase,
  id: string,
  names: readonly string[],
  pseudonym: string,
): Promise<void> {
  for (const [table, by, column] of PERSON_ACTS)
    await tx.query(`update ${table} set ${by} = $2 where ${column} = $1`, [id, pseudonym]);
  // a comment on an alarm has no id beside its author's name, but the time of its line in the history, to a rounding
  await tx.query(
    `update alarms a set comments = (
       select jsonb_agg(case when c ->> 'by' = any ($2) and exists (
           select from alarm_history h where h.alarm_id = a.id and h.by_id = $1
             and abs(extract(epoch from h.at - (c ->> 'at')::timestamptz)) < 0.002)
         then c || jsonb_build_object('by', $3::text) else c end order by n)
       from jsonb_array_elements(a.comments) with ordinality as e (c, n))
     where comments <> '[]' and id in (select alarm_id from alarm_history where by_id = $1)`,
    [id, names, pseudonym],
  );
  const own = await withoutNamesakes(tx, id, names);
  await tx.query('update alarms set assignee = $2 where assignee = any ($1)', [own, pseudonym]);
  await tx.query('update cases set assignee = $2 where assignee = any ($1)', [own, pseudonym]);
  await tx.query(
    `update case_acts set data = data || jsonb_build_object('to', $2::text) where what = 'assign' and data ->> 'to' = any ($1)`,
    [own, pseudonym],
  );
  await tx.query(
    `update alarm_history set data = data || jsonb_build_object('to', $2::text) where what = 'assign' and data ->> 'to' = any ($1)`,
    [own, pseudonym],
  );
  // a sheet and a gatehouse without a network name who was there, and no account
  await tx.query('update paper_entries set vouched_by = $2 where vouched_by = any ($1)', [own, pseudonym]);
  await tx.query(
    `update offline_passages set decided_by = $2, said = jsonb_set(said, '{decidedOffline,by}', to_jsonb($2::text), false)
      where decided_by = any ($1)`,
    [own, pseudonym],
  );
  for (const name of own) await renameInHandovers(tx, name, pseudonym);
}

/** A shift's note carries what others did as it stood then: there a name is a whole value, whatever it is called. */
async function renameInHandovers(tx: ClientBase, name: string, pseudonym: string): Promise<void> {
  for (const column of ['picture', 'given_changes', 'taken_changes'])
    await tx.query(
      `update handovers set ${column} = replace(${column}::text, to_jsonb($1::text)::text, to_jsonb($2::text)::text)::jsonb
        where strpos(${column}::text, to_jsonb($1::text)::text) > 0`,
      [name, pseudonym],
    );
}

/** An alarm is given to a name, not to an id: a name that another person bears too is left as that one's. */
async function withoutNamesakes(tx: Queryable, id: string, names: readonly string[]): Promise<string[]> {
  const { rows } = await tx.query<{ name: string }>(
    'select name from users where id <> $1 and name = any ($2)',
    [id, names],
  );
  const shared = new Set(rows.map(({ name }) => name));
  return names.filter((name) => !shared.has(name));
}

async function forgetEntries(
  tx: ClientBase,
  id: string,
  names: readonly string[],
  { at, by, reason }: Forgetting,
  { texts, mentioned }: { readonly texts: number; readonly mentioned: readonly number[] },
): Promise<void> {
  const { rows } = await tx.query<{ position: number }>(
    `select l.position::float8 as position from ledger l join ledger_data d on d.position = l.position
      where l.subject = 'user/' || $1 or (l.person_id = $1 and (l.kind like 'session.%' or l.kind like 'user.%'))
        or (l.kind in ('alarm.assign', 'case.assign') and d.data::jsonb ->> 'to' = any ($2))
      order by l.position`,
    [id, await withoutNamesakes(tx, id, names)],
  );
  const data = { reason, ...(texts > 0 && { texts }) };
  const act = { kind: 'keeping.forget', subject: `person/${id}`, at, by, data } as const;
  const positions = [...new Set([...rows.map(({ position }) => position), ...mentioned])].sort(
    (a, b) => a - b,
  );
  if (positions.length === 0) await enterLedger(tx, [act]);
  else await forgetData(tx, positions, act);
}
