import type { Organisation } from '@haidang/contract';
import { findRecords, isAncestor, kindsOfChildren, organisationsTable, type Queryable } from '@haidang/store';
import type { FieldError } from '../http/errors.js';

/** What may stand above each kind: the centre has its departments, they have their offices; companies have companies of their own kind. */
const PARENTS: Readonly<Record<string, readonly string[]>> = {
  centre: [],
  department: ['centre'],
  office: ['department', 'centre'],
  port_operator: ['port_operator'],
  warehouse_operator: ['warehouse_operator'],
  carrier: ['carrier'],
};

/** Whether an organisation fits between its parent and its children, and the tree stays one. */
export async function checkPlaceInTree(
  tx: Queryable,
  { id, kind, parentId }: Organisation,
): Promise<FieldError[]> {
  const errors: FieldError[] = [];
  for (const child of await kindsOfChildren(tx, id))
    if (!PARENTS[child]?.includes(kind))
      errors.push({ path: 'kind', message: `there is a ${child} below it` });
  if (parentId === undefined) return errors;
  const [parent] = await findRecords(tx, organisationsTable, [parentId]);
  if (parent !== undefined && !PARENTS[kind]?.includes(parent.kind))
    errors.push({ path: 'parentId', message: `a ${kind} cannot stand below a ${parent.kind}` });
  if (await isAncestor(tx, id, parentId))
    errors.push({ path: 'parentId', message: `${parentId} stands below it` });
  return errors;
}
