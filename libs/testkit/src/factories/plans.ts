import { MINUTE, type Leg, type Route, type Transit, type Zone } from '@haidang/domain';
import { T0 } from './fixes.js';

/** A square of 0.01 degrees (about 1.1 km) north and east of 20.80, 106.90. */
export function makeZone(changes: Partial<Zone> = {}): Zone {
  return {
    id: 'zone-1',
    name: 'Khu vực 1',
    kind: 'forbidden',
    geometry: {
      type: 'Polygon',
      coordinates: [
        [
          [106.9, 20.8],
          [106.91, 20.8],
          [106.91, 20.81],
          [106.9, 20.81],
          [106.9, 20.8],
        ],
      ],
    },
    ...changes,
  };
}

/** Due north from 20.80, 106.90 to 21.00: about 22 km, 500 m to either side. */
export function makeLeg(changes: Partial<Leg> = {}): Leg {
  return {
    line: {
      type: 'LineString',
      coordinates: [
        [106.9, 20.8],
        [106.9, 21.0],
      ],
    },
    halfWidth: 500,
    stops: [],
    checkpoints: [],
    ...changes,
  };
}

export function makeRoute(changes: Partial<Route> = {}): Route {
  return { id: 'route-1', name: 'Tuyến 1', from: 'VNHPH', to: 'VNHNG', legs: [makeLeg()], ...changes };
}

/** Under way since {@link T0}, one container, sealed by `VN000001`. */
export function makeTransit(changes: Partial<Transit> = {}): Transit {
  return {
    id: 'transit-1',
    number: 'QT-2026-00001',
    declaration: '500000000001',
    regime: 'transit',
    from: 'VNHPH',
    to: 'VNHNG',
    carrierId: null,
    vehicle: { plate: '15C-123.45' },
    containers: [{ number: 'CSQU3054383', sealId: 'VN000001' }],
    routeId: 'route-1',
    departBy: T0,
    arriveBy: T0 + 360 * MINUTE,
    state: 'in_transit',
    departedAt: T0,
    arrivedAt: null,
    ...changes,
  };
}
