import { EXPORT_STEPS, LOADING_DIFFERENCES, ELIGIBILITY_STATES, STAY_STATES } from '@haidang/domain';
import { z } from 'zod';

const text = z.string();
const time = text.meta({ format: 'date-time', description: 'UTC with milliseconds' });
const maybe = <T extends z.ZodType>(schema: T) => schema.exactOptional();

/** A container that a vessel took. */
export const LoadedAnswer = z
  .object({
    container: text,
    line: z.int().meta({ description: 'its place in the manifest, from 0' }),
    declaration: maybe(text),
    carrierSeal: maybe(text),
    customsSeal: maybe(text),
    loadedAt: time,
  })
  .meta({ id: 'Loaded' });
export type LoadedView = z.infer<typeof LoadedAnswer>;

const difference = z
  .object({
    kind: z.enum(LOADING_DIFFERENCES),
    container: text,
    loaded: maybe(LoadedAnswer),
    declared: maybe(
      z.object({ container: text, declaration: text, departure: maybe(text), carrierSeal: maybe(text) }),
    ),
    stay: maybe(
      z.object({
        id: text,
        state: z.enum(STAY_STATES),
        carrierSeal: maybe(text),
        since: time,
        until: maybe(time),
      }),
    ),
    eligibility: maybe(z.object({ id: text, state: z.enum(ELIGIBILITY_STATES) })),
  })
  .meta({ id: 'LoadingDifference' });
export type DifferenceView = z.infer<typeof difference>;

/** `GET /manifests/{id}/differences`: how what was loaded differs from what was declared and brought in, with the papers that show it. */
export const LoadingDifferencesAnswer = z
  .object({
    manifestId: text,
    at: time,
    loaded: z.int().meta({ description: 'containers that the manifest names' }),
    counts: z.partialRecord(z.enum(LOADING_DIFFERENCES), z.int()),
    items: z.array(difference),
    next: text.nullable(),
  })
  .meta({ id: 'LoadingDifferences' });
export type LoadingDifferencesView = z.infer<typeof LoadingDifferencesAnswer>;

/** A container of a declaration of export, and how far it has come. */
export const ExportedAnswer = z
  .object({
    container: text,
    facilityId: text,
    departure: maybe(text),
    carrierSeal: maybe(text),
    step: z.enum(EXPORT_STEPS).meta({ description: 'the furthest' }),
    gatheredAt: maybe(time),
    stuffedAt: maybe(time),
    declaredAt: time,
    broughtInAt: maybe(time),
    loadedAt: maybe(time),
  })
  .meta({ id: 'Exported' });
export type ExportedView = z.infer<typeof ExportedAnswer>;
