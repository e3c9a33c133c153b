/** Milliseconds since 1970-01-01T00:00:00Z. All times inside the platform are instants; text exists only at its edges. */
export type Instant = number;

/** A length of time in milliseconds. */
export type Millis = number;

export const SECOND: Millis = 1_000;
export const MINUTE: Millis = 60_000;
export const HOUR: Millis = 3_600_000;
export const DAY: Millis = 86_400_000;

const RFC3339 =
  /^(\d{4})-(\d\d)-(\d\d)[Tt ](\d\d):(\d\d):(\d\d)(?:\.(\d{1,9}))?(?:[Zz]|([+-])(\d\d):(\d\d))$/;

/**
 * Reads an RFC 3339 date-time with any offset (section 5.6), to the millisecond; finer digits are cut off.
 * A leap second (`:60`) counts as the first instant of the next minute.
 * @returns undefined when the text is not one, or names a day or hour that does not exist.
 */
export function parseInstant(text: string): Instant | undefined {
  const m = RFC3339.exec(text);
  if (m === null) return undefined;
  const year = +m[1]!;
  const month = +m[2]!;
  const day = +m[3]!;
  const hour = +m[4]!;
  const minute = +m[5]!;
  const second = +m[6]!;
  if (month < 1 || month > 12 || day < 1 || hour > 23 || minute > 59 || second > 60) return undefined;
  if (day > 28 && day > daysInMonth(year, month)) return undefined;
  const millis = m[7] === undefined ? 0 : +m[7].padEnd(3, '0').slice(0, 3);
  const utc = Date.UTC(year, month - 1, day, hour, minute, second, millis);
  if (m[8] === undefined) return utc;
  const offsetHours = +m[9]!;
  const offsetMinutes = +m[10]!;
  if (offsetHours > 23 || offsetMinutes > 59) return undefined;
  const offset = (offsetHours * 60 + offsetMinutes) * MINUTE;
  return m[8] === '+' ? utc - offset : utc + offset;
}

/** Writes an instant as the contract has it: RFC 3339, UTC, milliseconds. */
export function formatInstant(instant: Instant): string {
  return new Date(instant).toISOString();
}

function daysInMonth(year: number, month: number): number {
  if (month === 2) return year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0) ? 29 : 28;
  return month === 4 || month === 6 || month === 9 || month === 11 ? 30 : 31;
}
