import { DAY, HOUR, MINUTE } from '@haidang/domain';

/** Stretches of time that are asked for with one press, and how long each is. */
export const SPANS = { day: DAY, week: 7 * DAY, month: 30 * DAY, year: 365 * DAY } as const;
export type SpanName = keyof typeof SPANS;

/** RFC 3339, from the one time on, before the other. */
export interface FigureTimes {
  readonly from: string;
  readonly to: string;
}

/** A stretch that ends with the hour at hand, so that a link says the same to a colleague. */
export function spanUntil(name: SpanName, now: number): FigureTimes {
  const to = Math.ceil(now / HOUR) * HOUR;
  return { from: new Date(to - SPANS[name]).toISOString(), to: new Date(to).toISOString() };
}

/** Which of the spans a stretch is as long as. */
export function spanOf({ from, to }: FigureTimes): SpanName | undefined {
  const long = Date.parse(to) - Date.parse(from);
  return (Object.keys(SPANS) as SpanName[]).find((name) => Math.abs(SPANS[name] - long) < MINUTE);
}

/** The stretch of an address, if it says one. */
export function timesOf(from: string | undefined, to: string | undefined): FigureTimes | undefined {
  if (from === undefined || to === undefined) return undefined;
  const [begin, end] = [Date.parse(from), Date.parse(to)];
  return begin < end ? { from: new Date(begin).toISOString(), to: new Date(end).toISOString() } : undefined;
}
