import { createServer } from 'node:net';
import { LOCK_STATES, type Fix } from '@haidang/domain';
import { Aedes } from 'aedes';
import pg from 'pg';
import { FLOOR_TABLE } from './floor-table.js';

/**
 * The floor program: the least that PUBACK-means-committed costs on aedes and PostgreSQL. It parses, stores micro-batches
 * of 2,000 fixes or 5 ms and then acknowledges; it validates nothing, evaluates nothing and keeps no state.
 */
const BATCH = 2_000;
const LINGER = 5;
const CONNECTIONS = 3;
const COLUMNS = {
  seal: 'int4',
  time: 'timestamptz',
  seq: 'int8',
  lat: 'float8',
  lon: 'float8',
  accuracy: 'float4',
  speed: 'float4',
  heading: 'float4',
  satellites: 'int2',
  battery: 'float4',
  charging: 'bool',
  lock: 'int2',
  events: 'int4',
  card: 'text',
  buffered: 'bool',
  too_old: 'bool',
  received_at: 'timestamptz',
};
const NAMES = Object.keys(COLUMNS);
const ARRAYS = Object.values(COLUMNS).map((type, i) => `$${String(i + 1)}::${type}[]`);
const INSERT = `insert into ${FLOOR_TABLE} (${NAMES.join(', ')})
  select * from unnest(${ARRAYS.join(', ')}) on conflict do nothing`;
/** Where the digits of a seal stand in `haidang/v1/seals/VN000042/fixes`. */
const SEAL_FROM = 'haidang/v1/seals/VN'.length;
const SEAL_TO = SEAL_FROM + 6;

type SentFix = Pick<Fix, 'seq' | 'buffered'> & Partial<Omit<Fix, 'time'>> & { time: string };

interface Message {
  seal: string;
  fixes: SentFix[];
  done: () => void;
}

const pool = new pg.Pool({ connectionString: process.env['DATABASE_URL'], max: CONNECTIONS });
let waiting: Message[] = [];
let rows = 0;
let writing = 0;
let timer: NodeJS.Timeout | undefined;

const broker = await Aedes.createBroker({
  authorizePublish: (_client, packet, done) => {
    const parsed = JSON.parse(packet.payload.toString()) as SentFix | SentFix[];
    const fixes = Array.isArray(parsed) ? parsed : [parsed];
    waiting.push({ seal: packet.topic.slice(SEAL_FROM, SEAL_TO), fixes, done });
    rows += fixes.length;
    if (rows >= BATCH) flush();
    else timer ??= setTimeout(flush, LINGER);
  },
});
const server = createServer({ noDelay: true }, (socket) => void broker.handle(socket));
server.listen(0, '127.0.0.1', () => {
  const address = server.address();
  if (address !== null && typeof address === 'object') process.send?.({ port: address.port });
});
process.once('disconnect', () => process.exit(0));

/** Writes what waits, as soon as a connection is free. */
function flush(): void {
  clearTimeout(timer);
  timer = undefined;
  if (rows === 0 || writing === CONNECTIONS) return;
  let taken = 0;
  let count = 0;
  while (taken < waiting.length && count < BATCH) count += waiting[taken++]!.fixes.length;
  const batch = waiting.slice(0, taken);
  waiting = waiting.slice(taken);
  rows -= count;
  writing++;
  void write(batch);
}

async function write(batch: Message[]): Promise<void> {
  await pool.query({ name: 'insert', text: INSERT, values: arrays(batch) });
  for (const { done } of batch) done();
  writing--;
  if (rows >= BATCH) flush();
  else if (rows > 0) timer ??= setTimeout(flush, LINGER);
}

/** One PostgreSQL array literal a column: no value a load writes needs quoting. */
function arrays(batch: Message[]): string[] {
  const columns: unknown[][] = NAMES.map(() => []);
  const receivedAt = new Date().toISOString();
  for (const { seal, fixes } of batch) {
    for (const fix of fixes) {
      columns[0]!.push(seal);
      columns[1]!.push(fix.time);
      columns[2]!.push(fix.seq);
      columns[3]!.push(fix.lat ?? 'null');
      columns[4]!.push(fix.lon ?? 'null');
      columns[5]!.push(fix.accuracy ?? 'null');
      columns[6]!.push(fix.speed ?? 'null');
      columns[7]!.push(fix.heading ?? 'null');
      columns[8]!.push(fix.satellites ?? 'null');
      columns[9]!.push(fix.battery ?? 'null');
      columns[10]!.push(fix.charging ?? 'null');
      columns[11]!.push(fix.lock == null ? 'null' : LOCK_STATES.indexOf(fix.lock));
      columns[12]!.push(0);
      columns[13]!.push(fix.card ?? 'null');
      columns[14]!.push(fix.buffered);
      columns[15]!.push(false);
      columns[16]!.push(receivedAt);
    }
  }
  return columns.map((column) => `{${column.join(',')}}`);
}
