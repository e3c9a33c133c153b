import {
  DISPATCH_STATES,
  FIELD_OUTCOMES,
  MEANS,
  PATROL_KINDS,
  type DispatchState,
  type FieldOutcome,
  type LatLon as Place,
  type PatrolKind,
  type Vehicle,
} from '@haidang/domain';
import { z } from 'zod';
import { AlarmAct } from './alarms.js';
import { Id, LatLon, Name } from './common.js';

const Words = z.string().trim().min(1).max(1000);

/** `POST /patrols` */
export const NewPatrolBody = z.object({
  id: Id,
  name: Name,
  kind: z.enum(PATROL_KINDS).default('patrol'),
  facilityId: Id.meta({ description: 'where it belongs to; without a place of its own it is there' }),
  contact: z.string().trim().min(1).max(200).meta({ description: 'a telephone, a radio channel' }),
  onDuty: z.boolean().default(true),
  place: LatLon.nullable().default(null),
});
export type NewPatrolBody = z.infer<typeof NewPatrolBody>;

/** `PATCH /patrols/{id}`: what is left out stays. */
export const PatrolPatch = z.object({
  name: Name.optional(),
  contact: z.string().trim().min(1).max(200).optional(),
  onDuty: z.boolean().optional(),
  place: LatLon.nullable().optional(),
});
export type PatrolPatch = z.infer<typeof PatrolPatch>;

/** `POST /alarms/{id}/dispatch` */
export const AlarmDispatch = AlarmAct.extend({ patrolId: Id, message: Words });

/** `POST /alarms/{id}/dispatches/{dispatchId}/report`: what those who were sent tell; it hangs on no evidence, and is taken whatever has changed. */
export const FieldReport = z
  .object({
    state: z.enum(DISPATCH_STATES).exclude(['sent']),
    outcome: z.enum(FIELD_OUTCOMES).optional().meta({ description: 'of one that is `done`' }),
    text: Words.optional(),
    evidence: z.array(z.uuid()).max(20).default([]).meta({ description: 'pictures that were uploaded' }),
  })
  .refine(({ state, outcome }) => (state === 'done') === (outcome !== undefined), {
    path: ['outcome'],
    message: 'wanted of one that is done, and of no other',
  });
export type FieldReport = z.infer<typeof FieldReport>;

export interface PatrolView {
  id: string;
  name: string;
  kind: PatrolKind;
  facilityId: string;
  contact: string;
  onDuty: boolean;
  /** Their own word, or their facility's. */
  place: Place;
  /** When it was told; left out: the facility's place. */
  placedAt?: string;
  /** They were sent somewhere and are not back. */
  busy: boolean;
  /** The alarm they were sent to, where it is one's own to see. */
  busyWith?: string;
}

/** One who may be sent, and how far they are as the crow flies. */
export interface ResponderView extends PatrolView {
  /** Metres. */
  distance: number;
}

/** Where those who are sent have to go, and by what it is found there. */
export interface WhereaboutsView {
  /** Its seal, as it was last believed; or where the alarm began. */
  of: 'seal' | 'alarm';
  place: Place;
  /** When it was there. */
  at: string;
  container?: string;
  /** Left out: none, or it is not one's own to follow. */
  vehicle?: Vehicle;
}

export interface RespondersView {
  /** To where the distances are. */
  to: WhereaboutsView;
  items: ResponderView[];
}

export interface DispatchView {
  id: string;
  patrolId: string;
  patrol: string;
  contact: string;
  state: DispatchState;
  message: string;
  sentAt: string;
  sentBy?: string;
  acceptedAt?: string;
  arrivedAt?: string;
  endedAt?: string;
  outcome?: FieldOutcome;
  report?: string;
  evidence: string[];
}

const text = z.string();
const time = text.meta({ format: 'date-time', description: 'UTC with milliseconds' });

const patrol = z.object({
  id: text,
  name: text,
  kind: z.enum(PATROL_KINDS),
  facilityId: text,
  contact: text,
  onDuty: z.boolean(),
  place: LatLon,
  placedAt: time.exactOptional().meta({ description: 'left out: the place is that of the facility' }),
  busy: z.boolean().meta({ description: 'they were sent somewhere and are not back' }),
  busyWith: z
    .uuid()
    .exactOptional()
    .meta({ description: 'the alarm they were sent to; left out also where it is not of the own' }),
});

export const PatrolAnswer: z.ZodType<PatrolView> = patrol.meta({ id: 'Patrol' });
export const PatrolsAnswer: z.ZodType<{ items: PatrolView[] }> = z
  .object({ items: z.array(patrol) })
  .meta({ id: 'Patrols' });
export const WhereaboutsAnswer: z.ZodType<WhereaboutsView> = z
  .object({
    of: z.enum(['seal', 'alarm']).meta({
      description: 'the last believed position of its seal, or where the alarm began',
    }),
    place: LatLon,
    at: time.meta({ description: 'when it was there' }),
    container: text.exactOptional(),
    vehicle: z
      .object({ plate: text, trailer: text.exactOptional(), means: z.enum(MEANS).exactOptional() })
      .exactOptional()
      .meta({ description: 'left out: none, or not one that who asks follows' }),
  })
  .meta({ id: 'Whereabouts' });
export const RespondersAnswer: z.ZodType<RespondersView> = z
  .object({
    to: WhereaboutsAnswer,
    items: z.array(patrol.extend({ distance: z.number().meta({ description: 'metres' }) })),
  })
  .meta({ id: 'Responders' });
export const DispatchAnswer = z.object({
  id: z.uuid(),
  patrolId: text,
  patrol: text,
  contact: text,
  state: z.enum(DISPATCH_STATES),
  message: text,
  sentAt: time,
  sentBy: text.exactOptional(),
  acceptedAt: time.exactOptional(),
  arrivedAt: time.exactOptional(),
  endedAt: time.exactOptional(),
  outcome: z.enum(FIELD_OUTCOMES).exactOptional(),
  report: text.exactOptional(),
  evidence: z.array(z.uuid()),
});
export const DispatchesAnswer: z.ZodType<{ items: DispatchView[] }> = z
  .object({ items: z.array(DispatchAnswer) })
  .meta({ id: 'Dispatches' });
