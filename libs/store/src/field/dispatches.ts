import type { DispatchState, FieldOutcome } from '@haidang/domain';
import type { Queryable } from '../queries/queryable.js';

/** A row of `dispatches`, with the name of who was sent. */
export interface DispatchRecord {
  readonly id: string;
  readonly alarm_id: string;
  readonly patrol_id: string;
  readonly patrol: string;
  /** Of those who were sent. */
  readonly facility_id: string;
  readonly contact: string;
  readonly state: DispatchState;
  readonly message: string;
  readonly sent_at: Date;
  readonly sent_by: string | null;
  readonly sent_by_id: string | null;
  readonly accepted_at: Date | null;
  readonly arrived_at: Date | null;
  readonly ended_at: Date | null;
  readonly outcome: FieldOutcome | null;
  readonly report: string | null;
  readonly evidence: string[];
}

type Row = { [K in keyof DispatchRecord]: DispatchRecord[K] };

const SELECT = `select d.*, p.name as patrol, p.facility_id, p.contact from dispatches d join patrols p on p.id = d.patrol_id`;

/** The latest first. */
export async function readDispatches(db: Queryable, alarmId: string): Promise<DispatchRecord[]> {
  return (await db.query<Row>(`${SELECT} where d.alarm_id = $1 order by d.sent_at desc, d.id`, [alarmId]))
    .rows;
}

/** Of an alarm whose row is held. */
export async function findDispatch(
  tx: Queryable,
  alarmId: string,
  id: string,
): Promise<DispatchRecord | undefined> {
  return (await tx.query<Row>(`${SELECT} where d.alarm_id = $1 and d.id = $2`, [alarmId, id])).rows[0];
}

export async function insertDispatch(
  tx: Queryable,
  sent: {
    readonly id: string;
    readonly alarmId: string;
    readonly patrolId: string;
    readonly message: string;
    readonly at: Date;
    readonly by: string;
    readonly byId: string | null;
  },
): Promise<void> {
  await tx.query(
    `insert into dispatches (id, alarm_id, patrol_id, state, message, sent_at, sent_by, sent_by_id) values ($1, $2, $3, 'sent', $4, $5, $6, $7)`,
    [sent.id, sent.alarmId, sent.patrolId, sent.message, sent.at, sent.by, sent.byId],
  );
}

/** Each stretch is measured from the first word of it: who is said to be on the spot had accepted by then. */
export async function advanceDispatch(
  tx: Queryable,
  id: string,
  to: {
    readonly state: DispatchState;
    readonly at: Date;
    readonly outcome: FieldOutcome | null;
    readonly report: string | null;
    readonly evidence: readonly string[];
  },
): Promise<void> {
  await tx.query(
    `update dispatches set state = $2,
       accepted_at = case when $2 in ('accepted', 'on_spot') then coalesce(accepted_at, $3) else accepted_at end,
       arrived_at = case when $2 = 'on_spot' then coalesce(arrived_at, $3) else arrived_at end,
       ended_at = case when $2 in ('done', 'recalled') then $3 else ended_at end,
       outcome = coalesce($4, outcome), report = coalesce($5, report), evidence = evidence || $6::uuid[]
     where id = $1`,
    [id, to.state, to.at, to.outcome, to.report, [...to.evidence]],
  );
}

/** Whether an alarm that is seen is about a transit, also where that is not. */
export async function isOnAlarmSeen(db: Queryable, transitId: string): Promise<boolean> {
  const { rowCount } = await db.query(
    'select from alarms where transit_id = $1 or other_transit_id = $1 limit 1',
    [transitId],
  );
  return rowCount !== 0;
}

/** Which of these there are, of those that are seen. */
export async function findKnownEvidence(db: Queryable, ids: readonly string[]): Promise<Set<string>> {
  if (ids.length === 0) return new Set();
  const { rows } = await db.query<{ id: string }>('select id from evidence where id = any ($1::uuid[])', [
    [...ids],
  ]);
  return new Set(rows.map(({ id }) => id));
}
