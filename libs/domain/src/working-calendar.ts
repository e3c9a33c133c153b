import { DAY, MINUTE, type Instant, type Millis } from './time.js';
import { instantOfDigits, VIETNAM_TIME, zoneOffset } from './zone-time.js';

/** Hours of some days of the week: 0 is Sunday; `from` and `to` are minutes of the day, 0 to 1440, `from` before `to`. */
export interface WorkingHours {
  readonly days: readonly number[];
  readonly from: number;
  readonly to: number;
}

/** Days on which nobody works, both included; local dates as `YYYY-MM-DD`. */
export interface Holiday {
  readonly from: string;
  readonly to: string;
  readonly name: string;
}

/** A day that is worked although it would be free, by the hours of another day of the week: what a long holiday is paid with. */
export interface ExtraDay {
  readonly date: string;
  /** Whose hours: 0 is Sunday. */
  readonly as: number;
  readonly name: string;
}

/** When an office works. Holidays are rows that people keep: Tết follows the moon, and the Prime Minister decides each year which days are free. */
export interface WorkingCalendar {
  /** IANA name. */
  readonly timeZone: string;
  readonly hours: readonly WorkingHours[];
  readonly holidays: readonly Holiday[];
  /** Before holidays: a day that is in both is worked. */
  readonly extraDays: readonly ExtraDay[];
}

/** Where nobody has said otherwise: forty hours, Monday to Friday (Decision 188/1999/QĐ-TTg), and no holiday, which is data. */
export const USUAL_CALENDAR: WorkingCalendar = {
  timeZone: VIETNAM_TIME,
  hours: [
    { days: [1, 2, 3, 4, 5], from: 8 * 60, to: 12 * 60 },
    { days: [1, 2, 3, 4, 5], from: 13 * 60, to: 17 * 60 },
  ],
  holidays: [],
  extraDays: [],
};

interface Span {
  readonly from: Instant;
  /** The first instant after it. */
  readonly to: Instant;
}

/** From the epoch, a Thursday. */
const THURSDAY = 4;

/**
 * The first instant by which so much working time has passed.
 * @throws RangeError for a calendar without hours
 */
export function addWorking(calendar: WorkingCalendar, from: Instant, duration: Millis): Instant {
  if (duration <= 0) return from;
  let left = duration;
  for (const span of spansFrom(calendar, from)) {
    const begin = Math.max(span.from, from);
    if (left <= span.to - begin) return begin + left;
    left -= span.to - begin;
  }
  throw new RangeError('the calendar has no end');
}

/** How much working time passes from one instant to a later one; none to an earlier one. @throws RangeError for a calendar without hours */
export function workingBetween(calendar: WorkingCalendar, from: Instant, to: Instant): Millis {
  let sum = 0;
  for (const span of spansFrom(calendar, from)) {
    if (span.from >= to) break;
    sum += Math.min(span.to, to) - Math.max(span.from, from);
  }
  return sum;
}

/** Spans of work in their order, without end; the first is the one that ends after `from`. */
function* spansFrom(calendar: WorkingCalendar, from: Instant): Generator<Span> {
  if (calendar.hours.every(({ days }) => days.length === 0))
    throw new RangeError('the calendar has no hours');
  const first = Math.floor((from + zoneOffset(from, calendar.timeZone)) / DAY);
  for (let day = first; ; day++) for (const span of spansOf(calendar, day)) if (span.to > from) yield span;
}

/** @param day local days since 1970-01-01 */
function spansOf(calendar: WorkingCalendar, day: number): Span[] {
  const weekday = worksAs(calendar, day);
  if (weekday === undefined) return [];
  const minutes = calendar.hours
    .filter(({ days }) => days.includes(weekday))
    .toSorted((a, b) => a.from - b.from);
  const spans: { from: number; to: number }[] = [];
  for (const { from, to } of minutes) {
    const last = spans.at(-1);
    if (last === undefined || from > last.to) spans.push({ from, to });
    else last.to = Math.max(last.to, to);
  }
  const at = (minute: number) => instantOfDigits(day * DAY + minute * MINUTE, calendar.timeZone);
  let done = -Infinity;
  return spans.flatMap(({ from, to }) => {
    // in spring some minutes of a clock are no time: what they name lies before them
    const span = { from: Math.max(at(from), done), to: at(to) };
    done = Math.max(done, span.to);
    return span.from < span.to ? [span] : [];
  });
}

/** By the hours of which day of the week; undefined on a holiday. */
function worksAs({ holidays, extraDays }: WorkingCalendar, day: number): number | undefined {
  const date = new Date(day * DAY).toISOString().slice(0, 10);
  const extra = extraDays.find((one) => one.date === date);
  if (extra !== undefined) return extra.as;
  // dates so written compare as text
  if (holidays.some(({ from, to }) => from <= date && date <= to)) return undefined;
  return (((day + THURSDAY) % 7) + 7) % 7;
}
