import type { ClientBase } from 'pg';
import type { Queryable } from '../queries/queryable.js';
import { FREE_TEXTS, type FreeText } from './free-texts.js';
import type { Spellings } from './spellings.js';

/** Where a name stands in what somebody wrote. */
export interface MentionRecord {
  /** `ledger` for what an entry says. */
  readonly table: string;
  readonly column: string;
  /** What it belongs to: `transit T1`; of the ledger, the entry's subject. */
  readonly of: string;
  readonly text: string;
  /** A hold keeps it: it cannot be redacted now. */
  readonly held: boolean;
}

type Row = { readonly of: string; readonly value: unknown; readonly held: boolean };

const LEDGER = `select l.subject as of, l.position::float8 as position, d.data, (
    l.subject in (select 'transit/' || id from held_transits) or l.subject in (select 'alarm/' || id from held_alarms)
    or l.subject in (select 'case/' || id from held_cases)) as held
  from ledger l join ledger_data d using (position)
  where normalize(d.data, nfc) ilike any ($1) and l.kind not like 'keeping.%' and l.kind not like 'ledger.%' order by l.position`;

/** Everywhere a name stands in what people wrote, and in what the ledger has of it. All of each table is read: it is asked seldom. */
export async function findMentions(db: Queryable, spellings: Spellings): Promise<MentionRecord[]> {
  const found: MentionRecord[] = [];
  for (const free of FREE_TEXTS)
    for (const { of, value, held } of await rowsWith(db, free, spellings))
      for (const text of spellings.mentions(value))
        found.push({ table: free.table, column: free.column, of, text, held });
  for (const { of, data, held } of await readEntries(db, spellings))
    for (const text of spellings.mentions(data))
      found.push({ table: 'ledger', column: 'data', of, text, held });
  return found;
}

/**
 * Puts a mark in the place of a name wherever people wrote it. Of the ledger see {@link entriesWith}.
 * @returns of how many texts
 */
export async function redactMentions(tx: ClientBase, spellings: Spellings, mark: string): Promise<number> {
  let count = 0;
  for (const free of FREE_TEXTS) {
    const rows = await rowsWith(tx, free, spellings);
    const values = new Map(rows.map(({ value }) => [JSON.stringify(value), value]));
    for (const value of values.values()) {
      const redacted = spellings.redact(value, mark);
      if (redacted === undefined) continue;
      const isText = typeof value === 'string';
      // by what stands there: the same text is redacted in the same way wherever it stands
      const { rowCount } = await tx.query(
        `update ${free.table} set ${free.column} = $2 where ${free.column} = $1`,
        isText ? [value, redacted] : [JSON.stringify(value), JSON.stringify(redacted)],
      );
      count += rowCount ?? 0;
    }
  }
  return count;
}

/** Of which entries of the ledger the data has a name in a text. @returns their positions, rising */
export async function entriesWith(db: Queryable, spellings: Spellings): Promise<number[]> {
  const entries = await readEntries(db, spellings);
  return entries.filter(({ data }) => spellings.mentions(data).length > 0).map(({ position }) => position);
}

async function readEntries(db: Queryable, spellings: Spellings) {
  const { rows } = await db.query<{ of: string; position: number; data: string; held: boolean }>(LEDGER, [
    patterns(spellings),
  ]);
  return rows.map((row) => ({ ...row, data: JSON.parse(row.data) as unknown, held: row.held === true }));
}

async function rowsWith(db: Queryable, free: FreeText, spellings: Spellings): Promise<Row[]> {
  const { table, column, of, held } = free;
  const { rows } = await db.query<Row>(
    `select ${of} as of, ${column} as value, coalesce(${held}, false) as held from ${table}
      where normalize(${column}::text, nfc) ilike any ($1)`,
    [patterns(spellings)],
  );
  return rows;
}

/** For a first look by the database: what is left out holds none of them. */
function patterns({ needles }: Spellings): string[] {
  return needles.map((needle) => `%${needle.replace(/[\\%_]/g, '\\$&')}%`);
}
