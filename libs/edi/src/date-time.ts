import { parseInstant, type Instant } from '@haidang/domain';

/** Vietnam has one time, and no summer time: what a terminal writes without a zone is so. */
const LOCAL = '+07:00';

/**
 * C507: `['7', '202611260803', '203']`. Formats (2379): 203 CCYYMMDDHHMM, 204 with seconds, 205 CCYYMMDDHHMMZHHMM with the zone's offset,
 * 303 with a zone's letters, of which UTC and ICT are read.
 * @returns undefined when it is none of them, or no time that exists
 */
export function readDateTime([, text = '', format = '']: readonly string[]): Instant | undefined {
  const m = /^(\d{4})(\d\d)(\d\d)(\d\d)(\d\d)(.*)$/s.exec(text);
  if (m === null) return undefined;
  const [, year, month, day, hour, minute, rest = ''] = m;
  const ending = endingOf(format, rest);
  return ending === undefined
    ? undefined
    : parseInstant(`${year}-${month}-${day}T${hour}:${minute}:${ending}`);
}

function endingOf(format: string, rest: string): string | undefined {
  switch (format) {
    case '203':
      return rest === '' ? `00${LOCAL}` : undefined;
    case '204':
      return /^\d\d$/.test(rest) ? `${rest}${LOCAL}` : undefined;
    case '205': {
      const zone = /^([+-])(\d\d)(\d\d)$/.exec(rest);
      return zone === null ? undefined : `00${zone[1]}${zone[2]}:${zone[3]}`;
    }
    case '303':
      return rest === 'UTC' ? '00Z' : rest === 'ICT' ? `00${LOCAL}` : undefined;
    default:
      return undefined;
  }
}
