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

/** What was found on the spot: what the alarm said, nothing of it, or it was not reached. */
export const FIELD_OUTCOMES = ['confirmed', 'nothing_found', 'not_reached'] as const;
export type FieldOutcome = (typeof FIELD_OUTCOMES)[number];
