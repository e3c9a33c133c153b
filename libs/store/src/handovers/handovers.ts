import { preciseTime, type Placed, type Queryable, type TimePlace } from '../queries/queryable.js';

/** What was not done when a note's items were looked at. */
export interface HandoverPicture {
  readonly items: readonly object[];
  /** Alarms that are not among them, for there were too many. */
  readonly left: number;
  /** The same of each other kind; notes of before it was counted have none. */
  readonly leftOf?: Readonly<Record<string, number>>;
}

/** A row of `handovers`. */
export interface HandoverRecord {
  readonly id: string;
  readonly organisation_id: string;
  readonly revision: number;
  readonly remark: string;
  readonly notes: Readonly<Record<string, string>>;
  readonly picture: HandoverPicture;
  readonly pictured_at: Date;
  readonly begun_at: Date;
  readonly begun_by: string | null;
  readonly given_at: Date | null;
  readonly given_by: string | null;
  readonly given_by_id: string | null;
  readonly given_hash: string | null;
  readonly given_changes: readonly object[] | null;
  readonly taken_at: Date | null;
  readonly taken_by: string | null;
  readonly taken_by_id: string | null;
  readonly taken_hash: string | null;
  readonly taken_changes: readonly object[] | null;
}

/** A row as a list shows it. */
export interface ListedHandover extends Pick<
  HandoverRecord,
  | 'id'
  | 'organisation_id'
  | 'revision'
  | 'begun_at'
  | 'begun_by'
  | 'given_at'
  | 'given_by'
  | 'taken_at'
  | 'taken_by'
> {
  /** How many items of each kind. */
  readonly counts: Readonly<Record<string, number>>;
}

/** A name under a note. */
export interface Signing {
  readonly at: Date;
  readonly by: string;
  readonly byId: string;
  readonly hash: string;
  readonly changes: readonly object[];
}

type Row = { [K in keyof HandoverRecord]: HandoverRecord[K] };

/** @returns false when the organisation has one under way already */
export async function insertHandover(
  tx: Queryable,
  begun: {
    readonly id: string;
    readonly organisationId: string;
    readonly remark: string;
    readonly picture: HandoverPicture;
    readonly at: Date;
    readonly by: string;
    readonly byId: string;
  },
): Promise<boolean> {
  const { rowCount } = await tx.query(
    `insert into handovers (id, organisation_id, remark, picture, pictured_at, begun_at, begun_by, begun_by_id)
      values ($1, $2, $3, $4, $5, $5, $6, $7)
      on conflict (organisation_id) where taken_at is null do nothing`,
    [
      begun.id,
      begun.organisationId,
      begun.remark,
      JSON.stringify(begun.picture),
      begun.at,
      begun.by,
      begun.byId,
    ],
  );
  return rowCount === 1;
}

/** @param id a UUID */
export async function findHandover(db: Queryable, id: string): Promise<HandoverRecord | undefined> {
  return (await db.query<Row>('select * from handovers where id = $1', [id])).rows[0];
}

/** Held until the transaction ends: of two who write or sign, one is first. @param id a UUID */
export async function lockHandover(tx: Queryable, id: string): Promise<HandoverRecord | undefined> {
  return (await tx.query<Row>('select * from handovers where id = $1 for update', [id])).rows[0];
}

/** The one of an organisation that nobody has taken over yet. */
export async function findHandoverUnderWay(
  db: Queryable,
  organisationId: string,
): Promise<string | undefined> {
  const { rows } = await db.query<{ id: string }>(
    'select id from handovers where organisation_id = $1 and taken_at is null',
    [organisationId],
  );
  return rows[0]?.id;
}

/** The latest first. */
export async function listHandovers(
  db: Queryable,
  organisationId: string | undefined,
  page: { readonly after: TimePlace | null; readonly limit: number },
): Promise<Placed<ListedHandover>[]> {
  const { rows } = await db.query<ListedHandover & { place_at: string }>(
    `select id, organisation_id, revision, begun_at, begun_by, given_at, given_by, taken_at, taken_by, ${preciseTime('begun_at')} as place_at,
       (select coalesce(jsonb_object_agg(what, n), '{}') from (
         select i ->> 'what' as what, count(*) as n from jsonb_array_elements(picture -> 'items') i group by 1) of_kind) as counts
     from handovers
     where ($1::text is null or organisation_id = $1) and ($2::timestamptz is null or (begun_at, id) < ($2, $3::uuid))
     order by begun_at desc, id desc limit $4`,
    [organisationId ?? null, page.after?.at ?? null, page.after?.id ?? null, page.limit],
  );
  return rows.map((row) => ({ place: { at: row.place_at, id: row.id }, value: row }));
}

/** Another wording: what was signed of it before is signed no more. */
export async function rewordHandover(
  tx: Queryable,
  id: string,
  words: { readonly remark: string; readonly notes: Readonly<Record<string, string>> },
): Promise<void> {
  await tx.query(
    `update handovers set revision = revision + 1, remark = $2, notes = $3,
       given_at = null, given_by = null, given_by_id = null, given_hash = null, given_changes = null
     where id = $1`,
    [id, words.remark, words.notes],
  );
}

/** @param picture as it was when it was signed */
export async function giveHandover(
  tx: Queryable,
  id: string,
  picture: HandoverPicture,
  { at, by, byId, hash, changes }: Signing,
): Promise<void> {
  await tx.query(
    `update handovers set picture = $2, pictured_at = $3, given_at = $3, given_by = $4, given_by_id = $5, given_hash = $6, given_changes = $7
      where id = $1`,
    [id, JSON.stringify(picture), at, by, byId, hash, JSON.stringify(changes)],
  );
}

export async function takeHandover(
  tx: Queryable,
  id: string,
  { at, by, byId, hash, changes }: Signing,
): Promise<void> {
  await tx.query(
    `update handovers set taken_at = $2, taken_by = $3, taken_by_id = $4, taken_hash = $5, taken_changes = $6 where id = $1`,
    [id, at, by, byId, hash, JSON.stringify(changes)],
  );
}
