import {
  ALARM_KINDS,
  DISPATCH_STATES,
  FIELD_OUTCOMES,
  FOUND_STEPS,
  INCIDENT_KINDS,
  LOCK_STATES,
  QUARANTINE_REASONS,
  SEAL_EVENTS,
  STEP_TAKINGS,
  TIMELINE_KINDS,
  TRANSIT_STATES,
} from '@haidang/domain';
import { z } from 'zod';
import type { AlarmView } from './alarms.js';
import { AlarmEnding, AlarmKind, AlarmState, LatLon, Severity, type Page, type Problem } from './common.js';
import { CaseAnswer } from './cases.js';
import { DecidedOfflineBody, PassageBody, type DecisionView, type PassageView } from './gates.js';
import { EligibilityAnswer, ExpectedAnswer, StayAnswer } from './papers.js';
import { RuleSettings } from './register.js';
import type { ContainerView, FixView, QuarantineView, SealView, TransitFixView } from './seals.js';
import { Vehicle, type TimelineEntry, type TransitView } from './transits.js';

/**
 * The answers of the API as schemas: the OpenAPI document is made from them, and tests hold the platform's answers to them.
 * Each is held to its type: a field that one has and the other has not does not compile.
 */
const text = z.string();
const time = z.string().meta({ format: 'date-time', description: 'UTC with milliseconds' });
const orNull = <T extends z.ZodType>(schema: T) => schema.nullable();
const maybe = <T extends z.ZodType>(schema: T) => schema.exactOptional();

const fix = z.object({
  seq: z.int().min(0),
  time,
  lat: maybe(z.number()),
  lon: maybe(z.number()),
  accuracy: maybe(z.number()).meta({ description: 'metres' }),
  speed: maybe(z.number()).meta({ description: 'km/h' }),
  heading: maybe(z.number()).meta({ description: 'degrees clockwise from true north' }),
  satellites: maybe(z.int()),
  battery: maybe(z.number()).meta({ description: 'percent' }),
  charging: maybe(z.boolean()),
  lock: maybe(z.enum(LOCK_STATES)),
  events: maybe(z.array(z.enum(SEAL_EVENTS))),
  card: maybe(text),
  buffered: z.boolean(),
  receivedAt: time,
  tooOld: maybe(z.boolean()).meta({
    description: 'older than the horizon when it came: stored, not evaluated',
  }),
  doubted: maybe(z.boolean()).meta({
    description: 'on the whole track of a transit (GeoJSON, CSV): no alarm rests on this position',
  }),
});
export const FixAnswer: z.ZodType<FixView> = fix.meta({ id: 'Fix' });
export const TransitFixAnswer: z.ZodType<TransitFixView> = fix
  .extend({ sealId: text, container: text })
  .meta({ id: 'TransitFix' });

/** What {@link SealAnswer} has; longer answers begin with it. */
export const sealShape = z.object({
  id: text,
  model: text.optional(),
  interval: z.int().meta({ description: 'seconds between two fixes when nothing happens' }),
  organisationId: text.optional(),
  lastFix: orNull(FixAnswer),
  transitId: orNull(text),
  battery: orNull(z.number()),
  lock: orNull(z.enum(LOCK_STATES)),
  lastSeenAt: orNull(time),
  clockDrift: z.boolean(),
});
export const SealAnswer: z.ZodType<SealView> = sealShape.meta({ id: 'Seal' });

export const SealBatchAnswer: z.ZodType<{ items: SealView[] }> = z
  .object({ items: z.array(SealAnswer) })
  .meta({ id: 'SealBatch' });

export const TransitAnswer: z.ZodType<TransitView> = z
  .object({
    id: text,
    number: text,
    declaration: text,
    regime: text,
    from: text,
    to: text,
    carrierId: orNull(text),
    vehicle: Vehicle,
    containers: z.array(
      z.object({
        number: text,
        sealId: text.optional(),
        carrierSeal: text.optional(),
        customsSeal: text.optional(),
        vehicle: Vehicle.optional().meta({ description: "where it is not the transit's" }),
      }),
    ),
    routeId: text,
    departBy: orNull(time),
    arriveBy: orNull(time),
    rules: RuleSettings.optional(),
    state: z.enum(TRANSIT_STATES),
    departedAt: orNull(time),
    arrivedAt: orNull(time),
    createdAt: time,
    approvedAt: time.optional(),
    proposed: z
      .object({ step: z.enum(FOUND_STEPS), at: time })
      .optional()
      .meta({ description: 'a step that its seals or gates show and that nobody has confirmed yet' }),
    contradicted: z
      .array(z.object({ step: z.enum(FOUND_STEPS), at: time.optional() }))
      .optional()
      .meta({
        description:
          'steps that were taken and that evidence is against: when it says that they happened, if at all',
      }),
    witnesses: z
      .object({
        departure: z.object({ seal: time.optional(), gate: time.optional() }).optional(),
        arrival: z.object({ seal: time.optional(), gate: time.optional() }).optional(),
      })
      .optional()
      .meta({ description: 'by whom its departure and its arrival were seen, and when' }),
    progress: z.number().optional().meta({ description: 'metres along the route, while under way' }),
    remaining: z.number().optional().meta({ description: 'metres to the end of the route' }),
    eta: time.optional(),
    outliers: z
      .int()
      .optional()
      .meta({ description: 'positions of its seals that were dropped, for nothing agreed with them' }),
    checkpoints: z
      .array(z.object({ zoneId: text, passedAt: time.optional(), missedAt: time.optional() }))
      .optional()
      .meta({ description: 'of its route, passed and missed, in order; the others lie ahead' }),
    splitFrom: text.optional().meta({ description: 'the transit of which it was a part' }),
    revision: z.int().min(0).optional().meta({
      description: 'it grows whenever what is told of it, or the evidence of one of its alarms, moves on',
    }),
    alarms: z.int().optional().meta({ description: 'how many of its alarms nobody has resolved' }),
    waiting: z.int().optional().meta({ description: 'how many exceptions wait for an officer' }),
    incident: z
      .object({
        ...{ id: z.uuid(), kind: z.enum(INCIDENT_KINDS), text, at: time, by: text.optional() },
        evidence: z.array(z.uuid()).optional().meta({ description: 'ids of what shows it' }),
      })
      .optional()
      .meta({ description: 'what was reported last of its way' }),
  })
  .meta({ id: 'Transit' });

export const TimelineAnswer: z.ZodType<TimelineEntry> = z
  .object({
    time,
    kind: z.enum(TIMELINE_KINDS),
    what: text.meta({
      description:
        "the step's, alarm's, act's, exception's, incident's or verdict's name; a checkpoint's zone",
    }),
    alarmId: maybe(text),
    passageId: maybe(text),
    reason: maybe(text),
    how: maybe(z.enum(STEP_TAKINGS)).meta({
      description: "of a step: confirmed as it was proposed, or taken by the office's setting",
    }),
    at: maybe(time).meta({ description: 'the time it speaks of, where that is not its own' }),
    recordedAt: maybe(time).meta({
      description: 'when it was entered or came to light, if more than a minute later',
    }),
    by: maybe(text).meta({
      description: 'who took the step, acted on the alarm, asked for the exception or decided on it',
    }),
    exceptionId: maybe(text),
    container: maybe(text).meta({ description: 'that the exception is about' }),
    was: maybe(text).meta({ description: 'what the exception changed' }),
    isNow: maybe(text).meta({ description: 'and into what' }),
    alarm: maybe(AlarmKind).meta({ description: 'of an act on an alarm: its kind' }),
    act: maybe(
      z.object({
        to: maybe(text).meta({ description: 'to whom the alarm was given' }),
        until: maybe(time).meta({ description: 'until when it was put aside' }),
        ending: maybe(AlarmEnding),
        patrol: maybe(text).meta({ description: 'who was sent, or told' }),
        state: maybe(z.enum(DISPATCH_STATES)),
        outcome: maybe(z.enum(FIELD_OUTCOMES)),
      }),
    ).meta({ description: 'what an act on an alarm says besides its words' }),
  })
  .meta({ id: 'TimelineEntry' });

export const AlarmAnswer: z.ZodType<AlarmView> = z
  .object({
    id: z.uuid(),
    kind: AlarmKind,
    severity: Severity,
    state: AlarmState,
    ending: maybe(AlarmEnding),
    transitId: maybe(text),
    transitNumber: maybe(text),
    routeId: maybe(text).meta({ description: 'of its transit' }),
    otherTransitId: maybe(text).meta({ description: 'of a rendezvous: the other transit' }),
    containerNumber: maybe(text),
    sealId: maybe(text),
    gateId: maybe(text),
    facilityId: maybe(text).meta({ description: 'of one that is about a place and no gate of it' }),
    start: time,
    end: maybe(time),
    raisedAt: time,
    late: z.boolean(),
    place: LatLon,
    why: z.object({
      rule: z.enum(ALARM_KINDS),
      settings: z.record(z.string(), z.number()),
      measured: z.record(z.string(), z.union([z.number(), text])),
    }),
    revision: z.int().min(1),
    acts: maybe(z.int().min(1)).meta({ description: 'how many acts of the desk it has had; left out: none' }),
    assignee: maybe(text),
    assigneeId: maybe(z.uuid()).meta({ description: 'of who has it, where they have an account' }),
    acknowledged: maybe(z.object({ at: time, by: text, byId: maybe(z.uuid()) })),
    worsened: maybe(z.object({ at: time, from: Severity, by: maybe(text) })).meta({
      description:
        'it grew worse than this and waits anew; `by`: who had acknowledged it. Until somebody acknowledges it again',
    }),
    resolvedAt: maybe(time).meta({ description: 'while it is so' }),
    onSpotAt: maybe(time).meta({ description: 'when somebody who was sent first stood where it was raised' }),
    escalated: maybe(z.object({ at: time, by: maybe(text) })).meta({
      description: 'it was handed up to the shift supervisor; without `by` by the clock',
    }),
    shelved: maybe(z.object({ until: time, reason: text, by: text })),
    response: maybe(
      z.object({
        dispatchId: z.uuid(),
        patrolId: text,
        facilityId: text,
        patrol: text,
        contact: text,
        state: z.enum(DISPATCH_STATES),
        at: time,
        sentAt: time,
      }),
    ).meta({ description: 'who was sent there last, how far they have come and since when' }),
    comments: z.array(z.object({ at: time, by: text, text })),
  })
  .meta({ id: 'Alarm' });

const OfflineAnswer = DecidedOfflineBody.safeExtend({
  listAt: maybe(time),
  listExpiresAt: maybe(time),
  judged: z.array(text).meta({ description: 'what would have held it, by what was known at its time' }),
  sameAs: maybe(z.object({ gateId: text, passageId: text })).meta({
    description: "the camera's passage that it is",
  }),
  caseId: maybe(z.uuid()).meta({ description: 'what was opened because it should not have left' }),
}).meta({ id: 'DecidedOffline' });

export const DecisionAnswer: z.ZodType<DecisionView> = z
  .object({
    passageId: text,
    gateId: text,
    time,
    verdict: z.enum(['pass', 'hold']),
    reasons: z.array(text),
    container: orNull(text),
    direction: z.enum(['in', 'out']),
    suggestions: z
      .array(z.object({ container: text, differing: z.int() }))
      .optional()
      .meta({ description: 'numbers on file that the camera may have misread' }),
    decidedOffline: maybe(OfflineAnswer),
  })
  .meta({ id: 'Decision' });

/** What {@link PassageAnswer} has; longer answers begin with it. */
export const passageShape = PassageBody.extend({
  time,
  gateId: text,
  receivedAt: time,
  decision: DecisionAnswer,
  override: maybe(z.object({ verdict: z.enum(['pass', 'hold']), reason: text, by: text, at: time })).meta({
    description: 'what an officer decided otherwise, the last one',
  }),
  decidedOffline: maybe(OfflineAnswer).meta({ description: 'a gatehouse decided it without a network' }),
});
export const PassageAnswer: z.ZodType<PassageView> = passageShape.meta({ id: 'Passage' });

export const ContainerAnswer: z.ZodType<ContainerView> = z
  .object({
    number: text,
    transit: orNull(TransitAnswer),
    sealId: orNull(text),
    lastFix: orNull(FixAnswer),
    passages: z.array(PassageAnswer).meta({ description: 'the newest ten' }),
    eligibilities: z.array(EligibilityAnswer).meta({ description: 'the newest ten' }),
    expected: z.array(ExpectedAnswer).meta({ description: 'the newest ten' }),
    stays: z.array(StayAnswer).meta({ description: 'the newest ten' }),
    discrepancies: z.array(CaseAnswer).meta({ description: 'the newest ten cases about it' }),
  })
  .meta({ id: 'Container' });

export const QuarantineAnswer: z.ZodType<QuarantineView> = z
  .object({
    id: z.uuid(),
    receivedAt: time,
    reason: z.enum(QUARANTINE_REASONS).or(text),
    detail: text,
    topic: text,
    sender: maybe(text).meta({ description: 'the device that sent it, as it proved to the embedded broker' }),
    payload: text,
    encoding: z.enum(['utf8', 'base64']),
    bytes: z.int().min(0),
  })
  .meta({ id: 'Quarantined' });

export const ProblemAnswer: z.ZodType<Problem> = z
  .looseObject({
    type: text,
    title: text,
    status: z.int(),
    code: text.meta({ description: 'stable; docs/errors.md explains each' }),
    detail: maybe(text),
    errors: maybe(
      z.array(
        z.object({
          path: text,
          message: text,
          code: maybe(text).meta({ description: 'stable, where there is one; docs/errors.md explains each' }),
          values: maybe(z.record(text, z.union([text, z.number()]))).meta({
            description: 'what it is about',
          }),
        }),
      ),
    ),
  })
  .meta({ id: 'Problem' });

/** A page of a list. */
export function pageAnswer<T>(item: z.ZodType<T>): z.ZodType<Page<T>> {
  return z.object({
    items: z.array(item),
    next: z.string().nullable().meta({ description: 'the cursor of the next page; null: this is the last' }),
  });
}
