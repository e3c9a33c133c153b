import { isContainerNumber, normaliseContainerNumber, type TRANSIT_STATES } from '@haidang/domain';
import { z } from 'zod';
import { Id, Time } from './common.js';
import { RuleSettings } from './register.js';

/** A container number, normalised, its check digit tried (ISO 6346). */
export const ContainerNumber = z
  .string()
  .transform(normaliseContainerNumber)
  .refine(isContainerNumber, { message: 'not a container number, or its check digit is wrong (ISO 6346)' });

export const Vehicle = z.object({
  plate: z.string().trim().min(1).max(20),
  trailer: z.string().max(20).optional(),
});

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

/** `POST /transits/{id}/seal`: which e-seal closes which container; containers that have one already may be left out. */
export const SealStep = z.object({
  containers: z.array(z.object({ number: ContainerNumber, sealId: Id })).default([]),
});

/** `POST /transits/{id}/depart`, `/arrive`, `/close`, `/cancel`: when it happened (now if absent) and why. */
export const Step = z.object({ at: Time.optional(), reason: z.string().max(500).optional() });

/** A transit as the API answers it. Times are UTC with milliseconds. */
export interface TransitView {
  id: string;
  number: string;
  declaration: string;
  regime: string;
  from: string;
  to: string;
  carrierId: string | null;
  vehicle: { plate: string; trailer?: string | undefined };
  containers: {
    number: string;
    sealId?: string | undefined;
    carrierSeal?: string | undefined;
    customsSeal?: string | undefined;
  }[];
  routeId: string;
  departBy: string | null;
  arriveBy: string | null;
  rules?: z.infer<typeof RuleSettings> | undefined;
  state: (typeof TRANSIT_STATES)[number];
  departedAt: string | null;
  arrivedAt: string | null;
  createdAt: string;
}

/** One line of a transit's timeline. */
export interface TimelineEntry {
  time: string;
  kind: 'step' | 'alarm_opened' | 'alarm_ended' | 'alarm_act' | 'passage';
  /** The step's, alarm's or verdict's name. */
  what: string;
  alarmId?: string;
  passageId?: string;
  reason?: string;
}
