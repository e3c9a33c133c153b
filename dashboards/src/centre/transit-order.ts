import type { TransitView } from '@haidang/contract';

type Timed = Pick<TransitView, 'eta' | 'arriveBy' | 'arrivedAt'>;

/** What is under way first, the one with the least time to spare before the others; what has arrived comes last. `now` in milliseconds since 1970. */
export function byUrgency(now: number): (a: Timed, b: Timed) => number {
  return (a, b) =>
    Number(a.arrivedAt !== null) - Number(b.arrivedAt !== null) || spare(a, now) - spare(b, now);
}

/** As they stood before, what has come since at the end. @param before ids */
export function inKeptOrder<T extends Pick<TransitView, 'id'>>(
  transits: readonly T[],
  before: readonly string[],
): T[] {
  const places = new Map(before.map((id, i) => [id, i]));
  const placeOf = ({ id }: T) => places.get(id) ?? before.length;
  return transits.toSorted((a, b) => placeOf(a) - placeOf(b));
}

/** How long before its deadline it arrives; where no arrival is reckoned, how long the deadline is away. */
function spare({ eta, arriveBy }: Timed, now: number): number {
  if (arriveBy === null) return Number.MAX_VALUE;
  return Date.parse(arriveBy) - (eta === undefined ? now : Date.parse(eta));
}
