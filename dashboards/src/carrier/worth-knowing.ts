import type { Position, TransitView } from '@haidang/contract';
import type { AlarmKind, Role } from '@haidang/domain';
import { isStale } from '../shared/map/marks/mark.js';

export const CARRIERS: readonly Role[] = ['carrier'];

/** Percent; the office of departure's own limit may be another. */
const LOW = 20;

/**
 * What its carrier should know of a transit and can do something about, told from what it sees itself: how its drive is judged is customs' alone.
 * @param live where its seals are, those that are in view @param now milliseconds since 1970
 */
export function worthKnowing(transit: TransitView, live: readonly Position[], now: number): AlarmKind[] {
  const { departBy, departedAt, arriveBy, arrivedAt, eta, state } = transit;
  if (arrivedAt !== null) return [];
  const isUnderWay = state === 'in_transit';
  const arrives = eta === undefined ? now : Date.parse(eta);
  const told: [AlarmKind, boolean][] = [
    ['signal_lost', isUnderWay && live.some((position) => isStale(position, now))],
    ['late_departure', departBy !== null && departedAt === null && now > Date.parse(departBy)],
    ['late_arrival', arriveBy !== null && arrives > Date.parse(arriveBy)],
    ['low_battery', live.some(({ battery }) => battery !== null && battery <= LOW)],
  ];
  return told.filter(([, is]) => is).map(([kind]) => kind);
}
