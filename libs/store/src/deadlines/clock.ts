import type { DeadlineKind, Instant, LatLon } from '@haidang/domain';

/** A deadline that runs, or has been met, as the papers have it; when it ends, terms and calendar say. */
export interface ClockRecord {
  readonly kind: DeadlineKind;
  /** With the kind it names the clock for good. */
  readonly subject: string;
  /** What it is counted from. */
  readonly from: Instant;
  /** When what was due was done; `null`: it is not. */
  readonly doneAt: Instant | null;
  /** By whose calendar and terms. */
  readonly officeId: string | null;
  /** Who is to act. */
  readonly responsibleId: string | null;
  readonly facilityId: string | null;
  /** Where it shows on the map: at the facility, or at the first one of the office. */
  readonly place: (LatLon & { readonly facilityId: string }) | null;
  readonly transitId: string | null;
  readonly containerNumber: string | null;
  readonly declaration: string | null;
  /** Of a vessel's call, or a transit. */
  readonly number: string | null;
}

export interface ClockRow {
  subject: string;
  from_at: Date;
  done_at: Date | null;
  office_id: string | null;
  responsible_id: string | null;
  facility_id: string | null;
  place_id: string | null;
  lat: number | null;
  lon: number | null;
  transit_id: string | null;
  container: string | null;
  declaration: string | null;
  number: string | null;
}

/** What a query of clocks selects of a facility `f`. */
export const OF_FACILITY =
  'f.id as facility_id, f.id as place_id, f.lat, f.lon, f.organisation_id as office_id';

export function clockOf(kind: DeadlineKind, row: ClockRow): ClockRecord {
  return {
    kind,
    subject: row.subject,
    from: row.from_at.getTime(),
    doneAt: row.done_at?.getTime() ?? null,
    officeId: row.office_id,
    responsibleId: row.responsible_id,
    facilityId: row.facility_id,
    place: row.place_id === null ? null : { facilityId: row.place_id, lat: row.lat!, lon: row.lon! },
    transitId: row.transit_id,
    containerNumber: row.container,
    declaration: row.declaration,
    number: row.number,
  };
}
