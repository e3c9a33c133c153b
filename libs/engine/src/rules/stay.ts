import type { Instant } from '@haidang/domain';
import type { Moment } from '../moment.js';
import { entrance, type Entrance, type Passing } from './passing.js';

/** A stay in an area. */
export interface Stay {
  /** The crossing in, or the first fix inside where the way in is not known. */
  readonly entered: Entrance;
  /** Since when it is outside, and how many usable fixes. */
  readonly left: { readonly time: Instant; readonly fixes: number } | null;
}

/**
 * A stay one moment on. It begins with a fix inside; outside it waits for enough fixes: see {@link isOver}.
 * @param counts a fix outside is one of those that end it
 */
export function stayAfter(
  stay: Stay | null,
  passing: Passing | undefined,
  moment: Moment,
  counts = true,
): Stay | null {
  const isInside = passing?.insideNow === true;
  if (stay === null) return isInside ? { entered: entrance(passing, moment), left: null } : null;
  if (isInside) return stay.left === null ? stay : { ...stay, left: null };
  const { time, fixes } = stay.left ?? { time: passing?.exit ?? moment.here.time, fixes: 0 };
  return counts || stay.left === null ? { ...stay, left: { time, fixes: counts ? fixes + 1 : 0 } } : stay;
}

/** True with `endFixes` usable fixes in a row outside; it ended when `left` began. */
export function isOver(stay: Stay, { plan }: Moment): stay is Stay & { left: NonNullable<Stay['left']> } {
  return stay.left !== null && stay.left.fixes >= plan.rules.endFixes;
}
