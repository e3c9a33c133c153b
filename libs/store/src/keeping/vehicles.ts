import { randomBytes } from 'node:crypto';
import type { ClientBase, Pool, QueryResultRow } from 'pg';
import { enterLedger } from '../ledger/enter.js';
import { inTransaction, type Queryable } from '../queries/queryable.js';
import { entriesWith, findMentions, redactMentions } from './mentions.js';
import { forgetData } from './expire.js';
import type { Forgetting } from './persons.js';
import { Spellings } from './spellings.js';

/** Who has no account here: a driver by the number of the card that opens seals, or by the plate of the truck. */
export type WithoutAccount =
  { readonly kind: 'card'; readonly number: string } | { readonly kind: 'plate'; readonly number: string };

/** A column in which the number stands, and what is told of the row. */
interface Place {
  readonly table: string;
  readonly column: string;
  readonly told: string;
  readonly held: string;
}

const HELD_TRANSIT = 'id in (select id from held_transits)';
const HELD_CONTAINER = 'container in (select number from held_containers)';
const HELD_FIX = (table: string) =>
  `exists (select from held_seals h where h.key = ${table}.seal and ${table}.time >= h.since and ${table}.time <= h.until)`;

/** Trucks, and barges and trains, whose names stand in the same columns. A test looks for columns that are not here. */
export const PLATE_PLACES: readonly Place[] = [
  {
    table: 'transits',
    column: 'plate',
    told: 'id, plate, trailer, from_id, to_id, state, created_at',
    held: HELD_TRANSIT,
  },
  {
    table: 'transits',
    column: 'trailer',
    told: 'id, plate, trailer, from_id, to_id, state, created_at',
    held: HELD_TRANSIT,
  },
  {
    table: 'transit_containers',
    column: 'plate',
    told: 'transit_id, number, plate, trailer',
    held: 'transit_id in (select id from held_transits)',
  },
  {
    table: 'transit_containers',
    column: 'trailer',
    told: 'transit_id, number, plate, trailer',
    held: 'transit_id in (select id from held_transits)',
  },
  {
    table: 'passages',
    column: 'plate',
    told: 'gate_id, id, time, direction, container, plate',
    held: HELD_CONTAINER,
  },
  {
    table: 'eligibilities',
    column: 'plate',
    told: 'id, facility_id, container, plate, state',
    held: HELD_CONTAINER,
  },
  {
    table: 'expected_containers',
    column: 'plate',
    told: 'facility_id, container, plate, state',
    held: HELD_CONTAINER,
  },
  {
    table: 'paper_entries',
    column: 'plate',
    told: 'facility_id, sheet, line, at, container, plate',
    held: HELD_CONTAINER,
  },
];

export const CARD_PLACES: readonly Place[] = ['fixes', 'contested_fixes'].map((table) => ({
  table,
  column: 'card',
  told: '(select id from seals where key = seal) as seal_id, time, lat, lon, card',
  held: HELD_FIX(table),
}));

const placesOf = ({ kind }: WithoutAccount) => (kind === 'card' ? CARD_PLACES : PLATE_PLACES);
/** Plates are written with and without separators. */
const isNumber = ({ kind }: WithoutAccount, column: string) =>
  kind === 'card'
    ? `${column} = $1`
    : `upper(regexp_replace(${column}, '[[:space:]._-]', '', 'g')) = upper(regexp_replace($1, '[[:space:]._-]', '', 'g'))`;

export type WithoutAccountData = Readonly<Record<string, readonly QueryResultRow[]>>;

/** What is held under a number, table by table, each as `table.column`; undefined when there is nothing. */
export async function readWithoutAccount(
  db: Queryable,
  who: WithoutAccount,
): Promise<WithoutAccountData | undefined> {
  const data: Record<string, readonly QueryResultRow[]> = {};
  for (const { table, column, told } of placesOf(who)) {
    const { rows } = await db.query(`select ${told} from ${table} where ${isNumber(who, column)}`, [
      who.number,
    ]);
    if (rows.length > 0) data[`${table}.${column}`] = rows;
  }
  return Object.keys(data).length === 0 ? undefined : data;
}

/** What keeps a number from being forgotten now: a hold, or a transit that is not over and goes by it. */
export async function findWhatKeeps(
  db: Queryable,
  who: WithoutAccount,
): Promise<{ readonly held: string } | { readonly inUse: string } | undefined> {
  for (const { table, column, held } of placesOf(who)) {
    const { rowCount } = await db.query(
      `select from ${table} where ${isNumber(who, column)} and ${held} limit 1`,
      [who.number],
    );
    if (rowCount !== 0) return { held: `what stands in ${table} of ${who.kind} ${who.number}` };
  }
  const mentions = await findMentions(db, new Spellings(await spellingsOf(db, who)));
  const held = mentions.find((mention) => mention.held);
  if (held !== undefined) return { held: held.of };
  const { rows } = await db.query<{ what: string }>(
    who.kind === 'card'
      ? `select 'facility ' || id as what from facilities where cards @> to_jsonb($1::text) limit 1`
      : `select 'transit ' || t.id as what from transits t left join transit_containers c on c.transit_id = t.id
          where t.ended_at is null and (${['t.plate', 't.trailer', 'c.plate', 'c.trailer'].map((column) => isNumber(who, column)).join(' or ')}) limit 1`,
    [who.number],
  );
  return rows[0] === undefined ? undefined : { inUse: rows[0].what };
}

/**
 * Puts a pseudonym that is drawn by lot in the place of a number wherever it stands: in its columns, in what people wrote, and with it goes what the
 * ledger's entries say that name it. Signed papers and messages of ports stay as they came: their signature holds for what it says.
 * @returns the pseudonym; undefined when the number stands nowhere
 */
export async function forgetWithoutAccount(
  pool: Pool,
  who: WithoutAccount,
  forgetting: Forgetting,
): Promise<string | undefined> {
  return await inTransaction(pool, async (tx) => {
    // a hold is placed before or after, never meanwhile
    await tx.query('lock table hold_targets in share mode');
    const pseudonym = `${who.kind}-${randomBytes(5).toString('hex')}`;
    const spellings = new Spellings(await spellingsOf(tx, who));
    const rows = await rename(tx, who, pseudonym);
    if (rows === 0) return undefined;
    const texts = await redactMentions(tx, spellings, `[${pseudonym}]`);
    await enterForgotten(tx, who, pseudonym, spellings, { rows, texts }, forgetting);
    return pseudonym;
  });
}

/** As it was given, and as it stands anywhere. */
async function spellingsOf(db: Queryable, who: WithoutAccount): Promise<string[]> {
  const found = new Set([who.number]);
  if (who.kind === 'card') return [...found];
  for (const { table, column } of placesOf(who)) {
    const { rows } = await db.query<{ number: string }>(
      `select distinct ${column} as number from ${table} where ${isNumber(who, column)}`,
      [who.number],
    );
    for (const { number } of rows) found.add(number);
  }
  return [...found];
}

async function rename(tx: ClientBase, who: WithoutAccount, pseudonym: string): Promise<number> {
  let rows = 0;
  for (const { table, column } of placesOf(who)) {
    const { rowCount } = await tx.query(`update ${table} set ${column} = $2 where ${isNumber(who, column)}`, [
      who.number,
      pseudonym,
    ]);
    rows += rowCount ?? 0;
  }
  return rows;
}

async function enterForgotten(
  tx: ClientBase,
  { kind }: WithoutAccount,
  pseudonym: string,
  spellings: Spellings,
  counts: { readonly rows: number; readonly texts: number },
  { at, by, reason }: Forgetting,
): Promise<void> {
  // the entry names the pseudonym: the number itself is what is forgotten
  const act = {
    kind: 'keeping.forget',
    subject: `${kind}/${pseudonym}`,
    at,
    by,
    data: { reason, ...counts },
  } as const;
  const positions = await entriesWith(tx, spellings);
  if (positions.length === 0) await enterLedger(tx, [act]);
  else await forgetData(tx, positions, act);
}
