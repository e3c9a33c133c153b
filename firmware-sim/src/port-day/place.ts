import type { LatLon } from '@haidang/domain';
import { loadCountry } from '../country.js';

/** The port of the day, of the demo country: its operator and its customs office are those of the demo's accounts. */
export const PORT = 'LACHHUYEN';
/** Of the same office, and another operator: where a transit of the day goes, and where a container of it should not be. */
export const NEIGHBOUR = 'DINHVU';
export const NEIGHBOUR_GATE = 'G-DINHVU-1';
export const OPERATOR = 'KT-CANG-BAC';
export const OFFICE = 'HQ-LACHHUYEN';
export const CARRIER = 'VT-BIENDONG';
export const ROUTE = 'NGAY-LACHHUYEN-DINHVU';

/** The four gates of the port, and the neighbour's, by their places. */
export const GATES: ReadonlyMap<string, LatLon> = new Map(
  loadCountry()
    .gates.filter(({ id, facilityId }) => facilityId === PORT || id === NEIGHBOUR_GATE)
    .map(({ id, place }) => [id, place]),
);
export const PORT_GATES = [...GATES.keys()].filter((id) => id !== NEIGHBOUR_GATE);

/** From the port over the bridge to the neighbour, 11 km. */
const LINE: readonly (readonly [number, number])[] = [
  [106.9, 20.8005],
  [106.89436, 20.80166],
  [106.86, 20.8105],
  [106.82, 20.823],
  [106.79144, 20.83435],
  [106.79, 20.833],
];

/** The transits' way, as `POST /routes` takes it. */
export const ROUTE_BODY = {
  id: ROUTE,
  name: 'Lạch Huyện - Đình Vũ (ngày cảng)',
  from: PORT,
  to: NEIGHBOUR,
  legs: [{ line: { type: 'LineString', coordinates: LINE }, halfWidth: 600, stops: [], checkpoints: [] }],
} as const;
export const WAY: readonly LatLon[] = LINE.map(([lon, lat]) => ({ lat, lon }));
