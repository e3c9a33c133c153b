import { createHash } from 'node:crypto';
import {
  formatInstant,
  type CameraMaker,
  type CameraSettings,
  type Instant,
  type Passage,
} from '@haidang/domain';
import { isObject } from '../json.js';
import { decodePassageValue } from '../passage.js';
import { Rejection } from '../rejection.js';
import { axis } from './axis.js';
import { timeOf } from './clock.js';
import { dahua } from './dahua.js';
import { documentOf } from './document.js';
import { frigate } from './frigate.js';
import { hikvision } from './hikvision.js';
import { isNoRead, numberRead } from './number.js';
import { plateRecognizer } from './plate-recognizer.js';
import type { Adapter, CameraPicture, EventPart, Sighting } from './sighting.js';
import { picturesOf } from './values.js';

const ADAPTERS: Readonly<Record<Exclude<CameraMaker, 'haidang'>, Adapter>> = {
  hikvision,
  dahua,
  axis,
  plate_recognizer: plateRecognizer,
  frigate,
};

/** So sure must a camera be of a number for it to count while the vehicle is still in the picture. */
const SURE = 0.8;

/** A passage in our own form, and the pictures that came with it. */
export interface CameraReading {
  readonly passage: Passage;
  readonly pictures: readonly CameraPicture[];
}

/**
 * Understands what a camera sent: one passage a vehicle, none where the message is about none or where more is to come of it.
 * The passage's id follows from the camera and from the maker's own name of the event, so that the same said again is the same passage.
 * @param parts the parts of its form, or its whole payload as one
 * @param now the time of arrival
 */
export function readCamera(
  parts: readonly EventPart[],
  camera: CameraSettings,
  now: Instant,
): readonly CameraReading[] | Rejection {
  try {
    if (camera.maker === 'haidang') return readOwn(parts, camera, now);
    const seen = ADAPTERS[camera.maker](parts);
    if (seen instanceof Rejection) return seen;
    const readings: CameraReading[] = [];
    for (const sighting of seen) {
      if (isOfAnother(sighting.channel, camera) || !isSettled(sighting, camera)) continue;
      const passage = decodePassageValue(formOf(sighting, camera, now), now);
      if (passage instanceof Rejection) return passage;
      readings.push({ passage, pictures: sighting.pictures });
    }
    return readings;
  } catch (error) {
    if (error instanceof Rejection) return error;
    throw error;
  }
}

function isOfAnother(channel: string | null, camera: CameraSettings): boolean {
  return camera.channel !== null && channel !== null && channel !== camera.channel;
}

function isSettled({ last, text, confidence }: Sighting, { settles }: CameraSettings): boolean {
  return last || (settles === 'read' && !isNoRead(text) && (confidence ?? 0) >= SURE);
}

/** In our own form, which has its own checks. */
function formOf(sighting: Sighting, camera: CameraSettings, now: Instant): object {
  const { plate, container } = numberRead(sighting.text, camera.reads);
  const { confidence } = sighting;
  return {
    id: idOf(sighting, camera, now),
    time: formatInstant(timeOf(sighting.time, camera, now)),
    direction: directionOf(sighting, camera),
    lane: sighting.lane ?? camera.lane,
    ...(container !== null && { container, containerConfidence: confidence }),
    ...(plate !== null && { plate, plateConfidence: confidence }),
    source: camera.maker,
  };
}

function directionOf({ motion }: Sighting, { direction, bothWays }: CameraSettings): string {
  if (!bothWays || motion !== 'leaving') return direction;
  return direction === 'in' ? 'out' : 'in';
}

/** Without a name of its own an event is known by what it says and when; without a time, too, each is another. */
function idOf({ event, time, text, lane }: Sighting, camera: CameraSettings, now: Instant): string {
  return passageId(camera.id, event === null ? [time ?? now, text, lane] : event);
}

/** At most 97 characters. */
function passageId(cameraId: string, event: unknown): string {
  const hash = createHash('sha256').update(JSON.stringify(event)).digest('hex');
  return `${cameraId}-${hash.slice(0, 32)}`;
}

/** Our own form; what a camera need not know of itself is its setting. */
function readOwn(
  parts: readonly EventPart[],
  camera: CameraSettings,
  now: Instant,
): readonly CameraReading[] | Rejection {
  const value = documentOf(parts);
  if (value instanceof Rejection) return value;
  if (!isObject(value)) return new Rejection('bad_field', 'a passage is a JSON object');
  const { id, time, direction, lane, plate, container } = value;
  const form = {
    ...value,
    ...(typeof id === 'string' && id !== '' && { id: passageId(camera.id, id) }),
    ...(typeof time === 'string' && { time: formatInstant(timeOf({ text: time }, camera, now)) }),
    ...((time === undefined || time === null) && { time: formatInstant(now) }),
    direction: direction ?? camera.direction,
    lane: lane ?? camera.lane,
    ...(typeof plate === 'string' && isNoRead(plate) && { plate: null, plateConfidence: null }),
    ...(typeof container === 'string' &&
      isNoRead(container) && { container: null, containerConfidence: null }),
  };
  const passage = decodePassageValue(form, now);
  return passage instanceof Rejection ? passage : [{ passage, pictures: picturesOf(parts) }];
}
