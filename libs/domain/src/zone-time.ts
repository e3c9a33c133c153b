import { type Instant, type Millis } from './time.js';

/** The office's clock, unless somebody says otherwise. */
export const VIETNAM_TIME = 'Asia/Ho_Chi_Minh';

const formats = new Map<string, Intl.DateTimeFormat>();

/**
 * By how much a zone's clocks are ahead of UTC.
 * @param timeZone an IANA name @throws RangeError for no zone
 */
export function zoneOffset(at: Instant, timeZone: string): Millis {
  let format = formats.get(timeZone);
  if (format === undefined) {
    format = new Intl.DateTimeFormat('en-US', {
      ...{ timeZone, hourCycle: 'h23', era: 'short' },
      ...{ year: 'numeric', month: 'numeric', day: 'numeric' },
      ...{ hour: 'numeric', minute: 'numeric', second: 'numeric' },
    });
    formats.set(timeZone, format);
  }
  const parts = Object.fromEntries(format.formatToParts(at).map(({ type, value }) => [type, value]));
  const of = (name: string) => Number(parts[name]);
  const shown = Date.UTC(of('year'), of('month') - 1, of('day'), of('hour'), of('minute'), of('second'));
  return shown - Math.floor(at / 1000) * 1000;
}

/**
 * When a clock in the zone shows these digits; where it shows them twice, the first time.
 * @param digits milliseconds as if what the clock shows were UTC
 */
export function instantOfDigits(digits: Millis, timeZone: string): Instant {
  const first = digits - zoneOffset(digits, timeZone);
  return digits - zoneOffset(first, timeZone);
}

export function isTimeZone(name: string): boolean {
  try {
    new Intl.DateTimeFormat('en', { timeZone: name });
    return true;
  } catch {
    return false;
  }
}
