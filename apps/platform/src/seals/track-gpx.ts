import { formatInstant, type Fix, type Instant } from '@haidang/domain';
import { isJoined } from './track-gap.js';
import type { TrackWriter } from './track.js';

/** GPX 1.1: one `trk` a seal, a new `trkseg` after a gap of over ten minutes. Fixes without a position have no place in it. */
export const gpxTrack: TrackWriter = async function* (sources, read) {
  yield '<?xml version="1.0" encoding="UTF-8"?>\n';
  yield '<gpx version="1.1" creator="Haidang" xmlns="http://www.topografix.com/GPX/1/1">\n';
  for (const source of sources) {
    yield `<trk><name>${escape(source.container ?? source.sealId)}</name><desc>${escape(source.sealId)}</desc>\n`;
    let before: Instant | undefined;
    for await (const { fix } of read(source)) {
      if (fix.lat === null || fix.lon === null) continue;
      if (before === undefined) yield '<trkseg>\n';
      else if (!isJoined(before, fix.time)) yield '</trkseg>\n<trkseg>\n';
      yield point(fix);
      before = fix.time;
    }
    yield before === undefined ? '</trk>\n' : '</trkseg>\n</trk>\n';
  }
  yield '</gpx>\n';
};

/** The schema (wptType) wants `time` before `sat`. */
function point(fix: Fix): string {
  const satellites = fix.satellites === null ? '' : `<sat>${fix.satellites}</sat>`;
  return `<trkpt lat="${fix.lat}" lon="${fix.lon}"><time>${formatInstant(fix.time)}</time>${satellites}</trkpt>\n`;
}

function escape(text: string): string {
  return text.replace(/[<>&"']/g, (character) => `&#${character.charCodeAt(0)};`);
}
