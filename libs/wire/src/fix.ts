import { LOCK_STATES, MINUTE, SEAL_EVENTS, type Fix, type Instant } from '@haidang/domain';
import {
  optionalBoolean,
  optionalInteger,
  optionalMeasure,
  optionalNumber,
  optionalOneOf,
  optionalText,
  requiredInteger,
  requiredTime,
  wrong,
} from './field.js';
import { isObject, parseJson } from './json.js';
import { MAX_BACKLOG, Rejection } from './rejection.js';

/** A fix further ahead of the platform's clock is not believed. */
export const MAX_AHEAD = 5 * MINUTE;
const YEAR_2020: Instant = Date.UTC(2020, 0, 1);
const EVENT_BITS = new Map<unknown, number>(SEAL_EVENTS.map((event, bit) => [event, 1 << bit]));

/** One element of a message that was not taken, as it came. */
export interface RejectedFix {
  readonly rejection: Rejection;
  readonly value: unknown;
}

export interface DecodedFixes {
  readonly fixes: readonly Fix[];
  readonly rejected: readonly RejectedFix[];
}

const NONE: readonly RejectedFix[] = [];

/**
 * Decodes the payload of `haidang/v1/seals/{sealId}/fixes`: one fix, or an array of 1 to 500 in any order.
 * A payload that is neither is rejected whole; inside a backlog each fix stands for itself, so that one bad fix
 * does not cost the 499 good ones.
 * @param now the platform's clock, for `time_ahead`
 */
export function decodeFixes(payload: Uint8Array, now: Instant): DecodedFixes | Rejection {
  const value = parseJson(payload);
  if (value instanceof Rejection) return value;
  if (!Array.isArray(value)) {
    const fix = decodeFix(value, now);
    return fix instanceof Rejection ? fix : { fixes: [fix], rejected: NONE };
  }
  if (value.length === 0) return new Rejection('empty_backlog', 'a backlog holds 1 to 500 fixes');
  if (value.length > MAX_BACKLOG) {
    return new Rejection('backlog_too_long', `${value.length} fixes; at most ${MAX_BACKLOG} in one message`);
  }
  const fixes: Fix[] = [];
  const rejected: RejectedFix[] = [];
  for (const element of value as unknown[]) {
    const fix = decodeFix(element, now);
    if (fix instanceof Rejection) rejected.push({ rejection: fix, value: element });
    else fixes.push(fix);
  }
  return { fixes, rejected };
}

function decodeFix(value: unknown, now: Instant): Fix | Rejection {
  if (!isObject(value)) return new Rejection('bad_field', 'a fix is a JSON object');
  try {
    return readFix(value, now);
  } catch (error) {
    if (error instanceof Rejection) return error;
    throw error;
  }
}

function readFix(fields: Record<string, unknown>, now: Instant): Fix {
  const seq = requiredInteger(fields, 'seq', 0, Number.MAX_SAFE_INTEGER);
  const time = requiredTime(fields, 'time');
  const lat = optionalNumber(fields, 'lat', -90, 90);
  const lon = optionalNumber(fields, 'lon', -180, 180);
  if ((lat === null) !== (lon === null)) {
    throw new Rejection('position_incomplete', 'lat and lon come both or neither');
  }
  const fix: Fix = {
    seq,
    time,
    lat,
    lon,
    accuracy: optionalMeasure(fields, 'accuracy', 0, 1_000_000),
    speed: optionalMeasure(fields, 'speed', 0, 2_000),
    heading: optionalMeasure(fields, 'heading', 0, 360),
    satellites: optionalInteger(fields, 'satellites', 0, 1_000),
    battery: optionalMeasure(fields, 'battery', 0, 100),
    charging: optionalBoolean(fields, 'charging'),
    lock: optionalOneOf(fields, 'lock', LOCK_STATES),
    events: readEvents(fields['events']),
    card: optionalText(fields, 'card', 64),
    buffered: optionalBoolean(fields, 'buffered') ?? false,
  };
  if (time < YEAR_2020) {
    // what was held back was made by the clock of that time
    const off = fix.buffered ? undefined : now - time;
    throw new Rejection('time_before_2020', 'time lies before 2020: the clock was not set', off);
  }
  if (time > now + MAX_AHEAD) {
    throw new Rejection(
      'time_ahead',
      `time is ${Math.round((time - now) / 1000)} s ahead of the platform's clock`,
      now - time,
    );
  }
  return fix;
}

function readEvents(value: unknown): number {
  if (value === undefined || value === null) return 0;
  if (!Array.isArray(value)) throw wrong('events', 'an array');
  let bits = 0;
  for (const event of value as unknown[]) {
    const bit = EVENT_BITS.get(event);
    if (bit === undefined) throw wrong('events', `a list of ${SEAL_EVENTS.join(', ')}`);
    bits |= bit;
  }
  return bits;
}
