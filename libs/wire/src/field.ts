import { parseInstant, type Instant } from '@haidang/domain';
import { Rejection } from './rejection.js';

/** The smallest of single precision that has all its digits. */
const SMALLEST_SINGLE = 2 ** -126;

type Fields = Record<string, unknown>;

/**
 * Readers of one field each. An absent field and an explicit `null` are the same: `null`. A wrong one throws its
 * {@link Rejection}, which the decoder of the message catches; the good message pays nothing for it.
 */
export function optionalNumber(fields: Fields, name: string, min: number, max: number): number | null {
  const value = fields[name];
  if (value === undefined || value === null) return null;
  if (typeof value !== 'number' || !(value >= min && value <= max))
    throw wrong(name, `a number from ${min} to ${max}`);
  return value;
}

/**
 * A measured number, taken as exactly as the log keeps it: in single precision, by its shortest digits, which is how PostgreSQL gives a `real` back. So the
 * engine judges the very number that it reads again from the log. Six digits always survive that way, but for numbers so small that they are 0.
 * @param min 0 or more
 */
export function optionalMeasure(fields: Fields, name: string, min: number, max: number): number | null {
  const value = optionalNumber(fields, name, min, max);
  if (value === null || Number.isInteger(value) || (value < 1_000 && hasThreeDecimals(value))) return value;
  const single = value < SMALLEST_SINGLE ? 0 : Math.fround(value);
  let digits = 6;
  while (Math.fround(Number(single.toPrecision(digits))) !== single) digits++;
  return Number(single.toPrecision(digits));
}

/** The usual measure, which needs no search for its digits. */
function hasThreeDecimals(value: number): boolean {
  return Math.round(value * 1_000) / 1_000 === value;
}

export function optionalInteger(fields: Fields, name: string, min: number, max: number): number | null {
  const value = optionalNumber(fields, name, min, max);
  if (value !== null && !Number.isInteger(value)) throw wrong(name, `an integer from ${min} to ${max}`);
  return value;
}

export function requiredInteger(fields: Fields, name: string, min: number, max: number): number {
  const value = optionalInteger(fields, name, min, max);
  if (value === null) throw missing(name);
  return value;
}

export function optionalBoolean(fields: Fields, name: string): boolean | null {
  const value = fields[name];
  if (value === undefined || value === null) return null;
  if (typeof value !== 'boolean') throw wrong(name, 'true or false');
  return value;
}

/** Text without NUL, which PostgreSQL cannot hold. */
export function optionalText(fields: Fields, name: string, maxLength: number): string | null {
  const value = fields[name];
  if (value === undefined || value === null) return null;
  if (typeof value !== 'string' || value.length > maxLength || !isStorableText(value)) {
    throw wrong(name, `text of at most ${maxLength} characters`);
  }
  return value;
}

export function requiredText(fields: Fields, name: string, maxLength: number): string {
  const value = optionalText(fields, name, maxLength);
  if (value === null || value === '') throw missing(name);
  return value;
}

export function optionalOneOf<T extends string>(
  fields: Fields,
  name: string,
  allowed: readonly T[],
): T | null {
  const value = fields[name];
  if (value === undefined || value === null) return null;
  if (typeof value !== 'string' || !(allowed as readonly string[]).includes(value)) {
    throw wrong(name, `one of ${allowed.join(', ')}`);
  }
  return value as T;
}

export function requiredTime(fields: Fields, name: string): Instant {
  const value = fields[name];
  if (value === undefined || value === null) throw missing(name);
  const time = typeof value === 'string' ? parseInstant(value) : undefined;
  if (time === undefined) throw wrong(name, 'an RFC 3339 date-time');
  return time;
}

export function wrong(name: string, wanted: string): Rejection {
  return new Rejection('bad_field', `${name}: ${wanted} is wanted`);
}

export function missing(name: string): Rejection {
  return new Rejection('missing_field', `${name} is missing`);
}

/** False for text with NUL or with half a surrogate pair: neither has a place in a UTF-8 database. */
function isStorableText(text: string): boolean {
  return !text.includes('\0') && text.isWellFormed();
}
