import { isObject } from '../json.js';
import { Rejection } from '../rejection.js';
import { documentOf } from './document.js';
import { NOTHING_SAID, type Adapter, type Sighting } from './sighting.js';
import { confidenceOf, epochOf, field, picturesOf, textField, timeTextOf } from './values.js';

const MOTION: Readonly<Record<string, Sighting['motion']>> = { in: 'approaching', out: 'leaving' };

/**
 * Axis cameras with the licence plate application (JSON, numbers as text). One vehicle (`carID`) is said several times: `new`, `update`, and
 * `lost` when it has left the picture. `capture_timestamp` counts milliseconds since 1970; `datetime` is local and used where that is missing.
 */
export const axis: Adapter = (parts) => {
  const document = documentOf(parts);
  if (document instanceof Rejection) return document;
  if (!isObject(document)) return new Rejection('bad_field', 'an event is a JSON object');
  const state = textField(document, 'carState')?.toLowerCase();
  if (
    field(document, 'plateText') === undefined &&
    field(document, 'plateUTF8') === undefined &&
    state === undefined
  )
    return [];
  const car = textField(document, 'carID');
  const sensor = textField(document, 'sensorProviderID');
  return [
    {
      ...NOTHING_SAID,
      event: car === null ? textField(document, 'packetCounter') : `${sensor ?? ''}/${car}`,
      channel: sensor,
      time: epochOf(field(document, 'capture_timestamp')) ?? timeTextOf(field(document, 'datetime')),
      text:
        textField(document, 'plateUTF8') ??
        textField(document, 'plateText') ??
        textField(document, 'plateUnicode') ??
        textField(document, 'plateASCII'),
      confidence: confidenceOf(field(document, 'plateConfidence'), 'unit'),
      motion: MOTION[textField(document, 'carMoveDirection')?.toLowerCase() ?? ''] ?? null,
      lane: textField(document, 'lane'),
      last: state === undefined || state === 'lost',
      pictures: picturesOf(parts),
    },
  ];
};
