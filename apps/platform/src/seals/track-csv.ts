import type { FixView } from '@haidang/contract';
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

/** CSV (RFC 4180) with a header line; several events are separated by blanks. One line a fix, seal by seal. */
export const csvTrack: TrackWriter = async function* (sources, read) {
  const withContainer = sources.some((source) => source.container !== undefined);
  yield line(['sealId', ...(withContainer ? ['container'] : []), ...COLUMNS]);
  for (const source of sources) {
    const prefix = [source.sealId, ...(withContainer ? [source.container] : [])];
    for await (const row of read(source)) {
      const view = fixView(row);
      yield line([...prefix, ...COLUMNS.map((column) => view[column])]);
    }
  }
};

function line(values: readonly unknown[]): string {
  return `${values.map(cell).join(',')}\r\n`;
}

function cell(value: unknown): string {
  if (value === undefined) return '';
  const text = Array.isArray(value) ? value.join(' ') : String(value);
  const safe = typeof value === 'string' && isFormula(text) ? `'${text}` : text;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}

/** A spreadsheet runs a text that begins so; a device's card number must not be able to make it. */
function isFormula(text: string): boolean {
  return /^[=+\-@\t\r]/.test(text);
}
