import { ALARM_ENDINGS, ALARM_KINDS, ALARM_STATES, parseInstant, SEVERITIES } from '@haidang/domain';
import { z } from 'zod';

/** RFC 3339 text with any offset, kept as text. */
export const Time = z
  .string()
  .refine((text) => parseInstant(text) !== undefined, { message: 'not an RFC 3339 date-time' })
  .meta({ format: 'date-time' });

/** An identifier chosen by people or systems: letters, digits and `-_.:`; it is also a topic level and a path segment. */
export const Id = z
  .string()
  .regex(/^[A-Za-z0-9][A-Za-z0-9_.:-]{0,63}$/, { message: 'letters, digits and -_.: only, 1 to 64 of them' });

export const Name = z.string().trim().min(1).max(200);
export const LatLon = z.object({ lat: z.number().min(-90).max(90), lon: z.number().min(-180).max(180) });
export const Severity = z.enum(SEVERITIES);
export const AlarmKind = z.enum(ALARM_KINDS);
export const AlarmState = z.enum(ALARM_STATES);
export const AlarmEnding = z.enum(ALARM_ENDINGS);

/** What may be wrong with one field or line, beside the codes of whole calls: `docs/errors.md` explains each. */
export const FIELD_ERRORS = [
  'missing_field',
  'bad_field',
  'container_number',
  'stands_twice',
  'says_otherwise',
  'line_count',
  'column_unknown',
  'column_missing',
  'not_csv',
] as const;
export type FieldErrorCode = (typeof FIELD_ERRORS)[number];

/** One wrong field or line. `code` is one of {@link FIELD_ERRORS} or of the API's; `values` is what it is about. */
export interface FieldProblem {
  readonly path: string;
  readonly message: string;
  readonly code?: string;
  readonly values?: Readonly<Record<string, string | number>>;
}

/** RFC 9457 problem details with a stable `code`; `errors` names each wrong field. */
export interface Problem {
  type: string;
  title: string;
  status: number;
  code: string;
  detail?: string;
  errors?: FieldProblem[];
}

/** A page of a list. */
export interface Page<T> {
  items: T[];
  next: string | null;
}
