import { isObject } from '../json.js';
import { Rejection } from '../rejection.js';
import { documentOf } from './document.js';
import { NOTHING_SAID, type Adapter, type Sighting } from './sighting.js';
import { confidenceOf, epochOf, field, textField } from './values.js';

/** What Frigate tracks and a gate asks about; people and dogs pass too. */
const VEHICLES = new Set(['car', 'truck', 'bus', 'van', 'motorcycle', 'license_plate']);

/**
 * Frigate by MQTT, through a bridge: `frigate/events` says `new`, `update` and `end` of each tracked object (`after`), and
 * `frigate/tracked_object_update` says `lpr` when a plate is recognised, under the same id. An `lpr` is sure by Frigate's own measure; what is
 * said of the object later is about the same vehicle.
 */
export const frigate: Adapter = (parts) => {
  const document = documentOf(parts);
  if (document instanceof Rejection) return document;
  if (!isObject(document)) return new Rejection('bad_field', 'an event is a JSON object');
  const type = textField(document, 'type');
  if (type === 'lpr') return [ofPlate(document)];
  if (type !== 'new' && type !== 'update' && type !== 'end') return [];
  const after = field(document, 'after');
  if (!isObject(after)) return new Rejection('missing_field', 'after is missing');
  if (!VEHICLES.has(textField(after, 'label') ?? '') || after['false_positive'] === true) return [];
  return [
    {
      ...NOTHING_SAID,
      event: textField(after, 'id'),
      channel: textField(after, 'camera'),
      time: epochOf(field(after, 'frame_time') ?? field(after, 'start_time')),
      text: textField(after, 'recognized_license_plate'),
      confidence: confidenceOf(field(after, 'recognized_license_plate_score'), 'unit'),
      last: type === 'end',
    },
  ];
};

function ofPlate(update: object): Sighting {
  return {
    ...NOTHING_SAID,
    event: textField(update, 'id'),
    channel: textField(update, 'camera'),
    time: epochOf(field(update, 'timestamp')),
    text: textField(update, 'plate'),
    confidence: confidenceOf(field(update, 'score'), 'unit'),
  };
}
