import type { Instant, Purpose, StayState, TransportMode } from '@haidang/domain';
import type { Queryable } from '../queries/queryable.js';
import { eligibilityOf, type EligibilityRecord, type EligibilityRow } from './eligibilities.js';

/** A container's time at a facility, over or not. */
export interface StayOfContainer {
  readonly id: string;
  readonly facilityId: string;
  readonly container: string;
  readonly purpose: Purpose | null;
  readonly state: StayState;
  readonly mode: TransportMode | null;
  readonly carrierSeal: string | null;
  readonly scanOrdered: boolean;
  readonly scannedAt: Instant | null;
  readonly inAt: Instant;
  readonly outAt: Instant | null;
}

/** The newest first. */
export async function readEligibilitiesOfContainer(
  db: Queryable,
  container: string,
  limit: number,
): Promise<EligibilityRecord[]> {
  const { rows } = await db.query<EligibilityRow>(
    'select * from eligibilities where container = $1 order by issued_at desc, id desc limit $2',
    [container, limit],
  );
  return rows.map(eligibilityOf);
}

/** The newest first. */
export async function readStaysOfContainer(
  db: Queryable,
  container: string,
  limit: number,
): Promise<StayOfContainer[]> {
  const { rows } = await db.query<StayRow>(
    'select * from stays where container = $1 order by in_at desc, id desc limit $2',
    [container, limit],
  );
  return rows.map((row) => ({
    id: row.id,
    facilityId: row.facility_id,
    container: row.container,
    purpose: row.purpose,
    state: row.state,
    mode: row.mode,
    carrierSeal: row.carrier_seal,
    scanOrdered: row.scan_ordered,
    scannedAt: row.scanned_at?.getTime() ?? null,
    inAt: row.in_at.getTime(),
    outAt: row.out_at?.getTime() ?? null,
  }));
}

interface StayRow {
  id: string;
  facility_id: string;
  container: string;
  purpose: Purpose | null;
  state: StayState;
  mode: TransportMode | null;
  carrier_seal: string | null;
  scan_ordered: boolean;
  scanned_at: Date | null;
  in_at: Date;
  out_at: Date | null;
}
