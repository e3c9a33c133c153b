import type { Role } from '@haidang/domain';
import { findRecords, organisationsTable, type Queryable } from '@haidang/store';

const CUSTOMS = ['centre', 'department', 'office'];

/** The kinds of organisations that each role belongs to: a carrier's person cannot be given a centre's view by a slip. */
export const BELONGS: Readonly<Record<Role, readonly string[]>> = {
  centre_operator: ['centre', 'department'],
  shift_supervisor: ['centre', 'department'],
  customs_officer: CUSTOMS,
  port_operator: ['port_operator', 'warehouse_operator'],
  carrier: ['carrier'],
  auditor: CUSTOMS,
  administrator: CUSTOMS,
};

/** @returns whether the role has its place there; undefined: there is no such organisation */
export async function belongs(
  db: Queryable,
  role: Role,
  organisationId: string,
): Promise<boolean | undefined> {
  const [organisation] = await findRecords(db, organisationsTable, [organisationId]);
  return organisation === undefined ? undefined : BELONGS[role].includes(organisation.kind);
}
