import {
  DISPATCH_STATES,
  FIELD_OUTCOMES,
  PATROL_KINDS,
  type DispatchState,
  type FieldOutcome,
  type LatLon as Place,
  type PatrolKind,
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
  /** The alarm they were sent to and are not back from. */
  busyWith?: string;
}

/** One who may be sent, and how far they are as the crow flies. */
export interface ResponderView extends PatrolView {
  /** Metres. */
  distance: number;
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
  busyWith: z
    .uuid()
    .exactOptional()
    .meta({ description: 'the alarm they were sent to and are not back from' }),
});

export const PatrolAnswer: z.ZodType<PatrolView> = patrol.meta({ id: 'Patrol' });
export const PatrolsAnswer: z.ZodType<{ items: PatrolView[] }> = z
  .object({ items: z.array(patrol) })
  .meta({ id: 'Patrols' });
export const RespondersAnswer: z.ZodType<{ items: ResponderView[] }> = z
  .object({ items: z.array(patrol.extend({ distance: z.number().meta({ description: 'metres' }) })) })
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
