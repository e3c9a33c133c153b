import { normaliseContainerNumber, normalisePlate, type Instant, type Passage } from '@haidang/domain';
import {
  missing,
  optionalBoolean,
  optionalNumber,
  optionalOneOf,
  optionalText,
  requiredText,
  requiredTime,
  wrong,
} from './field.js';
import { MAX_AHEAD } from './fix.js';
import { isObject, parseJson } from './json.js';
import { Rejection } from './rejection.js';

/** Decodes the payload of `haidang/v1/gates/{gateId}/passages`. */
export function decodePassage(payload: Uint8Array, now: Instant): Passage | Rejection {
  const value = parseJson(payload);
  return value instanceof Rejection ? value : decodePassageValue(value, now);
}

/** The same form as REST has it, already parsed. */
export function decodePassageValue(value: unknown, now: Instant): Passage | Rejection {
  if (!isObject(value)) return new Rejection('bad_field', 'a passage is a JSON object');
  try {
    return readPassage(value, now);
  } catch (error) {
    if (error instanceof Rejection) return error;
    throw error;
  }
}

function readPassage(fields: Record<string, unknown>, now: Instant): Passage {
  const direction = optionalOneOf(fields, 'direction', ['in', 'out'] as const);
  if (direction === null) throw missing('direction');
  const container = optionalText(fields, 'container', 20);
  const plate = optionalText(fields, 'plate', 20);
  const passage: Passage = {
    id: requiredText(fields, 'id', 100),
    time: requiredTime(fields, 'time'),
    direction,
    lane: optionalText(fields, 'lane', 20),
    container: emptyToNull(container === null ? '' : normaliseContainerNumber(container)),
    containerConfidence: optionalNumber(fields, 'containerConfidence', 0, 1),
    plate: emptyToNull(plate === null ? '' : normalisePlate(plate)),
    plateConfidence: optionalNumber(fields, 'plateConfidence', 0, 1),
    sealId: optionalText(fields, 'sealId', 64),
    carrierSeal: optionalText(fields, 'carrierSeal', 50),
    damage: optionalBoolean(fields, 'damage'),
    images: readImages(fields['images']),
    source: optionalText(fields, 'source', 50),
  };
  if (passage.time < Date.UTC(2020, 0, 1)) throw new Rejection('time_before_2020', 'time lies before 2020');
  if (passage.time > now + MAX_AHEAD)
    throw new Rejection('time_ahead', "time is ahead of the platform's clock", now - passage.time);
  return passage;
}

function readImages(value: unknown): readonly string[] {
  if (value === undefined || value === null) return [];
  if (!Array.isArray(value) || value.length > 50) throw wrong('images', 'an array of at most 50 addresses');
  return (value as unknown[]).map((image, i) =>
    requiredText({ [`images[${i}]`]: image }, `images[${i}]`, 2000),
  );
}

function emptyToNull(text: string): string | null {
  return text === '' ? null : text;
}
