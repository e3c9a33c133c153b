import { isObject } from '../json.js';
import { Rejection } from '../rejection.js';
import { documentOf } from './document.js';
import { NOTHING_SAID, type Adapter, type Sighting } from './sighting.js';
import { confidenceOf, field, fields, picturesOf, textField, timeTextOf } from './values.js';

/**
 * Plate Recognizer Stream and Snapshot: JSON with a list of results, alone or as the field `json` of a form beside the picture (`upload`). It is
 * sent also when nothing was read: then one vehicle came and has no number. Newer results have the plate as an object of candidates.
 */
export const plateRecognizer: Adapter = (parts) => {
  const document = documentOf(parts);
  if (document instanceof Rejection) return document;
  const data = field(document, 'data') ?? document;
  if (!isObject(data)) return new Rejection('bad_field', 'data: an object is wanted');
  if (!Array.isArray(data['results'])) return new Rejection('missing_field', 'data.results is missing');
  const file = textField(data, 'filename');
  const frame: Sighting = {
    ...NOTHING_SAID,
    event: file,
    channel: textField(data, 'camera_id'),
    time: timeTextOf(field(data, 'timestamp') ?? field(data, 'timestamp_local')),
  };
  const pictures = picturesOf(parts);
  const seen = fields(data, 'results').map((result, i) => ({
    ...frame,
    ...readingOf(result),
    event: file === null ? null : `${file}#${i}`,
    pictures: i === 0 ? pictures : [],
  }));
  return seen.length > 0 ? seen : [{ ...frame, pictures }];
};

function readingOf(result: unknown): Pick<Sighting, 'text' | 'confidence'> {
  const plate = field(result, 'plate');
  if (!isObject(plate))
    return { text: textField(result, 'plate'), confidence: confidenceOf(field(result, 'score'), 'unit') };
  const best = field(plate, 'props', 'plate');
  return {
    text: textField(best, 'value'),
    confidence: confidenceOf(field(best, 'score') ?? field(plate, 'score'), 'unit'),
  };
}
