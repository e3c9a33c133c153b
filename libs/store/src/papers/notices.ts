import type { EligibilityAct, Instant, NoticeForm, Receipt, ReceiptStatus } from '@haidang/domain';
import type { ClientBase, Pool } from 'pg';
import { textArray } from '../binary-arrays.js';
import { preciseTime, type Placed, type Queryable, type TimePlace } from '../queries/queryable.js';

/** A message of customs to a port. */
export interface NewNotice {
  readonly id: string;
  readonly facilityId: string;
  readonly form: NoticeForm;
  /** JSON: as it is sent, without its signature. */
  readonly text: string;
  readonly signature: string;
  /** Where it is sent. */
  readonly topic: string;
}

/** What it is about, and whether the port has it. */
export interface NoticeRecord {
  readonly id: string;
  readonly facilityId: string;
  readonly form: NoticeForm;
  /** How many. */
  readonly lines: number;
  /** The first hundred. */
  readonly containers: readonly string[];
  /** Of forms 06 and 07. */
  readonly act: EligibilityAct | null;
  readonly createdAt: Instant;
  /** When its receipt was taken; null: it waits for one. */
  readonly receivedAt: Instant | null;
  readonly receipt: {
    readonly status: ReceiptStatus;
    readonly reason: string | null;
    readonly time: string;
  } | null;
}

/** With what was said. */
export interface WholeNotice extends NoticeRecord {
  /** As it is sent, without its signature. */
  readonly body: object;
  readonly signature: string;
}

export interface NoticeFilter {
  readonly facilityId?: string | undefined;
  readonly form?: NoticeForm | undefined;
  /** True: without a receipt. */
  readonly waiting?: boolean | undefined;
}

/** Messages are large: of a list of them only this is read. */
const HEAD = `id, facility_id, form, created_at, received_at, receipt, jsonb_array_length(body->'lines') as lines,
  jsonb_path_query_array(body, '$.lines[0 to 99].container') as containers, body->'lines'->0->>'act' as act`;

/** What of the outbox has not left for a port, as its index has it. */
const OWED = `sent_at is null and topic like '%/notices'`;

/** Writes messages, and that they are owed: each is sent once to the server for both. */
export async function insertNotices(
  tx: Queryable,
  notices: readonly NewNotice[],
  at: Instant,
): Promise<void> {
  const n = notices.length;
  await tx.query(
    `with said as (
       select n, id::uuid, facility_id, form, body::jsonb, signature, topic
       from unnest($1::text[], $2::text[], $3::text[], $4::text[], $5::text[], $6::text[])
         with ordinality as n (id, facility_id, form, body, signature, topic, n)
     ), owed as (
       insert into outbox (channel, topic, payload)
       select 'mqtt', topic, body || jsonb_build_object('signature', signature) from said order by n
     )
     insert into notices (id, facility_id, form, body, signature, created_at, remind_at)
     select id, facility_id, form, body, signature, $7::timestamptz, $7::timestamptz + interval '1 minute' from said`,
    [
      textArray(n, (i) => notices[i]!.id),
      textArray(n, (i) => notices[i]!.facilityId),
      textArray(n, (i) => notices[i]!.form),
      textArray(n, (i) => notices[i]!.text),
      textArray(n, (i) => notices[i]!.signature),
      textArray(n, (i) => notices[i]!.topic),
      new Date(at),
    ],
  );
}

export async function findNotice(db: Queryable, id: string): Promise<WholeNotice | undefined> {
  const { rows } = await db.query<WholeRow>(`select ${HEAD}, body, signature from notices where id = $1`, [
    id,
  ]);
  return rows.map(wholeOf)[0];
}

/** The latest first. */
export async function listNotices(
  db: Queryable,
  filter: NoticeFilter,
  page: { readonly after: TimePlace | null; readonly limit: number },
): Promise<Placed<NoticeRecord>[]> {
  const { rows } = await db.query<HeadRow & { place_at: string }>(
    `select ${HEAD}, ${preciseTime('created_at')} as place_at from notices
     where ($1::text is null or facility_id = $1) and ($2::text is null or form = $2)
       and ($3::bool is null or (received_at is null) = $3) and ($4::timestamptz is null or (created_at, id) < ($4, $5::uuid))
     order by created_at desc, id desc limit $6`,
    [
      ...[filter.facilityId ?? null, filter.form ?? null, filter.waiting ?? null],
      ...[page.after?.at ?? null, page.after?.id ?? null, page.limit],
    ],
  );
  return rows.map((row) => ({ place: { at: row.place_at, id: row.id }, value: headOf(row) }));
}

/**
 * Takes a receipt: the first counts.
 * @returns the notice as it is now and whether this receipt was the first; undefined: the facility has no such notice
 */
export async function receiveNotice(
  tx: Queryable,
  { noticeId, time, status, reason }: Receipt,
  { at, facilityId = null }: { readonly at: Instant; readonly facilityId?: string | null },
): Promise<{ readonly notice: NoticeRecord; readonly isFirst: boolean } | undefined> {
  const of = 'id = $1 and ($2::text is null or facility_id = $2)';
  const receipt = JSON.stringify({ status, reason, time: new Date(time).toISOString() });
  const { rows } = await tx.query<HeadRow>(
    `update notices set received_at = $3, receipt = $4 where ${of} and received_at is null returning ${HEAD}`,
    [noticeId, facilityId, new Date(at), receipt],
  );
  if (rows[0] !== undefined) return { notice: headOf(rows[0]), isFirst: true };
  const known = await tx.query<HeadRow>(`select ${HEAD} from notices where ${of}`, [noticeId, facilityId]);
  return known.rows.map((row) => ({ notice: headOf(row), isFirst: false }))[0];
}

/** What waits to be sent of a notice need not be sent any more. */
export async function endSending(db: Pool | ClientBase, noticeId: string): Promise<void> {
  await db.query({
    name: 'end-sending',
    text: `update outbox set sent_at = now() where ${OWED} and payload->>'id' = $1`,
    values: [noticeId],
  });
}

/** Whether there is a notice for {@link takeReminders}: a look that holds nothing. */
export async function areRemindersDue(db: Pool): Promise<boolean> {
  const { rows } = await db.query<{ due: boolean }>({
    name: 'reminders-due',
    text: 'select exists (select from notices where received_at is null and remind_at <= now()) as due',
  });
  return rows[0]!.due;
}

/**
 * Takes the notices that are to be sent again: without a receipt for a minute, then for twice as long each time, up to an hour. Of those whose
 * time has come one that still waits to be sent is left to that. No two callers take the same.
 * @returns the oldest first
 */
export async function takeReminders(tx: ClientBase, limit: number): Promise<WholeNotice[]> {
  const { rows } = await tx.query<WholeRow>({
    name: 'take-reminders',
    text: `with due as (
        update notices set remind_at = now() + least(interval '1 hour', greatest(interval '1 minute', now() - created_at))
        where id in (
          select id from notices where received_at is null and remind_at <= now() order by remind_at limit $1 for update skip locked)
        returning id)
      select ${HEAD}, body, signature from notices n where id in (select id from due)
        and not exists (select from outbox where ${OWED} and payload->>'id' = n.id::text)
      order by created_at`,
    values: [limit],
  });
  return rows.map(wholeOf);
}

interface HeadRow {
  id: string;
  facility_id: string;
  form: NoticeForm;
  created_at: Date;
  received_at: Date | null;
  receipt: NoticeRecord['receipt'];
  lines: number;
  containers: string[];
  act: EligibilityAct | null;
}
type WholeRow = HeadRow & { body: object; signature: string };

function headOf(row: HeadRow): NoticeRecord {
  return {
    id: row.id,
    facilityId: row.facility_id,
    form: row.form,
    lines: row.lines,
    containers: row.containers,
    act: row.act,
    createdAt: row.created_at.getTime(),
    receivedAt: row.received_at?.getTime() ?? null,
    receipt: row.receipt,
  };
}

function wholeOf(row: WholeRow): WholeNotice {
  return { ...headOf(row), body: row.body, signature: row.signature };
}
