import {
  CUSTOMS,
  HOUR,
  type AlarmEnding,
  type AlarmKind,
  type AlarmReason,
  type AlarmState,
  type DispatchState,
  type LatLon,
  type Millis,
  type Role,
  type Severity,
} from '@haidang/domain';
import { z } from 'zod';
import { Time } from './common.js';

export interface AlarmComment {
  at: string;
  by: string;
  text: string;
}

export interface Acknowledgement {
  at: string;
  by: string;
  byId?: string;
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
  /** Of its transit. */
  routeId?: string;
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
  /** How many acts of the desk it has had; left out: none. */
  acts?: number;
  /** The name of who has it. */
  assignee?: string;
  /** Their id, where they have an account. */
  assigneeId?: string;
  /** By whom, and when; with their id, where they have an account. */
  acknowledged?: Acknowledgement;
  /** It grew worse than this while it stood in the queue, and waits anew, whoever had acknowledged it; until somebody acknowledges it again. */
  worsened?: { at: string; from: Severity; by?: string };
  /** When it was resolved, by whomever, while it is so. */
  resolvedAt?: string;
  /** When somebody who was sent first stood where it was raised. */
  onSpotAt?: string;
  /** It was handed up to the shift supervisor; without `by` by the clock, because nobody acknowledged it in time. */
  escalated?: { at: string; by?: string };
  /** It is out of the queue until then. */
  shelved?: { until: string; reason: string; by: string };
  /** Who was sent there last, how far they have come and since when. */
  response?: {
    dispatchId: string;
    patrolId: string;
    /** Whose office sees the alarm for it. */
    facilityId: string;
    patrol: string;
    contact: string;
    state: DispatchState;
    at: string;
    sentAt: string;
  };
  comments: AlarmComment[];
}

/** A line of an alarm's history. */
export interface AlarmLineView {
  at: string;
  /** Of the evidence it was said or done on. */
  revision: number;
  /** An act of the desk, or the engine's word: `opened`, `changed`, `worsened`, `ended`, `reopened`, `corrected`, `merged`. */
  what: string;
  /** Left out: the platform itself. */
  by?: string;
  data: Record<string, unknown>;
}

/** Somebody an alarm can be given to. */
export interface DeskPersonView {
  id: string;
  name: string;
  role: Role;
  organisationId: string;
}

/**
 * The acts of the desk. `revision`: the evidence the author saw; an older one is refused (`alarm_changed`). `acts`: how many acts the author had
 * seen; where somebody has acted since, nothing is done (`alarm_acted_on`), so that no two work on it unknowingly. `by` is of no effect since
 * people sign in: the author is who is signed in.
 */
export const AlarmAct = z.object({
  revision: z.int().min(1),
  acts: z.int().min(0).optional().meta({
    description:
      'of the alarm as the author saw it; given, nothing is done when somebody has acted on it since',
  }),
  by: z
    .string()
    .max(100)
    .optional()
    .meta({ deprecated: true, description: 'of no effect: the author is who is signed in' }),
});
export const AlarmAssign = AlarmAct.extend({
  to: z.string().trim().min(1).max(100).optional().meta({ description: 'a name' }),
  toId: z.uuid().optional().meta({ description: 'of `GET /desk/people`; given, `to` is left out' }),
}).refine(({ to, toId }) => (to === undefined) !== (toId === undefined), {
  path: ['to'],
  message: 'a name or an id is wanted',
});
export const AlarmCommentAct = AlarmAct.extend({ text: z.string().trim().min(1).max(2000) });
export const AlarmResolve = AlarmAct.extend({
  ending: z.enum(['true', 'false', 'permitted', 'corrected']).meta({
    description: 'corrected: what the alarm rests on was entered or measured wrongly, and was put right',
  }),
  text: z.string().trim().max(2000).optional(),
});

const Reason = z.string().trim().min(1).max(1000);

/** Nothing is shelved for longer. */
export const LONGEST_SHELVING: Millis = 24 * HOUR;

export const AlarmEscalate = AlarmAct.extend({ reason: Reason });
/** `until`: an RFC 3339 time ahead, at most {@link LONGEST_SHELVING}. */
export const AlarmShelve = AlarmAct.extend({
  until: Time.meta({ format: 'date-time', description: 'ahead, by 24 hours at most' }),
  reason: Reason,
});

const text = z.string();
const time = text.meta({ format: 'date-time', description: 'UTC with milliseconds' });

export const AlarmHistoryAnswer: z.ZodType<{ items: AlarmLineView[] }> = z
  .object({
    items: z.array(
      z.object({
        at: time,
        revision: z.int().min(1),
        what: text.meta({
          description:
            'an act of the desk, or what became of the evidence: opened, changed, worsened, ended, reopened, corrected, merged',
        }),
        by: text.exactOptional().meta({ description: 'a name; left out: the platform itself' }),
        data: z.record(text, z.unknown()),
      }),
    ),
  })
  .meta({ id: 'AlarmHistory' });

export const DeskPeopleAnswer: z.ZodType<{ items: DeskPersonView[] }> = z
  .object({
    items: z.array(z.object({ id: z.uuid(), name: text, role: z.enum(CUSTOMS), organisationId: text })),
  })
  .meta({ id: 'DeskPeople' });
