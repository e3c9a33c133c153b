import { formatInstant, type Instant } from '@haidang/domain';
import type { LoggedFix } from '@haidang/store';
import { isJoined } from './track-gap.js';
import type { TrackSource, TrackWriter } from './track.js';
import { fixView } from './view.js';

/**
 * GeoJSON (RFC 7946): first one MultiLineString a seal, broken where nothing is known for over ten minutes, then one Point a
 * fix in time order; a fix without a position is a feature without a place. The log is read twice, so that a track of any
 * length passes through without being held.
 */
export const geoJsonTrack: TrackWriter = async function* (sources, read) {
  yield '{"type":"FeatureCollection","features":[';
  let comma = '';
  for (const source of sources) {
    yield comma;
    yield* lineFeature(source, read(source));
    comma = ',';
  }
  for (const source of sources) {
    for await (const row of read(source)) yield `,${JSON.stringify(pointFeature(source, row))}`;
  }
  yield ']}';
};

/** A part of the line needs two positions: the first is held back until the second is there. */
async function* lineFeature(source: TrackSource, fixes: AsyncIterable<LoggedFix>): AsyncGenerator<string> {
  yield '{"type":"Feature","geometry":{"type":"MultiLineString","coordinates":[';
  let previous: { time: Instant; position: string } | undefined;
  let parts = 0;
  let drawing = false;
  let count = 0;
  let first: Instant | null = null;
  let last: Instant | null = null;
  for await (const { fix } of fixes) {
    count++;
    first ??= fix.time;
    last = fix.time;
    if (fix.lon === null || fix.lat === null) continue;
    const position = `[${fix.lon},${fix.lat}]`;
    if (isJoined(previous?.time, fix.time)) {
      if (!drawing) yield `${parts++ > 0 ? ',' : ''}[${previous!.position}`;
      yield `,${position}`;
      drawing = true;
    } else if (drawing) {
      yield ']';
      drawing = false;
    }
    previous = { time: fix.time, position };
  }
  if (drawing) yield ']';
  const properties = {
    ...propertiesOf(source),
    fixes: count,
    from: first === null ? null : formatInstant(first),
    to: last === null ? null : formatInstant(last),
  };
  yield `]},"properties":${JSON.stringify(properties)}}`;
}

function pointFeature(source: TrackSource, row: LoggedFix): object {
  const { lat, lon, ...properties } = fixView(row);
  return {
    type: 'Feature',
    geometry: lat === undefined || lon === undefined ? null : { type: 'Point', coordinates: [lon, lat] },
    properties: { ...propertiesOf(source), ...properties },
  };
}

function propertiesOf({ sealId, container }: TrackSource): object {
  return { sealId, ...(container !== undefined && { container }) };
}
