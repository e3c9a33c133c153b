import type { SealStandingView, TransitView } from '@haidang/contract';
import { SECOND, type AlarmKind, type Instant, type Role } from '@haidang/domain';

export const CARRIERS: readonly Role[] = ['carrier'];

/** A seal that missed so many of its intervals is silent, as the platform has it. */
const MISSED_INTERVALS = 3;

/** What seals said last, and when that was read. */
export interface Heard {
  readonly seals: ReadonlyMap<string, SealStandingView>;
  readonly readAt: Instant;
}

/**
 * What its carrier should know of a transit and can do something about, told from what it sees itself: how its drive is judged is customs' alone.
 * @param heard undefined: not read yet @param now milliseconds since 1970
 */
export function worthKnowing(transit: TransitView, heard: Heard | undefined, now: Instant): AlarmKind[] {
  const { containers, departBy, departedAt, arriveBy, arrivedAt, eta, state } = transit;
  if (arrivedAt !== null || state === 'closed' || state === 'cancelled') return [];
  const seals = containers.flatMap(({ sealId }) => heard?.seals.get(sealId ?? '') ?? []);
  const isSilent = ({ lastSeenAt, interval }: SealStandingView) => {
    const since = lastSeenAt ?? departedAt;
    return since !== null && heard!.readAt > Date.parse(since) + MISSED_INTERVALS * interval * SECOND;
  };
  const says = (event: 'low_battery' | 'motor_fault') =>
    seals.some(({ lastFix }) => lastFix?.events?.includes(event) === true);
  const arrives = eta === undefined ? now : Date.parse(eta);
  const told: [AlarmKind, boolean][] = [
    ['signal_lost', state === 'in_transit' && seals.some(isSilent)],
    ['late_departure', departBy !== null && departedAt === null && now > Date.parse(departBy)],
    ['late_arrival', arriveBy !== null && arrives > Date.parse(arriveBy)],
    ['low_battery', says('low_battery') || seals.some(({ band }) => band === 'low')],
    ['motor_fault', says('motor_fault')],
  ];
  return told.filter(([, is]) => is).map(([kind]) => kind);
}
