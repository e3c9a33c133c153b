import { amongIds, type Queryable } from './queryable.js';

/** What else the store knows of a seal of the register. */
export interface SealFacts {
  /** Its short form in the log of fixes. */
  readonly key: number;
  /** The transit under way whose container it closes. */
  readonly transitId: string | null;
}

/** By seal id; unknown ids are left out. */
export async function readSealFacts(db: Queryable, ids: readonly string[]): Promise<Map<string, SealFacts>> {
  const among = amongIds(ids);
  const { rows } = await db.query<{ id: string; key: number; transit_id: string | null }>(
    `select seals.id, seals.key, transit_containers.transit_id from seals
     left join transit_containers on transit_containers.seal_id = seals.id and transit_containers.under_way
     where seals.id ${among.sql}`,
    [among.value],
  );
  return new Map(rows.map((row) => [row.id, { key: row.key, transitId: row.transit_id }]));
}
