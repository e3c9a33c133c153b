import { ALARM_KINDS, DEFAULT_RULES, TRANSIT_STEPS, type Rules, type TransitStep } from '@haidang/domain';
import { z } from 'zod';

/** After the scenario's start; before it if negative. */
const seconds = z.number();
const keysOf = <K extends string>(record: Readonly<Record<K, unknown>>) => Object.keys(record) as K[];
const Step = z.enum(keysOf<TransitStep>(TRANSIT_STEPS));
const Setting = z.enum(keysOf<keyof Rules>(DEFAULT_RULES));

/** What a person does: takes the transit a step further, or resolves the alarm of a kind that stands then. */
export const Act = z.union([
  z.strictObject({ at: seconds, step: Step }),
  z.strictObject({ at: seconds, resolve: z.enum(ALARM_KINDS), cause: z.string().default('') }),
]);

/** A truck's transit as its carrier registers it and officers see to it; for use without a clock. */
export const Papers = z.strictObject({
  /** In order. */
  acts: z.array(Act).default([
    { at: -60, step: 'seal' },
    { at: -60, step: 'depart' },
  ]),
  departBy: seconds.optional(),
  arriveBy: seconds.optional(),
  /** The cards that may open the seal at the destination. */
  cards: z.array(z.string().min(1)).default([]),
  /** The transit's own settings, in the units of the domain (milliseconds, metres). */
  rules: z.partialRecord(Setting, z.number()).default({}),
});
export type Act = z.infer<typeof Act>;
export type Papers = z.infer<typeof Papers>;
