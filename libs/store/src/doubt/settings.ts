import type { Queryable } from '../queries/queryable.js';

/** What an administrator has set otherwise than it is by itself: a rule's points by its name, and `halveDays`. */
export async function readDoubtSettings(db: Queryable): Promise<Map<string, number>> {
  const { rows } = await db.query<{ name: string; value: number }>('select name, value from doubt_settings');
  return new Map(rows.map(({ name, value }) => [name, value]));
}

export async function writeDoubtSettings(tx: Queryable, values: ReadonlyMap<string, number>): Promise<void> {
  await tx.query(
    `insert into doubt_settings (name, value) select * from unnest($1::text[], $2::int4[])
     on conflict (name) do update set value = excluded.value, changed_at = now()`,
    [[...values.keys()], [...values.values()]],
  );
}
