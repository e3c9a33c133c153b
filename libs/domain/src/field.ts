import { DAY, type Instant, type Millis } from './time.js';

/** Who goes and looks: a patrol on the road, or an office. */
export const PATROL_KINDS = ['patrol', 'office'] as const;
export type PatrolKind = (typeof PATROL_KINDS)[number];

/** How far a dispatch has come. `recalled`: the desk took it back. */
export const DISPATCH_STATES = ['sent', 'accepted', 'on_spot', 'done', 'recalled'] as const;
export type DispatchState = (typeof DISPATCH_STATES)[number];

/** What may follow each. Who is seen on the spot has accepted; one that was not reached is done without having been there. */
export const DISPATCH_NEXT: Readonly<Record<DispatchState, readonly DispatchState[]>> = {
  sent: ['accepted', 'on_spot', 'done', 'recalled'],
  accepted: ['on_spot', 'done', 'recalled'],
  on_spot: ['done', 'recalled'],
  done: [],
  recalled: [],
};

/** Not back yet. */
export const DISPATCH_UNDER_WAY: readonly DispatchState[] = ['sent', 'accepted', 'on_spot'];

/** Whoever's patrol it is sees the alarm for so long after it came back: what was told of it can be looked at again, and nothing of later days. */
export const ERRAND_SEEN_FOR: Millis = DAY;

/** Whether the office of who was sent sees the alarm for that. @param since when it came to be so far */
export function isErrandSeen(state: DispatchState, since: Instant, now: Instant): boolean {
  return DISPATCH_UNDER_WAY.includes(state) || since > now - ERRAND_SEEN_FOR;
}

/** What was found on the spot: what the alarm said, nothing of it, or it was not reached. */
export const FIELD_OUTCOMES = ['confirmed', 'nothing_found', 'not_reached'] as const;
export type FieldOutcome = (typeof FIELD_OUTCOMES)[number];
