import type { PipeTransform } from '@nestjs/common';
import { FIELD_ERRORS, type FieldErrorCode } from '@haidang/contract';
import type { z } from 'zod';
import { ApiError, type ApiErrorCode, type FieldError } from './errors.js';

/** Wrong fields named in one answer; of ten thousand bad lines it names these, and says how many there are. */
const MAX_ERRORS = 200;

/**
 * Checks a body, a query or a part of the address against its schema and hands on what the schema makes of it.
 * @param where what stands before each path in the answer, e.g. the name of a part of the address
 * @throws ApiError `invalid_request` with one entry for each wrong field
 */
export function zod<T>(schema: z.ZodType<T>, where = ''): PipeTransform<unknown, T> {
  return { transform: (value) => parse(schema, value, where) };
}

/** @throws ApiError `invalid_request` */
export function parse<T>(schema: z.ZodType<T>, value: unknown, where = ''): T {
  const result = schema.safeParse(value);
  const errors = result.success ? unstorableTexts(result.data, where) : fieldErrors(result.error, where);
  if (result.success && errors.length === 0) return result.data;
  throw invalid(errors);
}

export function invalid(errors: readonly FieldError[]): ApiError {
  return refused('invalid_request', errors);
}

/** What is wrong with fields, told by the first of them; where not all are named, `count` says how many there are. */
export function refused(code: ApiErrorCode, errors: readonly FieldError[]): ApiError {
  const [first] = errors;
  const detail =
    first === undefined ? undefined : `${first.path === '' ? 'The whole' : first.path}: ${first.message}`;
  const told = errors.slice(0, MAX_ERRORS);
  return new ApiError(code, detail, {
    errors: told,
    members: told.length < errors.length ? { count: errors.length } : {},
  });
}

function fieldErrors(error: z.ZodError, where: string): FieldError[] {
  return error.issues.map((issue) => fieldErrorOf(issue, join(where, issue.path)));
}

/** @param path of the field, as it is called in the answer */
export function fieldErrorOf(issue: z.core.$ZodIssue, path: string): FieldError {
  return { path, message: issue.message, code: codeOf(issue) };
}

function codeOf(issue: z.core.$ZodIssue): FieldErrorCode {
  const named: unknown = issue.code === 'custom' ? issue.params?.['code'] : undefined;
  const isLeftOut = issue.code === 'invalid_type' && issue.message.endsWith('received undefined');
  const isEmpty = issue.code === 'too_small' && issue.origin === 'string' && issue.minimum === 1;
  return (
    FIELD_ERRORS.find((code) => code === named) ?? (isLeftOut || isEmpty ? 'missing_field' : 'bad_field')
  );
}

/** PostgreSQL holds neither NUL nor half a surrogate pair in a text; a schema lets both through. */
export function isStorableText(text: string): boolean {
  return !text.includes('\0') && !/\p{Surrogate}/u.test(text);
}

/** Looks first without noting paths: geometry holds hundreds of thousands of numbers and hardly ever a text. */
function unstorableTexts(value: unknown, where: string): FieldError[] {
  return isStorable(value) ? [] : [...wrongTexts(value, where, [])];
}

function isStorable(value: unknown): boolean {
  if (typeof value === 'string') return isStorableText(value);
  if (typeof value !== 'object' || value === null) return true;
  for (const inner of Array.isArray(value) ? (value as unknown[]) : Object.values(value)) {
    if (!isStorable(inner)) return false;
  }
  return true;
}

function* wrongTexts(value: unknown, where: string, path: readonly string[]): Generator<FieldError> {
  if (typeof value === 'object' && value !== null) {
    for (const [key, inner] of Object.entries(value)) yield* wrongTexts(inner, where, [...path, key]);
  } else if (typeof value === 'string' && !isStorableText(value)) {
    yield {
      path: join(where, path),
      message: 'text without NUL and lone surrogates is wanted',
      code: 'bad_field',
    };
  }
}

function join(where: string, path: readonly PropertyKey[]): string {
  return [...(where === '' ? [] : [where]), ...path.map(String)].join('.');
}
