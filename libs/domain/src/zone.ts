import type { LatLon, Metres } from './position.js';

export const ZONE_KINDS = ['facility', 'stop', 'forbidden', 'queue', 'dead_stretch'] as const;
export type ZoneKind = (typeof ZONE_KINDS)[number];

/** GeoJSON positions are `[lon, lat]`. */
export type GeoPosition = readonly [lon: number, lat: number];
export type Ring = readonly GeoPosition[];

/** The shapes a zone may have: GeoJSON (RFC 7946), and a circle with `radius` in metres. */
export type ZoneGeometry =
  | { readonly type: 'Polygon'; readonly coordinates: readonly Ring[] }
  | { readonly type: 'MultiPolygon'; readonly coordinates: readonly (readonly Ring[])[] }
  | { readonly type: 'Circle'; readonly center: LatLon; readonly radius: Metres };

/** A weekly calendar of when a zone is on; a zone without one is always on. Minutes of the day in the zone's own time offset. */
export interface ZoneCalendar {
  /** Offset from UTC in minutes; Vietnam is 420. */
  readonly offset: number;
  /** `days`: 0 is Sunday; `from` and `to`: minutes 0 to 1440, `to` may lie before `from` and then ends on the next day. */
  readonly spans: readonly { readonly days: readonly number[]; readonly from: number; readonly to: number }[];
  /** RFC 3339: it is off before then, whatever the week says. */
  readonly since?: string | undefined;
}

export interface Zone {
  readonly id: string;
  readonly name: string;
  readonly kind: ZoneKind;
  readonly geometry: ZoneGeometry;
  readonly calendar?: ZoneCalendar | undefined;
  readonly facilityId?: string | undefined;
}
