import { PaperEntriesBody, PaperLineBody } from '@haidang/contract';
import { parseInstant, type PaperLine } from '@haidang/domain';
import { z } from 'zod';
import { csvRows, zonedTime } from '../http/csv-rows.js';
import { ApiError, type FieldError } from '../http/errors.js';
import { fieldErrorOf, invalid, parse as parseBody, refused } from '../http/zod.pipe.js';

/** What came, each line with what stands before its fields in an error. */
export interface PaperLines {
  readonly outageId: string | undefined;
  readonly lines: readonly PaperLine[];
  readonly pathOf: (index: number) => string;
}

interface Usual {
  readonly gateId?: string | undefined;
  readonly vouchedBy?: string | undefined;
}

const COLUMNS = [
  ...['sheet', 'line', 'gateId', 'direction', 'time', 'container'],
  ...['plate', 'carrierSeal', 'sealId', 'vouchedBy', 'note'],
];
const WANTED = ['sheet', 'line', 'direction', 'time', 'container'];

/** @throws ApiError `not_json`; `invalid_request` with each wrong field */
export function linesOfJson(bytes: Buffer, query: Usual & { outageId?: string | undefined }): PaperLines {
  const { outageId = query.outageId, lines, ...usual } = parseBody(PaperEntriesBody, jsonOf(bytes));
  const pathOf = (index: number) => `lines.${index}.`;
  return { outageId, pathOf, lines: withUsual(lines, { ...query, ...usual }, pathOf) };
}

function jsonOf(bytes: Buffer): unknown {
  try {
    return JSON.parse(bytes.toString('utf8'));
  } catch (error) {
    throw new ApiError('not_json', (error as Error).message, { cause: error });
  }
}

/**
 * Separated by commas, semicolons or tabs, as spreadsheets write it; the first line names the columns.
 * @throws ApiError `invalid_request`, each error with its line in the file
 */
export function linesOfCsv(
  bytes: Buffer,
  { outageId, ...usual }: Usual & { outageId?: string | undefined },
): PaperLines {
  const rows = csvRows(bytes, { known: COLUMNS, wanted: WANTED });
  const errors: FieldError[] = [];
  const pathOf = (index: number) => `line ${rows[index]!.number}: `;
  const lines = rows.flatMap(({ record }, index) => {
    const given = Object.entries(record).filter(([, value]) => value !== '');
    const result = PaperLineBody.safeParse({
      ...Object.fromEntries(given),
      time: zonedTime(record['time'] ?? ''),
    });
    if (result.success) return [result.data];
    for (const issue of result.error.issues)
      errors.push(fieldErrorOf(issue, `${pathOf(index)}${issue.path.map(String).join('.')}`));
    return [];
  });
  if (errors.length > 0) throw invalid(errors);
  const whole = z.array(z.unknown()).min(1).max(10_000).safeParse(lines);
  if (!whole.success)
    throw invalid([
      {
        path: '',
        message: '1 to 10,000 lines are wanted',
        code: 'line_count',
        values: { most: 10_000 },
      },
    ]);
  return { outageId, pathOf, lines: withUsual(lines, usual, pathOf) };
}

function withUsual(lines: readonly PaperLineBody[], usual: Usual, pathOf: PaperLines['pathOf']): PaperLine[] {
  const errors: FieldError[] = [];
  const whole = lines.map((line, index) => {
    const { gateId = usual.gateId, vouchedBy = usual.vouchedBy } = line;
    if (gateId === undefined)
      errors.push({ path: `${pathOf(index)}gateId`, message: 'a gate is wanted', code: 'missing_field' });
    if (vouchedBy === undefined)
      errors.push({
        path: `${pathOf(index)}vouchedBy`,
        message: 'who vouches for it is wanted',
        code: 'missing_field',
      });
    const { sheet, line: number, direction, time, container } = line;
    const { plate = null, carrierSeal = null, sealId = null, note = null } = line;
    return {
      ...{ sheet, line: number, gateId: gateId ?? '', direction, at: parseInstant(time)!, container },
      ...{ plate, carrierSeal, sealId, note, vouchedBy: vouchedBy ?? '' },
    };
  });
  if (errors.length > 0) throw refused('invalid_request', errors);
  return whole;
}
