import type { AlarmEnding, AlarmKind, AlarmReason, AlarmState, LatLon, Severity } from '@haidang/domain';
import { z } from 'zod';

export interface AlarmComment {
  at: string;
  by: string;
  text: string;
}

/** An alarm as the API and the live feed have it. */
export interface AlarmView {
  id: string;
  kind: AlarmKind;
  severity: Severity;
  state: AlarmState;
  ending?: AlarmEnding;
  transitId?: string;
  transitNumber?: string;
  /** Two trucks standing together: whom the transit met. The alarm is one of both. */
  otherTransitId?: string;
  containerNumber?: string;
  sealId?: string;
  gateId?: string;
  /** Of one that is about a place and no gate of it. */
  facilityId?: string;
  /** When it began and ended, by the event's own time. */
  start: string;
  end?: string;
  /** When the platform raised it. */
  raisedAt: string;
  late: boolean;
  place: LatLon;
  why: AlarmReason;
  /** Grows with every change of the evidence. */
  revision: number;
  assignee?: string;
  comments: AlarmComment[];
}

/**
 * The acts of the desk. `revision`: the evidence the author saw; an older one is refused (`alarm_changed`). `by` is of no effect since people
 * sign in: the author is who is signed in.
 */
export const AlarmAct = z.object({
  revision: z.int().min(1),
  by: z
    .string()
    .max(100)
    .optional()
    .meta({ deprecated: true, description: 'of no effect: the author is who is signed in' }),
});
export const AlarmAssign = AlarmAct.extend({ to: z.string().trim().min(1).max(100) });
export const AlarmCommentAct = AlarmAct.extend({ text: z.string().trim().min(1).max(2000) });
export const AlarmResolve = AlarmAct.extend({
  ending: z.enum(['true', 'false', 'permitted']),
  text: z.string().trim().max(2000).optional(),
});
