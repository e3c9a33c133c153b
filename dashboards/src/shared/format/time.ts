import { DAY, HOUR, MINUTE } from '@haidang/domain';

export type Language = 'vi' | 'en';

/** Day before month in both languages, 24 hours: what is read aloud at the centre. */
const LOCALE: Record<Language, string> = { vi: 'vi-VN', en: 'en-GB' };

const CLOCK: Intl.DateTimeFormatOptions = { hour: '2-digit', minute: '2-digit', hourCycle: 'h23' };
const DATE: Intl.DateTimeFormatOptions = { day: '2-digit', month: '2-digit', year: 'numeric' };

const formats = new Map<string, Intl.DateTimeFormat>();

function format(language: Language, name: string, options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat {
  const key = `${language} ${name}`;
  let known = formats.get(key);
  if (known === undefined) {
    known = new Intl.DateTimeFormat(LOCALE[language], options);
    formats.set(key, known);
  }
  return known;
}

/** `08:03`, in the viewer's zone. */
export function clock(time: string | number, language: Language): string {
  return format(language, 'clock', CLOCK).format(new Date(time));
}

/** `08:03:10`, in the viewer's zone. */
export function clockWithSeconds(time: string | number, language: Language): string {
  return format(language, 'seconds', { ...CLOCK, second: '2-digit' }).format(new Date(time));
}

/** `22/11/2026`, in the viewer's zone. */
export function date(time: string | number, language: Language): string {
  return format(language, 'date', DATE).format(new Date(time));
}

/** The clock alone for today, else clock and date: `08:03 22/11/2026`. */
export function clockAndDay(time: string | number, now: number, language: Language): string {
  const day = date(time, language);
  return day === date(now, language) ? clock(time, language) : `${clock(time, language)} ${day}`;
}

/** As {@link clockAndDay}, to the second. */
export function secondAndDay(time: string | number, now: number, language: Language): string {
  const day = date(time, language);
  const seconds = clockWithSeconds(time, language);
  return day === date(now, language) ? seconds : `${seconds} ${day}`;
}

/** A length of time in the largest two units that matter. */
export interface Span {
  unit: 'now' | 'minutes' | 'hours' | 'days';
  /** Of the unit. */
  count: number;
  /** Of the next smaller unit; 0 for minutes. */
  rest: number;
}

/** Splits milliseconds: under a minute is `now`, 134 minutes is 2 hours and 14, 50 hours is 2 days and 2. */
export function span(millis: number): Span {
  if (millis < MINUTE) return { unit: 'now', count: 0, rest: 0 };
  if (millis < HOUR) return { unit: 'minutes', count: Math.floor(millis / MINUTE), rest: 0 };
  if (millis < DAY)
    return {
      unit: 'hours',
      count: Math.floor(millis / HOUR),
      rest: Math.floor((millis % HOUR) / MINUTE),
    };
  return { unit: 'days', count: Math.floor(millis / DAY), rest: Math.floor((millis % DAY) / HOUR) };
}
