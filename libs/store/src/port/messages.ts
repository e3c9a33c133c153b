import type { Instant, PortFlag, PortForm, PortMessageState, PortWay } from '@haidang/domain';
import type { QueryResultRow } from 'pg';
import { preciseTime, type Placed, type Queryable, type TimePlace } from '../queries/queryable.js';

/** What a report did, so that it can be taken back. */
export interface PortEffects {
  readonly stayId?: string | undefined;
  readonly expectedId?: string | undefined;
  readonly eligibilityId?: string | undefined;
}

export interface PortMessageRecord {
  readonly id: string;
  readonly facilityId: string;
  readonly form: PortForm;
  readonly number: string;
  readonly way: PortWay;
  /** As it was understood. */
  readonly body: Readonly<Record<string, unknown>>;
  readonly state: PortMessageState;
  readonly flags: readonly PortFlag[];
  readonly container: string | null;
  readonly corrects: string | null;
  readonly at: Instant;
  readonly receivedAt: Instant;
  /** The id of a person; null: it lay in a folder. */
  readonly by: string | null;
  readonly submissionId: string | null;
  readonly signer: {
    readonly organisationId: string;
    readonly subject: string;
    readonly fingerprint: string;
  } | null;
  readonly decidedAt: Instant | null;
  readonly decidedBy: string | null;
  readonly decisionReason: string | null;
  readonly effects: PortEffects;
}

export type NewPortMessage = Pick<
  PortMessageRecord,
  'id' | 'facilityId' | 'form' | 'number' | 'way' | 'body' | 'state' | 'container' | 'corrects' | 'at' | 'by'
> & { readonly submissionId: string; readonly signature: string | null; readonly signedBy: string | null };

export interface PortMessageFilter {
  readonly facilityId?: string | undefined;
  readonly forms?: readonly PortForm[] | undefined;
  readonly states?: readonly PortMessageState[] | undefined;
  readonly container?: string | undefined;
}

interface MessageRow extends QueryResultRow {
  id: string;
  facility_id: string;
  form: PortForm;
  number: string;
  way: PortWay;
  body: Record<string, unknown>;
  state: PortMessageState;
  flags: PortFlag[];
  container: string | null;
  corrects: string | null;
  at: Date;
  received_at: Date;
  by: string | null;
  submission_id: string | null;
  signer_organisation: string | null;
  signer_subject: string | null;
  signed_by: string | null;
  decided_at: Date | null;
  decided_by: string | null;
  decision_reason: string | null;
  stay_id: string | null;
  expected_id: string | null;
  eligibility_id: string | null;
  place_at: string;
}

const SELECT = `select m.*, ${preciseTime('m.received_at')} as place_at, c.organisation_id as signer_organisation, c.subject as signer_subject
  from port_messages m left join signing_certificates c on c.fingerprint = m.signed_by`;

/** @returns false when the facility has one of this form and number already */
export async function insertPortMessage(tx: Queryable, message: NewPortMessage): Promise<boolean> {
  const { id, facilityId, form, number, way, body, state, container, corrects, at, by } = message;
  const { rowCount } = await tx.query(
    `insert into port_messages (id, facility_id, form, number, way, body, state, container, corrects, at, by, submission_id, signature, signed_by, received_at)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, clock_timestamp()) on conflict (facility_id, form, number) do nothing`,
    [
      ...[
        id,
        facilityId,
        form,
        number,
        way,
        JSON.stringify(body),
        state,
        container,
        corrects,
        new Date(at),
        by,
      ],
      ...[message.submissionId, message.signature, message.signedBy],
    ],
  );
  return rowCount === 1;
}

/** Writes down what a report did and what is odd about it. */
export async function settlePortMessage(
  tx: Queryable,
  id: string,
  { flags, effects }: { readonly flags: readonly PortFlag[]; readonly effects: PortEffects },
): Promise<void> {
  await tx.query(
    `update port_messages set flags = $2, stay_id = coalesce($3, stay_id), expected_id = coalesce($4, expected_id),
       eligibility_id = coalesce($5, eligibility_id) where id = $1`,
    [id, [...flags], effects.stayId ?? null, effects.expectedId ?? null, effects.eligibilityId ?? null],
  );
}

/** @returns false when no decision is waited for */
export async function decidePortMessage(
  tx: Queryable,
  id: string,
  decision: {
    readonly state: 'taken' | 'refused';
    readonly at: Instant;
    readonly by: string | null;
    readonly reason: string | null;
  },
): Promise<boolean> {
  const { rowCount } = await tx.query(
    `update port_messages set state = $2, decided_at = $3, decided_by = $4, decision_reason = $5 where id = $1 and state = 'waiting'`,
    [id, decision.state, new Date(decision.at), decision.by, decision.reason],
  );
  return rowCount === 1;
}

/** A report that was taken and is taken back. */
export async function withdrawPortMessage(tx: Queryable, id: string): Promise<void> {
  await tx.query(`update port_messages set state = 'withdrawn' where id = $1 and state = 'taken'`, [id]);
}

/** A report whose container number was corrected. */
export async function renamePortMessage(
  tx: Queryable,
  id: string,
  container: string,
  expectedId: string | null,
): Promise<void> {
  await tx.query('update port_messages set container = $2, expected_id = $3 where id = $1', [
    id,
    container,
    expectedId,
  ]);
}

export async function findPortMessage(db: Queryable, id: string): Promise<PortMessageRecord | undefined> {
  const { rows } = await db.query<MessageRow>(`${SELECT} where m.id = $1`, [id]);
  return rows.map(messageOf)[0];
}

/** In the order of the ids, each as often as it stands there. */
export async function findPortMessages(db: Queryable, ids: readonly string[]): Promise<PortMessageRecord[]> {
  const { rows } = await db.query<MessageRow>(
    `${SELECT} join unnest($1::uuid[]) with ordinality wanted (id, place) on wanted.id = m.id order by wanted.place`,
    [[...ids]],
  );
  return rows.map(messageOf);
}

/** Held until the transaction ends. */
export async function lockPortMessage(tx: Queryable, id: string): Promise<PortMessageRecord | undefined> {
  const { rows } = await tx.query<MessageRow>(`${SELECT} where m.id = $1 for update of m`, [id]);
  return rows.map(messageOf)[0];
}

/** By the port's own reference; held. */
export async function lockPortMessageByNumber(
  tx: Queryable,
  key: { readonly facilityId: string; readonly forms: readonly PortForm[]; readonly number: string },
): Promise<PortMessageRecord | undefined> {
  const { rows } = await tx.query<MessageRow>(
    `${SELECT} where m.facility_id = $1 and m.form = any ($2::text[]) and m.number = $3 order by m.received_at limit 1 for update of m`,
    [key.facilityId, [...key.forms], key.number],
  );
  return rows.map(messageOf)[0];
}

/** The latest first. */
export async function listPortMessages(
  db: Queryable,
  filter: PortMessageFilter,
  page: { readonly after: TimePlace | null; readonly limit: number },
): Promise<Placed<PortMessageRecord>[]> {
  const { rows } = await db.query<MessageRow>(
    `${SELECT} where ($1::text is null or m.facility_id = $1) and ($2::text[] is null or m.form = any($2))
       and ($3::text[] is null or m.state = any($3)) and ($4::text is null or m.container = $4)
       and ($5::timestamptz is null or (m.received_at, m.id) < ($5, $6::uuid))
     order by m.received_at desc, m.id desc limit $7`,
    [
      filter.facilityId ?? null,
      filter.forms ?? null,
      filter.states ?? null,
      filter.container ?? null,
      page.after?.at ?? null,
      page.after?.id ?? null,
      page.limit,
    ],
  );
  return rows.map((row) => ({ place: { at: row.place_at, id: row.id }, value: messageOf(row) }));
}

/** One after the other by container, so that what is told of one at the same time does not cross. */
export async function queueForContainers(tx: Queryable, containers: readonly string[]): Promise<void> {
  if (containers.length === 0) return;
  await tx.query(
    `select pg_advisory_xact_lock(hashtextextended('container ' || c, 0))
     from (select distinct c from unnest($1::text[]) c order by c) sorted`,
    [[...containers]],
  );
}

function messageOf(row: MessageRow): PortMessageRecord {
  return {
    id: row.id,
    facilityId: row.facility_id,
    form: row.form,
    number: row.number,
    way: row.way,
    body: row.body,
    state: row.state,
    flags: row.flags,
    container: row.container,
    corrects: row.corrects,
    at: row.at.getTime(),
    receivedAt: row.received_at.getTime(),
    by: row.by,
    submissionId: row.submission_id,
    signer:
      row.signed_by === null || row.signer_organisation === null
        ? null
        : {
            organisationId: row.signer_organisation,
            subject: row.signer_subject ?? '',
            fingerprint: row.signed_by,
          },
    decidedAt: row.decided_at?.getTime() ?? null,
    decidedBy: row.decided_by,
    decisionReason: row.decision_reason,
    effects: {
      stayId: row.stay_id ?? undefined,
      expectedId: row.expected_id ?? undefined,
      eligibilityId: row.eligibility_id ?? undefined,
    },
  };
}
