import { MOST_TRANSITS, NewTransit, NewTransits } from '@haidang/contract';
import { csvRows, zonedTime, type CsvRow } from '../http/csv-rows.js';
import { ApiError, type FieldError } from '../http/errors.js';
import { fieldErrorOf, invalid, parse } from '../http/zod.pipe.js';

/** Transits of one call, and what an error of one of them is called by. @param path of a field: `containers.0.sealId` */
export interface TransitLines {
  readonly lines: readonly NewTransit[];
  pathOf(index: number, path: string): string;
}

/** Of the transit, of its vehicle, of each container. */
const OF_TRANSIT = [
  'number',
  'declaration',
  'regime',
  'from',
  'to',
  'routeId',
  'carrierId',
  'departBy',
  'arriveBy',
];
const OF_VEHICLE = ['plate', 'trailer'];
const OF_CONTAINER = ['container', 'sealId', 'carrierSeal', 'customsSeal'];
const COLUMNS = {
  known: [...OF_TRANSIT, ...OF_VEHICLE, ...OF_CONTAINER],
  wanted: ['number', 'declaration', 'from', 'to', 'routeId', 'plate', 'container'],
};

/** @throws ApiError `not_json`; `invalid_request` with each wrong field */
export function transitsOfJson(bytes: Buffer): TransitLines {
  const { lines } = parse(NewTransits, jsonOf(bytes));
  return { lines, pathOf: (index, path) => `lines.${index}.${path}` };
}

function jsonOf(bytes: Buffer): unknown {
  try {
    return JSON.parse(bytes.toString('utf8'));
  } catch (error) {
    throw new ApiError('not_json', (error as Error).message, { cause: error });
  }
}

/**
 * A line a container; lines of one number are one transit, whose own fields stand in the first of them and may be left out in the others.
 * @throws ApiError `invalid_request`, each error with its line in the file
 */
export function transitsOfCsv(bytes: Buffer): TransitLines {
  const errors: FieldError[] = [];
  const groups = byNumber(csvRows(bytes, COLUMNS), errors);
  const pathOf = (index: number, path: string): string => {
    const [, row, field] = /^containers\.(\d+)(?:\.(.+))?$/.exec(path) ?? [];
    const { number } = groups[index]![Number(row ?? 0)]!;
    const column =
      row === undefined ? path.replace(/^vehicle\./, '') : field === 'number' ? 'container' : (field ?? '');
    return `line ${number}: ${column}`;
  };
  const lines = groups.flatMap((rows, index) => {
    const result = NewTransit.safeParse(fieldsOf(rows));
    if (result.success) return [result.data];
    for (const issue of result.error.issues)
      errors.push(fieldErrorOf(issue, pathOf(index, issue.path.map(String).join('.'))));
    return [];
  });
  if (errors.length > 0) throw invalid(errors);
  if (lines.length === 0 || lines.length > MOST_TRANSITS)
    throw invalid([
      {
        path: '',
        message: `1 to ${MOST_TRANSITS} transits are wanted`,
        code: 'line_count',
        values: { most: MOST_TRANSITS },
      },
    ]);
  return { lines, pathOf };
}

function byNumber(rows: readonly CsvRow[], errors: FieldError[]): CsvRow[][] {
  const groups = new Map<string, CsvRow[]>();
  for (const row of rows) {
    const group = groups.get(row.record['number'] ?? '');
    if (group === undefined) {
      groups.set(row.record['number'] ?? '', [row]);
      continue;
    }
    const [first] = group;
    for (const column of [...OF_TRANSIT, ...OF_VEHICLE]) {
      const own = row.record[column] ?? '';
      if (own !== '' && own !== first!.record[column])
        errors.push({
          path: `line ${row.number}: ${column}`,
          message: `line ${first!.number} of this transit says otherwise`,
          code: 'says_otherwise',
          values: { line: first!.number },
        });
    }
    group.push(row);
  }
  return [...groups.values()];
}

function fieldsOf(rows: readonly CsvRow[]): object {
  const { record } = rows[0]!;
  const fields = given(record, OF_TRANSIT);
  return {
    ...fields,
    ...Object.fromEntries(
      ['departBy', 'arriveBy'].flatMap((name) =>
        fields[name] === undefined ? [] : [[name, zonedTime(fields[name])]],
      ),
    ),
    vehicle: given(record, OF_VEHICLE),
    containers: rows.map((row) => {
      const { container, ...seals } = given(row.record, OF_CONTAINER);
      return { number: container ?? '', ...seals };
    }),
  };
}

function given(record: CsvRow['record'], columns: readonly string[]): Record<string, string> {
  return Object.fromEntries(
    columns.flatMap((name) => ((record[name] ?? '') === '' ? [] : [[name, record[name]!]])),
  );
}
