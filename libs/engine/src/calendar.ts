import { DAY, MINUTE, parseInstant, type Instant, type Millis, type ZoneCalendar } from '@haidang/domain';

/** A time without a break; `to` is the first instant after it. */
export interface Window {
  readonly from: Instant;
  readonly to: Instant;
}

const WEEK: Millis = 7 * DAY;
/** From the epoch, a Thursday, back to the Sunday before it. */
const SUNDAY: Millis = 4 * DAY;
const DAY_MINUTES = 1_440;
const ALWAYS: Window = { from: -Infinity, to: Infinity };

/** A calendar, worked out once. */
interface Known {
  /** In milliseconds of the local week, in order, apart from one another. */
  readonly windows: readonly Window[];
  /** Before it the calendar is off. */
  readonly since: Instant;
}

const known = new WeakMap<ZoneCalendar, Known>();

/**
 * The window around `time` in which a zone with this calendar is on, or undefined when it is off. Spans that meet are
 * one window; without a calendar a zone is always on. A span whose `to` equals its `from` lasts a whole day.
 */
export function windowAt(calendar: ZoneCalendar | undefined, time: Instant): Window | undefined {
  if (calendar === undefined) return ALWAYS;
  const { since } = knownOf(calendar);
  if (time < since) return undefined;
  const window = weeklyAt(calendar, time);
  return window && { from: Math.max(window.from, since), to: window.to };
}

function weeklyAt(calendar: ZoneCalendar, time: Instant): Window | undefined {
  const shift = calendar.offset * MINUTE;
  const week = Math.floor((time + shift + SUNDAY) / WEEK) * WEEK - SUNDAY - shift;
  for (const { from, to } of knownOf(calendar).windows) {
    if (to - from >= WEEK) return ALWAYS;
    if (week + from <= time && time < week + to) return { from: week + from, to: week + to };
    // A window that began last week and reaches over its end.
    if (time < week + to - WEEK) return { from: week + from - WEEK, to: week + to - WEEK };
  }
  return undefined;
}

/** The first instant from `from` to `to`, both included, at which the calendar is on. */
export function firstOn(calendar: ZoneCalendar | undefined, from: Instant, to: Instant): Instant | undefined {
  if (calendar === undefined) return from;
  const { windows, since } = knownOf(calendar);
  const first = Math.max(from, since);
  if (weeklyAt(calendar, first) !== undefined) return first <= to ? first : undefined;
  const shift = calendar.offset * MINUTE;
  const week = Math.floor((first + shift + SUNDAY) / WEEK) * WEEK - SUNDAY - shift;
  const starts = windows.map((window) => week + window.from);
  const next = starts.find((start) => start >= first) ?? starts[0]! + WEEK;
  return next <= to ? next : undefined;
}

function knownOf(calendar: ZoneCalendar): Known {
  let found = known.get(calendar);
  if (found === undefined) {
    const since = calendar.since === undefined ? -Infinity : parseInstant(calendar.since)!;
    known.set(calendar, (found = { windows: joined(spansOf(calendar)), since }));
  }
  return found;
}

function spansOf(calendar: ZoneCalendar): Window[] {
  const windows = calendar.spans.flatMap(({ days, from, to }) =>
    days.map((day) => {
      const start = day * DAY_MINUTES + from;
      const length = to > from ? to - from : DAY_MINUTES - from + to;
      return { from: start * MINUTE, to: (start + length) * MINUTE };
    }),
  );
  return windows.toSorted((a, b) => a.from - b.from || a.to - b.to);
}

/** Makes one of windows that meet, also over the end of the week. */
function joined(sorted: readonly Window[]): readonly Window[] {
  const windows: Window[] = [];
  for (const window of sorted) {
    const last = windows.at(-1);
    if (last === undefined || window.from > last.to) windows.push(window);
    else windows[windows.length - 1] = { from: last.from, to: Math.max(last.to, window.to) };
  }
  while (windows.length > 1 && windows.at(-1)!.to >= windows[0]!.from + WEEK) {
    const first = windows.shift()!;
    const last = windows.at(-1)!;
    windows[windows.length - 1] = { from: last.from, to: Math.max(last.to, first.to + WEEK) };
  }
  return windows;
}
