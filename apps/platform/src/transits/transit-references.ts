import type { TransitContainer } from '@haidang/domain';
import {
  facilitiesTable,
  findEvidenceIds,
  findSealTaken,
  holdReferences,
  organisationsTable,
  routesTable,
  sealsTable,
  violationOf,
  type TransitEntry,
} from '@haidang/store';
import type { PoolClient } from 'pg';
import { ApiError, type FieldError } from '../http/errors.js';

interface Reference {
  readonly path: string;
  readonly id: string;
}

/** @throws ApiError `reference_unknown` naming each field that refers to something that is not in the register */
export async function checkEntryReferences(tx: PoolClient, entry: TransitEntry): Promise<void> {
  const carrier = entry.carrierId === null ? [] : [{ path: 'carrierId', id: entry.carrierId }];
  const errors = [
    ...(await missing(tx, facilitiesTable, [
      { path: 'from', id: entry.from },
      { path: 'to', id: entry.to },
    ])),
    ...(await missing(tx, routesTable, [{ path: 'routeId', id: entry.routeId }])),
    ...(await missing(tx, organisationsTable, carrier)),
  ];
  refuse(errors);
}

/** @throws ApiError `reference_unknown` naming each that is not in the register */
export async function checkReferences(
  tx: PoolClient,
  table: { readonly name: string },
  references: readonly Reference[],
): Promise<void> {
  refuse(await missing(tx, table, references));
}

/** Evidence that whoever acts may see. @throws ApiError `reference_unknown` */
export async function checkEvidence(tx: PoolClient, ids: readonly string[]): Promise<void> {
  if (ids.length === 0) return;
  const known = await findEvidenceIds(tx, ids);
  const unknown = ids.map((id, i) => ({ path: `evidence.${i}`, id })).filter(({ id }) => !known.has(id));
  refuse(unknown.map(({ path, id }) => ({ path, message: `there is no evidence ${id}` })));
}

/**
 * The seals of the containers are registered and close nothing else.
 * @throws ApiError `reference_unknown`, `seal_in_use`
 */
export async function checkSeals(
  tx: PoolClient,
  transitId: string,
  containers: readonly TransitContainer[],
): Promise<void> {
  const references = containers.flatMap(({ sealId }, i) =>
    sealId === undefined ? [] : [{ path: `containers.${i}.sealId`, id: sealId }],
  );
  refuse(await missing(tx, sealsTable, references));
  const taken = await findSealTaken(
    tx,
    references.map(({ id }) => id),
    transitId,
  );
  if (taken === undefined) return;
  throw new ApiError(
    'seal_in_use',
    `The seal ${taken.sealId} closes a container of the transit ${taken.transitId}.`,
    {
      members: taken,
    },
  );
}

/** Two users at once can get past every check: what the constraints then say has the same codes. */
export async function guarded<T>(write: () => Promise<T>): Promise<T> {
  try {
    return await write();
  } catch (error) {
    const violation = violationOf(error);
    if (violation === undefined) throw error;
    const detail = 'Another call was faster.';
    if (violation.kind === 'reference') throw new ApiError('reference_unknown', detail, { cause: error });
    const sealTaken = violation.constraint === 'one_transit_a_seal';
    throw new ApiError(sealTaken ? 'seal_in_use' : 'already_exists', detail, { cause: error });
  }
}

async function missing(
  tx: PoolClient,
  table: { readonly name: string },
  references: readonly Reference[],
): Promise<FieldError[]> {
  if (references.length === 0) return [];
  const known = await holdReferences(tx, table, [...new Set(references.map(({ id }) => id))]);
  return references
    .filter(({ id }) => !known.has(id))
    .map(({ path, id }): FieldError => ({
      path,
      message: `there is no ${id} in ${table.name}`,
      code: 'reference_unknown',
      values: { value: id },
    }));
}

function refuse(errors: readonly FieldError[]): void {
  if (errors.length > 0) throw new ApiError('reference_unknown', errors[0]!.message, { errors });
}
