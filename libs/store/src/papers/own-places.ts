import type { Queryable } from '../queries/queryable.js';

/** Which of these are facilities that are one's own. */
export async function findOwnFacilities(db: Queryable, ids: readonly string[]): Promise<Set<string>> {
  return await idsOf(
    db,
    `select id from facilities where id = any ($1::text[])
      and ((select scope_sees_all()) or id = any ((select scope_places())::text[]))`,
    ids,
  );
}

/** Which of these are offices in whose name one may write. */
export async function findOwnOffices(db: Queryable, ids: readonly string[]): Promise<Set<string>> {
  return await idsOf(
    db,
    `select id from organisations where id = any ($1::text[]) and kind in ('centre', 'department', 'office')
      and ((select scope_is_national()) or id = any ((select scope_organisations())::text[]))`,
    ids,
  );
}

async function idsOf(db: Queryable, text: string, ids: readonly string[]): Promise<Set<string>> {
  const { rows } = await db.query<{ id: string }>(text, [[...new Set(ids)]]);
  return new Set(rows.map(({ id }) => id));
}
