import type { Queryable } from './queryable.js';

/** One change of the tree at a time: two moves that are each right could together make a circle. The number is arbitrary and ours. */
const TREE_LOCK = 4_846_421;

/** Whether an organisation stands above another, or is it. Until the transaction ends nobody else moves one. */
export async function isAncestor(tx: Queryable, id: string, of: string): Promise<boolean> {
  await tx.query('select pg_advisory_xact_lock($1)', [TREE_LOCK]);
  const { rows } = await tx.query<{ above: boolean }>(
    `with recursive up as (
       select id, parent_id from organisations where id = $2
       union select o.id, o.parent_id from up join organisations o on o.id = up.parent_id)
     select exists (select from up where id = $1) as above`,
    [id, of],
  );
  return rows[0]!.above;
}

export async function kindsOfChildren(tx: Queryable, id: string): Promise<string[]> {
  const { rows } = await tx.query<{ kind: string }>(
    'select distinct kind from organisations where parent_id = $1 order by kind',
    [id],
  );
  return rows.map(({ kind }) => kind);
}
