import { isUtf8 } from 'node:buffer';
import { isObject } from '../json.js';
import { MAX_PAYLOAD_BYTES, Rejection } from '../rejection.js';
import { beginningOf, documentOf, eventOf } from './document.js';
import { NOTHING_SAID, type Adapter, type CameraPicture, type Sighting } from './sighting.js';
import { confidenceOf, epochOf, field, fields, picturesOf, textField, textOf, timeTextOf } from './values.js';

/** `Obverse` in the push of traffic cameras, `Approach` in events. */
const MOTION: Readonly<Record<string, Sighting['motion']>> = {
  approach: 'approaching',
  obverse: 'approaching',
  leave: 'leaving',
  reverse: 'leaving',
};

/** Pictures of the push, each in Base64. */
const PICTURES = ['NormalPic', 'CutoutPic', 'VehiclePic', 'CombinedPic'];

/**
 * Dahua: events of snapManager as lines `Events[0].TrafficCar.PlateNumber=…` or the same as JSON, and the JSON that traffic cameras push
 * (ITSAPI, `Picture.Plate`). `UTC` is seconds since 1970; some firmware fills it with local time, which the camera's setting `clock` puts right.
 */
export const dahua: Adapter = (parts) => {
  const part = eventOf(parts);
  if (part === undefined) return new Rejection('missing_field', 'there is no event in the message');
  const document = /^[{[]/.test(beginningOf(part)) ? documentOf(parts) : readLines(part.bytes);
  if (document instanceof Rejection) return document;
  if (!isObject(document)) return new Rejection('bad_field', 'an event is wanted');
  const pushed = field(document, 'Picture');
  if (isObject(pushed)) return [ofPush(pushed, picturesOf(parts))];
  return fields(document, 'Events').flatMap((event) => ofEvent(event, picturesOf(parts)));
};

function ofEvent(event: unknown, pictures: readonly CameraPicture[]): Sighting[] {
  const code = textField(event, 'EventBaseInfo', 'Code') ?? textField(event, 'Code') ?? '';
  const action = textField(event, 'EventBaseInfo', 'Action') ?? textField(event, 'Action');
  if (!/^Traffic/i.test(code) || action?.toLowerCase() === 'stop') return [];
  const car = field(event, 'TrafficCar');
  return [
    {
      ...NOTHING_SAID,
      event: textField(event, 'EventID'),
      channel: textField(event, 'Channel'),
      time: epochOf(field(event, 'UTC')),
      text: textField(car, 'PlateNumber') ?? textField(event, 'Object', 'Text'),
      confidence: confidenceOf(field(event, 'Object', 'Confidence') ?? field(car, 'Confidence'), 'percent'),
      motion: motionOf(field(car, 'DrivingDirection') ?? field(event, 'DrivingDirection')),
      lane: textField(event, 'Lane') ?? textField(car, 'Lane'),
      pictures,
    },
  ];
}

function ofPush(picture: unknown, files: readonly CameraPicture[]): Sighting {
  const snap = field(picture, 'SnapInfo');
  const plate = field(picture, 'Plate');
  const inside = PICTURES.flatMap((name): CameraPicture[] => {
    const content = textField(picture, name, 'Content');
    return content === null ? [] : [{ name, bytes: Buffer.from(content, 'base64') }];
  });
  return {
    ...NOTHING_SAID,
    event: textField(snap, 'EventID'),
    channel: textField(plate, 'Channel'),
    time: timeTextOf(field(snap, 'AccurateTime') ?? field(snap, 'SnapTime')),
    text: textField(plate, 'PlateNumber'),
    confidence: confidenceOf(field(plate, 'Confidence'), 'percent'),
    motion: motionOf(field(snap, 'Direction')),
    lane: textField(snap, 'LanNo') ?? textField(snap, 'LaneNo'),
    pictures: [...inside, ...files],
  };
}

function motionOf(value: unknown): Sighting['motion'] {
  return MOTION[textOf(value)?.toLowerCase() ?? ''] ?? null;
}

/** `Events[0].A.B=value` a line, as a tree. What is none of these lines (a heartbeat) is left out. */
function readLines(bytes: Uint8Array): object | Rejection {
  if (bytes.length > MAX_PAYLOAD_BYTES)
    return new Rejection('too_large', `${bytes.length} bytes; at most ${MAX_PAYLOAD_BYTES} are read`);
  if (!isUtf8(bytes)) return new Rejection('not_utf8', 'the event is not UTF-8');
  const events = new Map<string, Map<string, unknown>>();
  const lines = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString('utf8').split(/\r?\n/);
  for (const line of lines) {
    const [, index, path, value] = /^Events\[(\d{1,4})\]\.([\w.[\]]{1,200})=(.*)$/.exec(line.trim()) ?? [];
    if (index === undefined) continue;
    const event = events.get(index) ?? new Map<string, unknown>();
    events.set(index, event);
    put(event, path!.split('.'), value!);
  }
  if (events.size === 0 && !/heartbeat/i.test(lines[0] ?? ''))
    return new Rejection('bad_field', 'neither JSON nor lines of Events[…]');
  return { Events: [...events.values()].map(plain) };
}

/** A name that comes again is another value of the same: both are kept. An index at the end (`DrivingDirection[0]`) counts as that. */
function put(node: Map<string, unknown>, [name, ...rest]: readonly string[], value: string): void {
  const key = name!.replace(/\[\d*\]$/, '');
  const known = node.get(key);
  if (rest.length === 0) {
    node.set(key, known === undefined ? value : [known, value].flat());
    return;
  }
  const child = known instanceof Map ? (known as Map<string, unknown>) : new Map<string, unknown>();
  node.set(key, child);
  put(child, rest, value);
}

function plain(node: Map<string, unknown>): object {
  return Object.fromEntries(
    [...node].map(([key, value]) => [
      key,
      value instanceof Map ? plain(value as Map<string, unknown>) : value,
    ]),
  );
}
