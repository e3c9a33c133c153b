import { DAY, MINUTE, type Instant, type Millis, type ZoneCalendar } from '@haidang/domain';

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

/** The windows of each calendar, worked out once: in milliseconds of the local week, in order, apart from one another. */
const known = new WeakMap<ZoneCalendar, readonly Window[]>();

/**
 * The window around `time` in which a zone with this calendar is on, or undefined when it is off. Spans that meet are
 * one window; without a calendar a zone is always on. A span whose `to` equals its `from` lasts a whole day.
 */
export function windowAt(calendar: ZoneCalendar | undefined, time: Instant): Window | undefined {
  if (calendar === undefined) return ALWAYS;
  const shift = calendar.offset * MINUTE;
  const week = Math.floor((time + shift + SUNDAY) / WEEK) * WEEK - SUNDAY - shift;
  for (const { from, to } of weekOf(calendar)) {
    if (to - from >= WEEK) return ALWAYS;
    if (week + from <= time && time < week + to) return { from: week + from, to: week + to };
    // A window that began last week and reaches over its end.
    if (time < week + to - WEEK) return { from: week + from - WEEK, to: week + to - WEEK };
  }
  return undefined;
}

/** The first instant from `from` to `to`, both included, at which the calendar is on. */
export function firstOn(calendar: ZoneCalendar | undefined, from: Instant, to: Instant): Instant | undefined {
  if (windowAt(calendar, from) !== undefined) return from;
  if (calendar === undefined) return undefined;
  const shift = calendar.offset * MINUTE;
  const week = Math.floor((from + shift + SUNDAY) / WEEK) * WEEK - SUNDAY - shift;
  const starts = weekOf(calendar).map((window) => week + window.from);
  const next = starts.find((start) => start >= from) ?? starts[0]! + WEEK;
  return next <= to ? next : undefined;
}

function weekOf(calendar: ZoneCalendar): readonly Window[] {
  let windows = known.get(calendar);
  if (windows === undefined) known.set(calendar, (windows = joined(spansOf(calendar))));
  return windows;
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
