import { instantOfDigits, type CameraSettings, type Instant } from '@haidang/domain';
import { wrong } from '../field.js';
import type { SaidTime } from './sighting.js';

const WRITTEN =
  /^(\d{4})[-/]?(\d\d)[-/]?(\d\d)[T ]?(\d\d):?(\d\d):?(\d\d)(?:[.,:]?(\d{1,9}))?\s*(Z|[+-]\d\d:?\d\d)?$/i;

const LAST = Date.UTC(2100, 0, 1);

/**
 * When it was, by what the camera says and what its clock is worth.
 * @param now the time of arrival, which counts where nothing is said
 * @throws Rejection `bad_field` for a time that is none
 */
export function timeOf(
  said: SaidTime | null,
  { clock, timeZone }: Pick<CameraSettings, 'clock' | 'timeZone'>,
  now: Instant,
): Instant {
  if (said === null || clock === 'none') return now;
  const { digits, offset } = 'epoch' in said ? { digits: said.epoch, offset: 0 } : readText(said.text);
  if (!(digits >= 0 && digits < LAST)) throw wrong('time', 'a time between 1970 and 2100');
  if (clock === 'local' || offset === null) return instantOfDigits(digits, timeZone);
  return digits - offset;
}

/** Milliseconds as if the digits were UTC, and the offset that stands beside them. */
function readText(text: string): { digits: number; offset: number | null } {
  const m = WRITTEN.exec(text);
  if (m === null) throw wrong('time', 'a date and a time of day');
  const [year, month, day, hour, minute, second] = m.slice(1, 7).map(Number) as [
    ...[number, number, number],
    ...[number, number, number],
  ];
  const millis = Number((m[7] ?? '').padEnd(3, '0').slice(0, 3));
  const digits = Date.UTC(year, month - 1, day, hour, minute, second, millis);
  const date = new Date(digits);
  // the 31st of June is no day, and 25:00 no hour
  if (date.getUTCMonth() !== month - 1 || date.getUTCDate() !== day || hour > 23 || minute > 59)
    throw wrong('time', 'a date and a time of day that there are');
  return { digits, offset: m[8] === undefined ? null : offsetOf(m[8]) };
}

function offsetOf(text: string): number {
  if (text.toUpperCase() === 'Z') return 0;
  const [sign, hours, minutes] = [text[0], Number(text.slice(1, 3)), Number(text.slice(-2))];
  return (sign === '-' ? -1 : 1) * (hours * 60 + minutes) * 60_000;
}
