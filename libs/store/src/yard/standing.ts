import type {
  EligibilityState,
  Instant,
  Purpose,
  StayState,
  TransitState,
  TransportMode,
} from '@haidang/domain';
import { preciseTime, type Placed, type Queryable, type TimePlace } from '../queries/queryable.js';
import { conditionsOf, type YardFilter } from './filter.js';

export type { YardFilter } from './filter.js';

/** A container that stands at a facility, and what is on file of it there. */
export interface StandingContainer {
  readonly id: string;
  readonly facilityId: string;
  readonly container: string;
  readonly purpose: Purpose | null;
  readonly state: StayState;
  readonly mode: TransportMode | null;
  readonly inAt: Instant;
  readonly inSeen: boolean;
  readonly inReported: boolean;
  readonly carrierSeal: string | null;
  readonly scanOrdered: boolean;
  readonly scannedAt: Instant | null;
  readonly standsElsewhere: boolean;
  /** The newest word on whether it may leave, of this stay. */
  readonly eligibility: {
    readonly id: string;
    readonly state: EligibilityState;
    readonly declaration: string;
    readonly customsSeal: string | null;
  } | null;
  /** On which it travels from or to here. */
  readonly transit: {
    readonly id: string;
    readonly number: string;
    readonly state: TransitState;
    readonly isApproved: boolean;
    readonly sealId: string | null;
    readonly customsSeal: string | null;
  } | null;
}

/**
 * What stands, the longest first. The page is cut out before the papers of its containers are looked up.
 * @param unclaimedBefore when imported goods that are unclaimed by now began to stand
 */
export async function listStanding(
  db: Queryable,
  filter: YardFilter,
  unclaimedBefore: Instant,
  page: { readonly after: TimePlace | null; readonly limit: number },
): Promise<Placed<StandingContainer>[]> {
  const { where, values } = conditionsOf(filter, unclaimedBefore);
  const add = (value: unknown) => `$${values.push(value)}`;
  const after =
    page.after === null
      ? ''
      : `and (s.in_at, s.id) > (${add(page.after.at)}::timestamptz, ${add(page.after.id)}::uuid)`;
  const { rows } = await db.query<StandingRow>(
    `with standing as (
       select * from stays s where ${where} ${after} order by s.in_at, s.id limit ${add(page.limit)}
     )
     select s.id, s.facility_id, s.container, s.purpose, s.state, s.mode, s.in_at, s.in_seen, s.in_reported, s.carrier_seal, s.scan_ordered,
       s.scanned_at, ${preciseTime('s.in_at')} as place_at, stands_elsewhere(s.container, s.facility_id) as stands_elsewhere,
       e.id as eligibility_id, e.state as eligibility_state, e.declaration, e.customs_seal as eligibility_seal,
       t.id as transit_id, t.number as transit_number, t.state as transit_state, t.approved_at, t.seal_id, t.customs_seal as transit_seal
     from standing s
     left join lateral (
       select * from eligibilities e where e.facility_id = s.facility_id and e.container = s.container
         and (e.state in ('eligible', 'suspended') or e.changed_at >= s.in_at)
       order by e.state in ('eligible', 'suspended') desc, e.issued_at desc, e.id limit 1) e on true
     left join lateral (
       select t.*, c.seal_id, c.customs_seal from transit_containers c join transits t on t.id = c.transit_id
       where c.number = s.container and c.under_way and s.facility_id in (t.from_id, t.to_id)
       order by t.created_at desc limit 1) t on true
     order by s.in_at, s.id`,
    values,
  );
  return rows.map((row) => ({ place: { at: row.place_at, id: row.id }, value: standingOf(row) }));
}

interface StandingRow {
  id: string;
  place_at: string;
  facility_id: string;
  container: string;
  purpose: Purpose | null;
  state: StayState;
  mode: TransportMode | null;
  in_at: Date;
  in_seen: boolean;
  in_reported: boolean;
  carrier_seal: string | null;
  scan_ordered: boolean;
  scanned_at: Date | null;
  stands_elsewhere: boolean;
  eligibility_id: string | null;
  eligibility_state: EligibilityState;
  declaration: string;
  eligibility_seal: string | null;
  transit_id: string | null;
  transit_number: string;
  transit_state: TransitState;
  approved_at: Date | null;
  seal_id: string | null;
  transit_seal: string | null;
}

function standingOf(row: StandingRow): StandingContainer {
  return {
    id: row.id,
    facilityId: row.facility_id,
    container: row.container,
    purpose: row.purpose,
    state: row.state,
    mode: row.mode,
    inAt: row.in_at.getTime(),
    inSeen: row.in_seen,
    inReported: row.in_reported,
    carrierSeal: row.carrier_seal,
    scanOrdered: row.scan_ordered,
    scannedAt: row.scanned_at?.getTime() ?? null,
    standsElsewhere: row.stands_elsewhere,
    eligibility:
      row.eligibility_id === null
        ? null
        : {
            id: row.eligibility_id,
            state: row.eligibility_state,
            declaration: row.declaration,
            customsSeal: row.eligibility_seal,
          },
    transit:
      row.transit_id === null
        ? null
        : {
            id: row.transit_id,
            number: row.transit_number,
            state: row.transit_state,
            isApproved: row.approved_at !== null,
            sealId: row.seal_id,
            customsSeal: row.transit_seal,
          },
  };
}
