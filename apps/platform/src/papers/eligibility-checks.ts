import type { EligibilityBody } from '@haidang/contract';
import { ELIGIBILITY_ACTS, parseInstant, type EligibilityAct, type Instant } from '@haidang/domain';
import { findDeclarations, findOwnFacilities, type EligibilityRecord } from '@haidang/store';
import type { PoolClient } from 'pg';
import { refused } from '../http/zod.pipe.js';
import { whoActs } from '../identity/acting.js';
import type { Issued } from './eligibility-drafts.js';
import { LineErrors, type Lines } from './lines.js';

export const OFFICERS_ALONE = 'A confirmed pass is cancelled by a customs officer.';

export function stateOf({ state }: EligibilityRecord, act: EligibilityAct): string {
  return `It is ${state}; ${act} is possible while it is ${ELIGIBILITY_ACTS[act].from.join(' or ')}.`;
}

/** A confirmed pass is for an officer to take back. */
export function mayAct({ state }: EligibilityRecord): boolean {
  return state !== 'used' || whoActs()?.role === 'customs_officer';
}

export function refuseChanges(
  ids: readonly string[],
  known: ReadonlyMap<string, EligibilityRecord>,
  act: EligibilityAct,
): void {
  const [repeated, unknown, state, forbidden] = Array.from({ length: 4 }, () => new LineErrors(true));
  repeated!.repeated(ids, 'id', (id) => id);
  const allowed: readonly string[] = ELIGIBILITY_ACTS[act].from;
  for (const [i, id] of ids.entries()) {
    const record = known.get(id);
    if (record === undefined) unknown!.add(i, 'id', `there is no eligibility ${id}`);
    else if (!allowed.includes(record.state)) state!.add(i, 'id', stateOf(record, act));
    else if (!mayAct(record)) forbidden!.add(i, 'id', OFFICERS_ALONE);
  }
  repeated!.refuse('invalid_request');
  unknown!.refuse('reference_unknown');
  state!.refuse('wrong_state');
  forbidden!.refuse('forbidden');
}

export async function checkLines(
  tx: PoolClient,
  { lines, areMany }: Lines<EligibilityBody>,
  now: Instant,
): Promise<void> {
  const form = new LineErrors(areMany);
  form.repeated(lines, 'container', (line) =>
    line.form === '04' ? `${line.facilityId} ${line.container}` : undefined,
  );
  for (const [i, { validUntil }] of lines.entries())
    if (validUntil !== undefined && parseInstant(validUntil)! <= now)
      form.add(i, 'validUntil', 'lies in the past');
  form.refuse('invalid_request');

  const own = await findOwnFacilities(
    tx,
    lines.map(({ facilityId }) => facilityId),
  );
  const known = await findDeclarations(
    tx,
    lines.map(({ declaration }) => declaration),
  );
  const unknown = new LineErrors(areMany);
  const cancelled = new LineErrors(areMany);
  for (const [i, { facilityId, declaration }] of lines.entries()) {
    if (!own.has(facilityId))
      unknown.add(i, 'facilityId', `there is no ${facilityId} among one's own facilities`);
    if (!known.has(declaration)) unknown.add(i, 'declaration', `there is no ${declaration} in declarations`);
    if (known.get(declaration)?.status === 'cancelled')
      cancelled.add(i, 'declaration', `${declaration} was cancelled`);
  }
  if (unknown.all.length > 0) throw refused('reference_unknown', [...unknown.all, ...cancelled.all]);
  cancelled.refuse('wrong_state');
}

export function refuseStanding(
  { lines, areMany }: Lines<EligibilityBody>,
  rows: readonly Issued[],
  left: ReadonlySet<string>,
): void {
  if (left.size === 0) return;
  const standing = new LineErrors(areMany);
  for (const [i, { id, container }] of rows.entries())
    if (left.has(id))
      standing.add(
        i,
        'container',
        `${container} is eligible, or suspended, at ${lines[i]!.facilityId} already`,
      );
  standing.refuse('already_exists');
}
