import type { QueryResultRow } from 'pg';
import { amongIds, type Queryable } from './queryable.js';
import type { RegisterTable } from './register-tables.js';

/** A page in the order of the ids, after an id. */
export async function listRecords<T extends { id: string }>(
  db: Queryable,
  table: RegisterTable<T>,
  page: { readonly after: string | null; readonly limit: number },
): Promise<T[]> {
  const { rows } = await db.query(
    `select ${table.columns.join(', ')} from ${table.seen ?? table.name}
     where $1::text is null or id > $1 order by id limit $2`,
    [page.after, page.limit],
  );
  return rows.map(table.fromRow);
}

export async function findRecords<T extends { id: string }>(
  db: Queryable,
  table: RegisterTable<T>,
  ids: readonly string[],
): Promise<T[]> {
  const among = amongIds(ids);
  const { rows } = await db.query(
    `select ${table.columns.join(', ')} from ${table.seen ?? table.name} where id ${among.sql} order by id`,
    [among.value],
  );
  return rows.map(table.fromRow);
}

/** Finds one and holds it until the transaction ends, so that nobody changes or removes it meanwhile. */
export async function lockRecord<T extends { id: string }>(
  tx: Queryable,
  table: RegisterTable<T>,
  id: string,
): Promise<T | undefined> {
  const { rows } = await tx.query(
    `select ${table.columns.join(', ')} from ${table.seen ?? table.name} where id = $1 for update`,
    [id],
  );
  return rows[0] === undefined ? undefined : table.fromRow(rows[0]);
}

/** All or none, in one statement of one parameter: ten thousand seals are one round trip. */
export async function insertRecords<T extends { id: string }>(
  tx: Queryable,
  table: RegisterTable<T>,
  values: readonly T[],
): Promise<void> {
  const columns = table.columns.join(', ');
  await tx.query(
    `insert into ${table.name} (${columns})
     select ${columns} from jsonb_populate_recordset(null::${table.name}, $1::jsonb)`,
    [JSON.stringify(values.map(table.toRow))],
  );
}

/** Writes every column of an existing one. */
export async function updateRecord<T extends { id: string }>(
  tx: Queryable,
  table: RegisterTable<T>,
  value: T,
): Promise<void> {
  const columns = table.columns.filter((column) => column !== 'id').join(', ');
  await tx.query(
    `update ${table.name} set (${columns}) =
       (select ${columns} from jsonb_populate_record(null::${table.name}, $2::jsonb))
     where id = $1`,
    [value.id, JSON.stringify(table.toRow(value))],
  );
}

export async function deleteRecord(
  tx: Queryable,
  table: { readonly name: string },
  id: string,
): Promise<void> {
  await tx.query(`delete from ${table.name} where id = $1`, [id]);
}

/** Which of the ids a table has; those rows can be referred to, not removed, until the transaction ends. */
export async function holdReferences(
  tx: Queryable,
  table: { readonly name: string },
  ids: readonly string[],
): Promise<Set<string>> {
  const { rows } = await tx.query<{ id: string } & QueryResultRow>(
    `select id from ${table.name} where id = any($1::text[]) order by id for key share`,
    [ids],
  );
  return new Set(rows.map((row) => row.id));
}

/** A route that names the zone as a permitted stop or a checkpoint: jsonb has no foreign keys. */
export async function findRouteOfZone(tx: Queryable, zoneId: string): Promise<string | undefined> {
  const { rows } = await tx.query<{ id: string }>(
    `select id from routes
     where jsonb_path_exists(legs, '$[*].stops[*] ? (@ == $zone)', jsonb_build_object('zone', $1::text))
        or jsonb_path_exists(legs, '$[*].checkpoints[*] ? (@ == $zone)', jsonb_build_object('zone', $1::text))
     order by id limit 1`,
    [zoneId],
  );
  return rows[0]?.id;
}

/** True when the log holds something of the seal: it may then no longer be forgotten. */
export async function sealHasFixes(tx: Queryable, sealId: string): Promise<boolean> {
  const { rows } = await tx.query<{ has: boolean }>(`select seal_has_fixes($1) as has`, [sealId]);
  return rows[0]!.has;
}
