import { ALARM_KINDS, DEFAULT_RULES, TRANSIT_STEPS, type Rules, type TransitStep } from '@haidang/domain';
import { z } from 'zod';

/** After the scenario's start; before it if negative. */
const seconds = z.number();
const keysOf = <K extends string>(record: Readonly<Record<K, unknown>>) => Object.keys(record) as K[];
const Step = z.enum(keysOf<TransitStep>(TRANSIT_STEPS));
const Setting = z.enum(keysOf<keyof Rules>(DEFAULT_RULES));

/**
 * What a person does: takes the transit a step further, resolves the alarm of a kind that stands then, or enters an exception that holds since a
 * time before: another route, another seal (one that a truck of the scenario carries as a spare), another truck.
 */
export const Act = z.union([
  z.strictObject({ at: seconds, step: Step }),
  z.strictObject({ at: seconds, resolve: z.enum(ALARM_KINDS), cause: z.string().default('') }),
  z.strictObject({ at: seconds, reroute: z.string().min(1), since: seconds }),
  z.strictObject({ at: seconds, replaceSeal: z.string().min(1), since: seconds }),
  z.strictObject({ at: seconds, changeVehicle: z.string().min(1), since: seconds }),
]);

/** A truck's transit as its carrier registers it and officers see to it; for use without a clock. */
export const Papers = z.strictObject({
  /** The route that it is registered on, where the truck drives another. */
  route: z.string().min(1).optional(),
  /** It has none of its own: the seal lies in the truck of this one, to take its place. */
  spareOf: z.string().min(1).optional(),
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
/** One that an exception is entered by. */
export type ExceptionAct = Exclude<Act, { step: unknown } | { resolve: unknown }>;
export type Papers = z.infer<typeof Papers>;

/** The call below a transit that enters an exception, and what it says beside when and why. @param container the one that the truck carries */
export function exceptionCall(
  act: ExceptionAct,
  container: string,
): { readonly call: string; readonly body: object } {
  if ('reroute' in act) return { call: 'reroute', body: { routeId: act.reroute } };
  if ('replaceSeal' in act)
    return { call: 'replace-seal', body: { number: container, sealId: act.replaceSeal, cause: 'battery' } };
  return { call: 'change-vehicle', body: { vehicle: { plate: act.changeVehicle } } };
}
