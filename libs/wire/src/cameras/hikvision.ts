import { isObject } from '../json.js';
import { Rejection } from '../rejection.js';
import { documentOf } from './document.js';
import { NOTHING_SAID, type Adapter, type Sighting } from './sighting.js';
import { confidenceOf, field, fields, picturesOf, textField, timeTextOf } from './values.js';

const MOTION: Readonly<Record<string, Sighting['motion']>> = { forward: 'approaching', reverse: 'leaving' };

/**
 * Hikvision ISAPI: an `EventNotificationAlert` in XML, or in JSON in newer firmware, with its pictures in the same form
 * (`anpr.xml`, `licensePlatePicture.jpg`, `detectionPicture.jpg`). The element of the reading is `ANPR` or `aNPR`, with and without a prefix.
 * Other events of the device (heartbeats as `videoloss`, line crossings) are about no number and say nothing.
 */
export const hikvision: Adapter = (parts) => {
  const document = documentOf(parts);
  if (document instanceof Rejection) return document;
  const alert = field(document, 'EventNotificationAlert') ?? document;
  if (!isObject(alert)) return new Rejection('bad_field', 'EventNotificationAlert: an element is wanted');
  const readings = fields(alert, 'ANPR');
  if (readings.length === 0) {
    if (textField(alert, 'eventType')?.toUpperCase() === 'ANPR')
      return new Rejection('missing_field', 'ANPR is missing');
    return [];
  }
  const event = textField(alert, 'UUID');
  const pictures = picturesOf(parts);
  return readings.map((reading, i) => ({
    ...NOTHING_SAID,
    event: event === null || i === 0 ? event : `${event}#${i}`,
    channel: textField(alert, 'channelID'),
    time: timeTextOf(field(alert, 'dateTime')),
    text: textField(reading, 'licensePlate') ?? textField(reading, 'originalLicensePlate'),
    confidence: confidenceOf(field(reading, 'confidenceLevel'), 'percent'),
    motion: MOTION[textField(reading, 'direction')?.toLowerCase() ?? ''] ?? null,
    lane: textField(reading, 'line'),
    pictures: i === 0 ? pictures : [],
  }));
};
