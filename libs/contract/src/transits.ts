import {
  isContainerNumber,
  normaliseContainerNumber,
  MEANS,
  type AlarmEnding,
  type AlarmKind,
  type DispatchState,
  type FieldOutcome,
  type FoundStep,
  type IncidentKind,
  type StepTaking,
  type TimelineKind,
  type TRANSIT_STATES,
} from '@haidang/domain';
import { z } from 'zod';
import { Id, Time } from './common.js';
import { RuleSettings } from './register.js';

/** A container number, normalised, its check digit tried (ISO 6346). */
export const ContainerNumber = z
  .string()
  .transform(normaliseContainerNumber)
  .refine(isContainerNumber, {
    message: 'not a container number, or its check digit is wrong (ISO 6346)',
    params: { code: 'container_number' },
  });

export const Vehicle = z.object({
  plate: z.string().trim().min(1).max(60).meta({ description: "a truck's plate; a barge's or train's name" }),
  trailer: z.string().max(20).optional(),
  means: z.enum(MEANS).optional().meta({ description: 'truck, if absent' }),
});
export type Vehicle = z.infer<typeof Vehicle>;

export const NewTransit = z.object({
  id: Id.optional(),
  number: z.string().trim().min(1).max(50),
  declaration: z.string().trim().min(1).max(50),
  regime: z.string().trim().min(1).max(50).default('transit'),
  from: Id,
  to: Id,
  carrierId: Id.optional(),
  vehicle: Vehicle,
  containers: z
    .array(
      z.object({
        number: ContainerNumber,
        sealId: Id.optional(),
        carrierSeal: z.string().max(50).optional(),
        customsSeal: z.string().max(50).optional(),
      }),
    )
    .min(1)
    .max(100),
  routeId: Id,
  departBy: Time.optional(),
  arriveBy: Time.optional(),
  rules: RuleSettings.optional(),
});
export type NewTransit = z.infer<typeof NewTransit>;

/** In one call of `POST /transits/import`. */
export const MOST_TRANSITS = 200;

/** `POST /transits/import` as JSON. */
export const NewTransits = z.object({ lines: z.array(NewTransit).min(1).max(MOST_TRANSITS) });

/** What it made, in the order of the lines. */
export const TransitsMade = z
  .object({ items: z.array(z.object({ id: z.string(), number: z.string() })) })
  .meta({ id: 'TransitsMade' });
export type TransitsMade = z.infer<typeof TransitsMade>;

/** What an act on a transit is bound to: the revision that its author saw. One that has moved on is refused (`transit_changed`). */
export const SeenTransit = {
  revision: z.int().min(0).optional().meta({
    description: 'of the transit as the author saw it; given, nothing is done when it has moved on since',
  }),
};

/** `POST /transits/{id}/seal`: which e-seal closes which container; containers that have one already may be left out. `at` as in {@link Step}. */
export const SealStep = z.object({
  containers: z.array(z.object({ number: ContainerNumber, sealId: Id })).default([]),
  at: Time.optional(),
  reason: z.string().max(500).optional(),
  ...SeenTransit,
});

/**
 * `POST /transits/{id}/approve`, `/depart`, `/arrive`, `/close`, `/cancel`: when it happened and why. Without a time it happened when it is
 * proposed to have happened, else now.
 */
export const Step = z.object({
  at: Time.optional(),
  reason: z.string().max(500).optional(),
  ...SeenTransit,
});

/** A transit as the API answers it. Times are UTC with milliseconds. */
export interface TransitView {
  id: string;
  number: string;
  declaration: string;
  regime: string;
  from: string;
  to: string;
  carrierId: string | null;
  vehicle: Vehicle;
  containers: {
    number: string;
    sealId?: string | undefined;
    carrierSeal?: string | undefined;
    customsSeal?: string | undefined;
    /** Where it travels by another than the transit's. */
    vehicle?: Vehicle | undefined;
  }[];
  routeId: string;
  departBy: string | null;
  arriveBy: string | null;
  rules?: z.infer<typeof RuleSettings> | undefined;
  state: (typeof TRANSIT_STATES)[number];
  departedAt: string | null;
  arrivedAt: string | null;
  createdAt: string;
  /** When an officer approved it; a departure entered without it is an approval too. */
  approvedAt?: string | undefined;
  /** A step that its seals show to have happened and that nobody has confirmed yet. */
  proposed?: { step: FoundStep; at: string } | undefined;
  /** Steps that were taken and that what was seen is against, and when it says that they happened; without a time: that they did not. */
  contradicted?: { step: FoundStep; at?: string | undefined }[] | undefined;
  /** By whom its departure and its arrival were seen, seals or gates, and when. */
  witnesses?:
    | {
        departure?: { seal?: string | undefined; gate?: string | undefined } | undefined;
        arrival?: { seal?: string | undefined; gate?: string | undefined } | undefined;
      }
    | undefined;
  /** Metres along the route, and what is left of it, while under way. */
  progress?: number | undefined;
  remaining?: number | undefined;
  /** When it will arrive by its speed of late, while under way and as long as that lies ahead. */
  eta?: string | undefined;
  /** How many positions of its seals were dropped, for nothing agreed with them, while under way; absent: none. */
  outliers?: number | undefined;
  /** Of its route, passed and missed, in order; the others lie ahead. */
  checkpoints?:
    { zoneId: string; passedAt?: string | undefined; missedAt?: string | undefined }[] | undefined;
  /** The transit of which it was a part until it went on by itself. */
  splitFrom?: string | undefined;
  /** Of all that is told of it, its alarms among it, for those who follow these: it grows whenever one of them moves on. */
  revision?: number | undefined;
  /** How many of its alarms nobody has resolved, for those who follow alarms. */
  alarms?: number | undefined;
  /** How many exceptions wait for an officer. */
  waiting?: number | undefined;
  /** What was reported last of its way. */
  incident?:
    | {
        id: string;
        kind: IncidentKind;
        text: string;
        at: string;
        by?: string | undefined;
        /** Ids of what shows it. */
        evidence?: string[] | undefined;
      }
    | undefined;
}

/** One line of a transit's timeline. */
export interface TimelineEntry {
  time: string;
  kind: TimelineKind;
  /** The step's, alarm's, act's, exception's, incident's or verdict's name; a checkpoint's zone. */
  what: string;
  alarmId?: string;
  passageId?: string;
  /** Of a checkpoint: the zone's name. Of an act on an alarm: the words, the reason or the order that go with it. */
  reason?: string;
  /** Of a step: confirmed as it was proposed, or taken by the office's setting. */
  how?: StepTaking;
  /** The time it speaks of, where that is not its own: of a step proposed or contradicted, of the beginning of an alarm, also of one that was acted on. */
  at?: string;
  /** When it was entered or came to light, where that was more than a minute later. */
  recordedAt?: string;
  /** Who took the step, acted on the alarm, asked for or decided on the exception; absent: the platform itself, or before people signed in. */
  by?: string;
  /** Of an exception: which, about which container, and what it changed into what. */
  exceptionId?: string;
  container?: string;
  was?: string;
  isNow?: string;
  /** Of an act on an alarm: the alarm's kind; `at` is when that began. */
  alarm?: AlarmKind;
  /** What an act on an alarm says besides its words. */
  act?: AlarmActSays;
}

/** To whom an alarm was given, until when it was put aside, as what it was resolved; which patrol was sent, and how far it says it has come or what it found. */
export interface AlarmActSays {
  to?: string;
  until?: string;
  ending?: AlarmEnding;
  patrol?: string;
  state?: DispatchState;
  outcome?: FieldOutcome;
}
