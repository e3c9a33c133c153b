import { DEVICE_KINDS, type Actor, type DeviceKind, type Queryable } from '@haidang/store';
import { CsvError, parse } from 'csv-parse/sync';
import { BadOrders, issue, type Issued, type Order } from './issue.js';

const COLUMNS = ['kind', 'id', 'name', 'secret', 'certificate'] as const;
type Row = Partial<Record<(typeof COLUMNS)[number], string>>;

/** A line of the file, and what it orders. */
export interface Line {
  readonly number: number;
  readonly order: Order;
}

/** What is wrong with a file, line by line, as far as it is of a line: nothing was issued. */
export class BadLines extends Error {
  override readonly name = 'BadLines';

  constructor(readonly problems: readonly { readonly line?: number; readonly problem: string }[]) {
    const said = problems.map(({ line, problem }) =>
      line === undefined ? problem : `line ${line}: ${problem}`,
    );
    super(`nothing was issued\n${said.join('\n')}`);
  }
}

/**
 * Issues credentials to all devices of a file, or to none.
 * @throws BadLines with each thing that is wrong
 */
export async function issueLines(
  tx: Queryable,
  lines: readonly Line[],
  by: Actor | null = null,
): Promise<Issued[]> {
  try {
    return await issue(
      tx,
      lines.map(({ order }) => order),
      by,
    );
  } catch (error) {
    if (!(error instanceof BadOrders)) throw error;
    const numberOf = new Map(lines.map(({ number, order }) => [order, number]));
    throw new BadLines(
      error.problems.map(({ order, problem }) => ({
        line: numberOf.get(order)!,
        problem: `${order.name}: ${problem}`,
      })),
    );
  }
}

/** @throws BadLines with each line that orders nothing */
export function readLines(content: Buffer | string): Line[] {
  let records: { record: Row; info: { lines: number } }[];
  try {
    records = parse(content, {
      columns: (heading: string[]) => checkedHeading(heading),
      ...{ info: true, bom: true, trim: true, skip_empty_lines: true },
    });
  } catch (error) {
    if (error instanceof CsvError) throw new BadLines([{ problem: error.message }]);
    throw error;
  }
  const problems: { line: number; problem: string }[] = [];
  const lines = records.flatMap(({ record, info }): Line[] => {
    const order = orderOf(record);
    if (typeof order !== 'string') return [{ number: info.lines, order }];
    problems.push({ line: info.lines, problem: order });
    return [];
  });
  if (problems.length > 0) throw new BadLines(problems);
  if (lines.length === 0) throw new BadLines([{ problem: 'there is no device in it' }]);
  return lines;
}

function checkedHeading(heading: string[]): string[] {
  const unknown = heading.filter((name) => !(COLUMNS as readonly string[]).includes(name));
  const missing = ['kind', 'id'].filter((name) => !heading.includes(name));
  const problems = [
    ...unknown.map((name) => `unknown column ${name}; there are ${COLUMNS.join(', ')}`),
    ...missing.map((name) => `the column ${name} is missing`),
  ];
  if (problems.length > 0) throw new BadLines(problems.map((problem) => ({ line: 1, problem })));
  return heading;
}

/** @returns what is wrong with the line, if something is */
function orderOf({ kind, id, name, secret, certificate }: Row): Order | string {
  if (!(DEVICE_KINDS as readonly string[]).includes(kind ?? ''))
    return `kind ${kind ?? ''}: ${DEVICE_KINDS.join(', ')} are the kinds`;
  if (id === undefined || id === '') return 'the id is missing';
  if (name !== undefined && name !== '' && name !== id && kind !== 'forwarder')
    return `a ${kind} has its id for a name`;
  const order = {
    kind: kind as DeviceKind,
    subject: id,
    name: name === undefined || name === '' ? id : name,
  };
  if (certificate === undefined || certificate === '')
    return secret === undefined || secret === '' ? order : { ...order, secret };
  if (secret !== undefined && secret !== '') return 'either a secret or a certificate, not both';
  const meant = meantCertificate(certificate);
  if (meant === undefined) return 'certificate: `any`, or a SHA-256 fingerprint of 64 hexadecimal digits';
  return { ...order, certificate: meant };
}

/** `any` is null; else the fingerprint of the one that is meant, undefined where it is none. */
export function meantCertificate(text: string): Buffer | null | undefined {
  if (text === 'any') return null;
  const digits = text.replaceAll(':', '');
  return /^[0-9a-f]{64}$/i.test(digits) ? Buffer.from(digits, 'hex') : undefined;
}
