import { CsvError, parse } from 'csv-parse/sync';
import type { FieldError } from './errors.js';
import { invalid } from './zod.pipe.js';

/** A line of a file by its columns, and its number there, from 1. */
export interface CsvRow {
  readonly number: number;
  readonly record: Readonly<Record<string, string>>;
}

/** As a spreadsheet has them in Việt Nam, which has one zone and no summer time: `26/11/2026 08:15`, `2026-11-26 08:15`. */
const LOCAL = /^(?:(\d{1,2})\/(\d{1,2})\/(\d{4})|(\d{4})-(\d{2})-(\d{2}))[ T](\d{1,2}):(\d{2})(?::(\d{2}))?$/;

/**
 * Separated by commas, semicolons or tabs, as spreadsheets write it; the first line names the columns.
 * @param known columns that are taken, and of these the ones that are `wanted`
 * @throws ApiError `invalid_request`
 */
export function csvRows(
  bytes: Buffer,
  columns: { readonly known: readonly string[]; readonly wanted: readonly string[] },
): CsvRow[] {
  try {
    const records: { record: Record<string, string>; info: { lines: number } }[] = parse(bytes, {
      columns: (heading: string[]) => checkedHeading(heading, columns),
      delimiter: [',', ';', '\t'],
      ...{ info: true, bom: true, trim: true, skip_empty_lines: true },
    });
    return records.map(({ record, info }) => ({ number: info.lines, record }));
  } catch (error) {
    if (error instanceof CsvError) throw invalid([{ path: '', message: error.message, code: 'not_csv' }]);
    throw error;
  }
}

function checkedHeading(
  heading: string[],
  { known, wanted }: { readonly known: readonly string[]; readonly wanted: readonly string[] },
): string[] {
  const unknown = heading.filter((name) => !known.includes(name));
  const missing = wanted.filter((name) => !heading.includes(name));
  const errors: FieldError[] = [
    ...unknown.map((name): FieldError => ({
      path: `line 1: ${name}`,
      message: `there are ${known.join(', ')}`,
      code: 'column_unknown',
      values: { columns: known.join(', ') },
    })),
    ...missing.map((name): FieldError => ({
      path: `line 1: ${name}`,
      message: 'the column is missing',
      code: 'column_missing',
    })),
  ];
  if (errors.length > 0) throw invalid(errors);
  return heading;
}

/** A time of a spreadsheet in RFC 3339; any other text as it is. */
export function zonedTime(text: string): string {
  const found = LOCAL.exec(text);
  if (found === null) return text;
  const [, day, month, year, isoYear, isoMonth, isoDay, hour, minute, second = '00'] = found;
  const two = (part: string | undefined) => part!.padStart(2, '0');
  const date = year === undefined ? `${isoYear}-${isoMonth}-${isoDay}` : `${year}-${two(month)}-${two(day)}`;
  return `${date}T${two(hour)}:${minute}:${second}+07:00`;
}
