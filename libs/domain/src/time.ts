/** Milliseconds since 1970-01-01T00:00:00Z. All times inside the platform are instants; text exists only at its edges. */
export type Instant = number;

/** A length of time in milliseconds. */
export type Millis = number;

export const SECOND: Millis = 1_000;
export const MINUTE: Millis = 60_000;
export const HOUR: Millis = 3_600_000;
export const DAY: Millis = 86_400_000;

/**
 * Reads an RFC 3339 date-time with any offset (section 5.6), to the millisecond; finer digits are cut off.
 * A leap second (`:60`) counts as the first instant of the next minute.
 * @returns undefined when the text is not one, or names a day or hour that does not exist.
 */
export function parseInstant(text: string): Instant | undefined {
  if (!hasSeparators(text)) return undefined;
  const year = numberIn(text, 0, 4);
  const month = numberIn(text, 5, 7);
  const day = numberIn(text, 8, 10);
  const hour = numberIn(text, 11, 13);
  const minute = numberIn(text, 14, 16);
  const second = numberIn(text, 17, 19);
  let zoneAt = 19;
  let millis = 0;
  if (text[19] === '.') {
    while (isDigit(text, ++zoneAt));
    const digits = zoneAt - 20;
    if (digits < 1 || digits > 9) return undefined;
    millis = numberIn(text, 20, Math.min(zoneAt, 23)) * 10 ** Math.max(0, 3 - digits);
  }
  const offset = offsetIn(text, zoneAt);
  // of what is no number nothing holds
  const isClock = year >= 0 && hour <= 23 && minute <= 59 && second <= 60 && offset !== undefined;
  if (!isClock || !(month >= 1 && month <= 12 && day >= 1 && day <= daysInMonth(year, month)))
    return undefined;
  return Date.UTC(year, month - 1, day, hour, minute, second, millis) - offset;
}

/** Writes an instant as the contract has it: RFC 3339, UTC, milliseconds. */
export function formatInstant(instant: Instant): string {
  return new Date(instant).toISOString();
}

function daysInMonth(year: number, month: number): number {
  if (month === 2) return year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0) ? 29 : 28;
  return month === 4 || month === 6 || month === 9 || month === 11 ? 30 : 31;
}

function hasSeparators(text: string): boolean {
  const t = text[10];
  return (
    text[4] === '-' &&
    text[7] === '-' &&
    (t === 'T' || t === 't' || t === ' ') &&
    text[13] === ':' &&
    text[16] === ':'
  );
}

/** @returns by how much local time is ahead of UTC; undefined when what begins there is no offset, or not all there is */
function offsetIn(text: string, at: number): Millis | undefined {
  const sign = text[at];
  if (sign === 'Z' || sign === 'z') return text.length === at + 1 ? 0 : undefined;
  if ((sign !== '+' && sign !== '-') || text[at + 3] !== ':' || text.length !== at + 6) return undefined;
  const hours = numberIn(text, at + 1, at + 3);
  const minutes = numberIn(text, at + 4, at + 6);
  if (!(hours <= 23 && minutes <= 59)) return undefined;
  const offset = (hours * 60 + minutes) * MINUTE;
  return sign === '+' ? offset : -offset;
}

/** NaN unless all of it is digits. */
function numberIn(text: string, from: number, to: number): number {
  let number = 0;
  for (let i = from; i < to; i++) {
    if (!isDigit(text, i)) return NaN;
    number = number * 10 + text.charCodeAt(i) - 48;
  }
  return number;
}

function isDigit(text: string, at: number): boolean {
  const code = text.charCodeAt(at);
  return code >= 48 && code <= 57;
}
