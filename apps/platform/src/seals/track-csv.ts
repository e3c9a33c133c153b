import type { FixView } from '@haidang/contract';
import { csvLine } from '../csv.js';
import type { TrackWriter } from './track.js';
import { fixView } from './view.js';

const COLUMNS = [
  'seq',
  'time',
  'lat',
  'lon',
  'accuracy',
  'speed',
  'heading',
  'satellites',
  'battery',
  'charging',
  'lock',
  'events',
  'card',
  'buffered',
  'receivedAt',
  'tooOld',
] as const satisfies readonly (keyof FixView)[];

/** CSV (RFC 4180) with a header line; several events are separated by blanks. One line a fix, seal by seal; of a transit, what is doubted last. */
export const csvTrack: TrackWriter = async function* (sources, read) {
  const withContainer = sources.some((source) => source.container !== undefined);
  const columns = withContainer ? [...COLUMNS, 'doubted' as const] : COLUMNS;
  yield csvRow(['sealId', ...(withContainer ? ['container'] : []), ...columns]);
  for (const source of sources) {
    const prefix = [source.sealId, ...(withContainer ? [source.container] : [])];
    for await (const row of read(source)) {
      const view = fixView(row);
      yield csvRow([...prefix, ...columns.map((column) => view[column])]);
    }
  }
};

function csvRow(values: readonly unknown[]): string {
  return `${csvLine(values)}\r\n`;
}
