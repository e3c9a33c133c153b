import type { EligibilityState, Instant, Purpose, TransportMode } from '@haidang/domain';
import type { Queryable } from '../queries/queryable.js';

/** An expectation that a report has met. */
export interface MetExpectation {
  readonly id: string;
  readonly purpose: Purpose;
  readonly carrierSeal: string | null;
  readonly scanOrdered: boolean;
  /** As its list says. */
  readonly mode: TransportMode | null;
}

/** What was expected has come. @returns undefined when it was not expected */
export async function meetExpectation(
  tx: Queryable,
  facilityId: string,
  container: string,
  at: Instant,
): Promise<MetExpectation | undefined> {
  const { rows } = await tx.query<{
    id: string;
    purpose: Purpose;
    carrier_seal: string | null;
    scan_ordered: boolean;
    mode: TransportMode | null;
  }>(
    `update expected_containers set state = 'arrived', settled_at = $3
     where facility_id = $1 and container = $2 and state = 'expected'
     returning id, purpose, carrier_seal, scan_ordered, (select mode from manifests m where m.id = manifest_id)`,
    [facilityId, container, new Date(at)],
  );
  return rows.map(({ id, purpose, carrier_seal, scan_ordered, mode }) => ({
    id,
    purpose,
    carrierSeal: carrier_seal,
    scanOrdered: scan_ordered,
    mode,
  }))[0];
}

/** It has not come after all; unless it is expected anew already. */
export async function expectAgain(tx: Queryable, id: string): Promise<void> {
  await tx.query(
    `update expected_containers e set state = 'expected', settled_at = null
     where e.id = $1 and e.state = 'arrived' and not exists (
       select from expected_containers o where o.facility_id = e.facility_id and o.container = e.container and o.state = 'expected')`,
    [id],
  );
}

/** Whether a container may leave a facility. `seenAt`: when a gate saw it leave with it. */
export interface NewestEligibility {
  readonly id: string;
  readonly state: EligibilityState;
  readonly seenAt: Instant | null;
}

/** The newest word on whether a container may leave a facility. */
export async function findNewestEligibility(
  tx: Queryable,
  facilityId: string,
  container: string,
): Promise<NewestEligibility | undefined> {
  const { rows } = await tx.query<{ id: string; state: EligibilityState; seen_at: Date | null }>(
    `select id, state, case when used_gate is not null then used_at end as seen_at from eligibilities where facility_id = $1 and container = $2
     order by state in ('eligible', 'suspended') desc, issued_at desc, id limit 1`,
    [facilityId, container],
  );
  return rows.map(({ id, state, seen_at }) => ({ id, state, seenAt: seen_at?.getTime() ?? null }))[0];
}

/** Of bulk goods (form 05), by the declaration. */
export async function findBulkEligibility(
  tx: Queryable,
  facilityId: string,
  declaration: string,
): Promise<{ id: string; state: EligibilityState } | undefined> {
  const { rows } = await tx.query<{ id: string; state: EligibilityState }>(
    `select id, state from eligibilities where facility_id = $1 and declaration = $2 and container is null
     order by state in ('eligible', 'suspended') desc, issued_at desc, id limit 1`,
    [facilityId, declaration],
  );
  return rows[0];
}

/** @returns false when it did not stand */
export async function useUpEligibility(tx: Queryable, id: string, at: Instant): Promise<boolean> {
  const { rows } = await tx.query<{ used: boolean }>('select use_up_eligibility($1, $2) as used', [
    id,
    new Date(at),
  ]);
  return rows[0]!.used;
}

/** An exit that used it up was none. Unless another stands by now, or a gate saw it leave. */
export async function restoreEligibility(tx: Queryable, id: string): Promise<void> {
  await tx.query(
    `update eligibilities e set state = 'eligible', used_at = null, changed_at = now()
     where e.id = $1 and e.state = 'used' and e.used_gate is null and (e.container is null or not exists (
       select from eligibilities o where o.facility_id = e.facility_id and o.container = e.container and o.state in ('eligible', 'suspended')))`,
    [id],
  );
}

/** Whether a transit that an officer approved carries the container, from or to the facility. */
export async function travelsOnApproved(
  tx: Queryable,
  facilityId: string,
  container: string,
): Promise<boolean> {
  const { rows } = await tx.query<{ travels: boolean }>(
    `select exists (select from transit_containers c join transits t on t.id = c.transit_id
       where c.number = $2 and c.under_way and t.approved_at is not null and $1 in (t.from_id, t.to_id)) as travels`,
    [facilityId, container],
  );
  return rows[0]!.travels;
}
