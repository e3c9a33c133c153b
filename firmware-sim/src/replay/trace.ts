import { createReadStream } from 'node:fs';
import { parseInstant, type Instant, type KmH } from '@haidang/domain';
import { parse } from 'csv-parse';

/** One row of a recorded trace. */
export interface TracePoint {
  readonly id: string;
  readonly time: Instant;
  readonly lat: number;
  readonly lon: number;
  readonly speed?: KmH;
  readonly heading?: number;
  readonly accuracy?: number;
}

/** A trace that cannot be read; the message names the line and the column. */
export class BadTrace extends Error {
  override readonly name = 'BadTrace';
}

const FIELDS = ['id', 'time', 'lat', 'lon', 'speed', 'heading', 'accuracy'] as const;
type Field = (typeof FIELDS)[number];
/** Which column of the file holds which field. */
export type Columns = Readonly<Partial<Record<Field, string>>>;

export const SPEED_UNITS = { 'km/h': 1, 'm/s': 3.6, mph: 1.609344 } as const;
export const TIME_FORMATS = ['rfc3339', 'unix', 'unix_ms'] as const;

export interface TraceFormat {
  readonly columns: Columns;
  readonly timeFormat: (typeof TIME_FORMATS)[number];
  /** Added to times that name no zone: `Z`, `+07:00`. Without it such times are refused. */
  readonly timeZone?: string | undefined;
  readonly speedUnit: keyof typeof SPEED_UNITS;
}

/**
 * Reads `id=vehicle_id,time=timestamp,…`.
 * @throws BadTrace on an unknown field, or when one of id, time, lat and lon is not named
 */
export function parseColumns(text: string): Columns {
  const columns: Partial<Record<Field, string>> = {};
  for (const pair of text.split(',')) {
    const [field, column] = pair.split('=', 2).map((part) => part.trim());
    if (!isField(field) || !column)
      throw new BadTrace(`--columns: "${pair}" is not one of ${FIELDS.join(', ')}=COLUMN`);
    columns[field] = column;
  }
  const missing = FIELDS.slice(0, 4).filter((field) => columns[field] === undefined);
  if (missing.length > 0) throw new BadTrace(`--columns: ${missing.join(', ')} not named`);
  return columns;
}

/**
 * Reads a CSV file with a heading line, row by row in file order.
 * @throws BadTrace on the first row that cannot be read, and on a column that is not there
 */
export async function* readTrace(file: string, format: TraceFormat): AsyncGenerator<TracePoint> {
  const rows = createReadStream(file).pipe(parse({ columns: true, bom: true, trim: true, info: true }));
  let known = false;
  for await (const { record, info } of rows as AsyncIterable<{
    record: Record<string, string>;
    info: { lines: number };
  }>) {
    if (!known) checkColumns(record, format.columns);
    known = true;
    yield toPoint(record, format, info.lines);
  }
}

function toPoint(record: Record<string, string>, format: TraceFormat, line: number): TracePoint {
  const { columns, speedUnit } = format;
  const text = (field: Field): string | undefined => {
    const column = columns[field];
    const value = column === undefined ? undefined : record[column];
    return value === '' ? undefined : value;
  };
  const number = (field: Field): number | undefined => {
    const value = text(field);
    if (value === undefined) return undefined;
    if (!Number.isFinite(Number(value)))
      throw new BadTrace(`line ${line}: ${columns[field]}: "${value}" is not a number`);
    return Number(value);
  };
  const needed = <T>(field: Field, value: T | undefined): T => {
    if (value === undefined) throw new BadTrace(`line ${line}: ${columns[field]} is empty`);
    return value;
  };
  const speed = number('speed');
  const heading = number('heading');
  const accuracy = number('accuracy');
  return {
    id: needed('id', text('id')),
    time: readTime(needed('time', text('time')), format, line),
    lat: needed('lat', number('lat')),
    lon: needed('lon', number('lon')),
    ...(speed !== undefined && { speed: speed * SPEED_UNITS[speedUnit] }),
    ...(heading !== undefined && { heading }),
    ...(accuracy !== undefined && { accuracy }),
  };
}

function readTime(text: string, { timeFormat, timeZone = '' }: TraceFormat, line: number): Instant {
  if (timeFormat !== 'rfc3339') {
    const number = Number(text) * (timeFormat === 'unix' ? 1_000 : 1);
    if (!Number.isFinite(number)) throw new BadTrace(`line ${line}: "${text}" is not a ${timeFormat} time`);
    return Math.round(number);
  }
  const time = parseInstant(text) ?? parseInstant(text + timeZone);
  if (time === undefined)
    throw new BadTrace(`line ${line}: "${text}" is not an RFC 3339 time; does it lack a --time-zone?`);
  return time;
}

function checkColumns(record: Record<string, string>, columns: Columns): void {
  const missing = Object.values(columns).filter((column) => !(column in record));
  if (missing.length > 0)
    throw new BadTrace(`no column ${missing.join(', ')}; there are ${Object.keys(record).join(', ')}`);
}

function isField(text: string | undefined): text is Field {
  return (FIELDS as readonly (string | undefined)[]).includes(text);
}
