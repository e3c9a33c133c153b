import { readFileSync } from 'node:fs';
import { DEVICE_KINDS, type DeviceKind, type Queryable } from '@haidang/store';
import { CsvError, parse } from 'csv-parse/sync';
import { BadOrders, issue, type Issued, type Order } from './issue.js';

const COLUMNS = ['kind', 'id', 'name', 'secret', 'certificate'] as const;
type Row = Partial<Record<(typeof COLUMNS)[number], string>>;

/** A line of the file, and what it orders. */
interface Line {
  readonly number: number;
  readonly order: Order;
}

/**
 * Issues credentials to all devices of a file, or to none.
 * @throws Error with a line for each thing that is wrong, each with its line in the file
 */
export async function importDevices(tx: Queryable, file: string): Promise<Issued[]> {
  const lines = readLines(file);
  try {
    return await issue(
      tx,
      lines.map(({ order }) => order),
    );
  } catch (error) {
    if (!(error instanceof BadOrders)) throw error;
    const numberOf = new Map(lines.map(({ number, order }) => [order, number]));
    const said = error.problems.map(
      ({ order, problem }) => `line ${numberOf.get(order)}: ${order.name}: ${problem}`,
    );
    throw new Error(`nothing was issued\n${said.join('\n')}`, { cause: error });
  }
}

function readLines(file: string): Line[] {
  let records: { record: Row; info: { lines: number } }[];
  try {
    records = parse(readFileSync(file, 'utf8'), {
      columns: (heading: string[]) => checkedHeading(heading),
      ...{ info: true, bom: true, trim: true, skip_empty_lines: true },
    });
  } catch (error) {
    if (error instanceof CsvError) throw new Error(`${file}: ${error.message}`, { cause: error });
    throw error;
  }
  const problems: string[] = [];
  const lines = records.flatMap(({ record, info }): Line[] => {
    const order = orderOf(record);
    if (typeof order !== 'string') return [{ number: info.lines, order }];
    problems.push(`line ${info.lines}: ${order}`);
    return [];
  });
  if (problems.length > 0) throw new Error(`nothing was issued\n${problems.join('\n')}`);
  if (lines.length === 0) throw new Error(`${file}: there is no device in it`);
  return lines;
}

function checkedHeading(heading: string[]): string[] {
  const unknown = heading.filter((name) => !(COLUMNS as readonly string[]).includes(name));
  if (unknown.length > 0)
    throw new Error(`line 1: unknown column ${unknown.join(', ')}; there are ${COLUMNS.join(', ')}`);
  for (const wanted of ['kind', 'id'])
    if (!heading.includes(wanted)) throw new Error(`line 1: the column ${wanted} is missing`);
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
  if (certificate === 'any') return { ...order, certificate: null };
  const digits = certificate.replaceAll(':', '');
  if (!/^[0-9a-f]{64}$/i.test(digits))
    return 'certificate: `any`, or a SHA-256 fingerprint of 64 hexadecimal digits';
  return { ...order, certificate: Buffer.from(digits, 'hex') };
}
