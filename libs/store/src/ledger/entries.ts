import { prove, type LedgerEntry, type Proof } from '@haidang/ledger';
import type { Instant } from '@haidang/domain';
import type { Queryable } from '../queries/queryable.js';
import { findCheckpointOver, readHashes } from './checkpoints.js';
import { readLedgerKeys } from './keys.js';
import { byOf, CHAINED_COLUMNS, chainedOf, type ChainedRow } from './rows.js';

/** An entry as a reader sees it. */
export interface LedgerRecord {
  /** null: it is not chained yet. */
  readonly position: number | null;
  readonly id: string;
  readonly at: Instant;
  readonly kind: string;
  readonly subject: string;
  readonly by: LedgerEntry['by'];
  /** null: forgotten. */
  readonly data: object | null;
  readonly hash: string | null;
}

export interface LedgerFilter {
  readonly subjects?: readonly string[] | undefined;
  readonly kinds?: readonly string[] | undefined;
  readonly personId?: string | undefined;
  /** `from` included, `to` not. */
  readonly from?: Instant | undefined;
  readonly to?: Instant | undefined;
}

interface EntryRow {
  position: number;
  id: string;
  at: Date;
  kind: string;
  subject: string;
  person_id: string | null;
  role: string | null;
  organisation_id: string | null;
  data: string | null;
  hash: string;
}

/** Chained entries, the latest first; what was entered within the last second may not be among them yet. @param page `after`: a position */
export async function listLedger(
  db: Queryable,
  filter: LedgerFilter,
  page: { readonly after: number | null; readonly limit: number },
): Promise<LedgerRecord[]> {
  const { rows } = await db.query<EntryRow>(
    `select l.position::float8 as position, l.id, l.at, l.kind, l.subject, l.person_id, l.role, l.organisation_id, d.data,
        encode(l.hash, 'hex') as hash
      from ledger l left join ledger_data d on d.position = l.position
      where ($1::text[] is null or l.subject = any($1)) and ($2::text[] is null or l.kind = any($2))
        and ($3::text is null or l.person_id = $3) and ($4::timestamptz is null or l.at >= $4)
        and ($5::timestamptz is null or l.at < $5) and ($6::bigint is null or l.position < $6)
      order by l.position desc limit $7`,
    [
      filter.subjects ?? null,
      filter.kinds ?? null,
      filter.personId ?? null,
      filter.from === undefined ? null : new Date(filter.from),
      filter.to === undefined ? null : new Date(filter.to),
      page.after,
      page.limit,
    ],
  );
  return rows.map(recordOf);
}

/** By its id, or by its position. An act that waits to be chained is found by its id. */
export async function findLedgerEntry(
  db: Queryable,
  key: string | number,
): Promise<LedgerRecord | undefined> {
  const column = typeof key === 'number' ? 'position' : 'id';
  const { rows } = await db.query<EntryRow>(
    `select l.position::float8 as position, l.id, l.at, l.kind, l.subject, l.person_id, l.role, l.organisation_id, d.data,
        encode(l.hash, 'hex') as hash
      from ledger l left join ledger_data d on d.position = l.position where l.${column} = $1`,
    [key],
  );
  if (rows[0] !== undefined) return recordOf(rows[0]);
  if (typeof key === 'number') return undefined;
  const waiting = await db.query<Omit<EntryRow, 'data' | 'position' | 'hash'> & { data: object }>(
    'select id, at, kind, subject, person_id, role, organisation_id, data from ledger_inbox where id = $1',
    [key],
  );
  return waiting.rows.map((row) => ({ ...outside(row), position: null, data: row.data, hash: null }))[0];
}

/**
 * What proves that an entry stood in the ledger when the checkpoint over it was signed; undefined as long as none is.
 * @param withData false: what the entry says is kept back
 */
export async function proveEntry(
  db: Queryable,
  position: number,
  withData = true,
): Promise<Proof | undefined> {
  const checkpoint = await findCheckpointOver(db, position);
  const { rows } = await db.query<{ salt: string | null; data: string | null }>(
    'select salt, data from ledger_data where position = $1',
    [position],
  );
  const entry = await readEntry(db, position);
  if (checkpoint === undefined || entry === undefined) return undefined;
  const hashes: Buffer[] = [];
  for await (const hash of readHashes(db, checkpoint.says.first, checkpoint.says.last)) hashes.push(hash);
  const proved = { entries: [entry], checkpoint, hashes: Buffer.concat(hashes) };
  const [proof] = prove(proved, await readLedgerKeys(db));
  const { salt, data } = rows[0] ?? { salt: null, data: null };
  const told = withData && salt !== null && data !== null;
  return { ...proof!, data: told ? { salt, value: JSON.parse(data) as object } : null };
}

async function readEntry(db: Queryable, position: number): Promise<LedgerEntry | undefined> {
  const { rows } = await db.query<Record<string, unknown>>(
    `select json_build_array(${CHAINED_COLUMNS}) as entry from ledger l where l.position = $1`,
    [position],
  );
  return rows.map((row) => chainedOf(row['entry'] as ChainedRow).entry)[0];
}

function recordOf(row: EntryRow): LedgerRecord {
  const data = row.data === null ? null : (JSON.parse(row.data) as object);
  return { ...outside(row), position: row.position, data, hash: row.hash };
}

function outside(row: Omit<EntryRow, 'data' | 'position' | 'hash'>) {
  return {
    id: row.id,
    at: row.at.getTime(),
    kind: row.kind,
    subject: row.subject,
    by: byOf(row.person_id, row.role, row.organisation_id),
  };
}
