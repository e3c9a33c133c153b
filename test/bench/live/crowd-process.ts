import { lookAt, type LiveSocket } from '../live-socket.js';
import type { CrowdJob, CrowdTally } from './crowd.js';

/** Bytes of a WebSocket frame before its text, when that is longer than 125 bytes (RFC 6455, 5.2). */
const FRAME = 4;
/** Sockets opened at a time. */
const BATCH = 20;

/** The crowd's process: opens its sockets, says so, and tells at each word of its parent what has come in since the last. */
/** Seals in view, as the last one to look was told. */
let total = 0;
let tally = emptyTally();
const sockets: LiveSocket[] = [];

process.once('message', (job: CrowdJob) => {
  joinAll(job).then(
    () => {
      process.on('message', () => {
        process.send?.({ ...tally, total });
        tally = emptyTally();
      });
      process.send?.('watching');
    },
    (error: unknown) => process.send?.({ error: String(error) }),
  );
});
process.once('disconnect', () => {
  for (const socket of sockets) socket.disconnect();
  process.exit(0);
});

async function joinAll(job: CrowdJob): Promise<void> {
  for (let i = 0; i < job.tokens.length; i += BATCH)
    await Promise.all(job.tokens.slice(i, i + BATCH).map((token, n) => join(job, token, i + n)));
}

/** Everybody has moved the map a little: no two look at the very same. */
async function join({ port, bbox, zoom }: CrowdJob, token: string, number: number): Promise<void> {
  const [west, south, east, north] = bbox;
  const moved = number / 1_000;
  const view: [number, number, number, number] = [west + moved, south + moved, east + moved, north + moved];
  const { socket, first } = await lookAt(port, token, { bbox: view, zoom });
  sockets.push(socket);
  total = first.total;
  socket.io.engine.on('packet', ({ data }: { data?: unknown }) => {
    if (typeof data === 'string') tally.bytes += Buffer.byteLength(data) + FRAME;
  });
  socket.on('positions', ({ clusters }) => {
    tally.batches++;
    tally.clusters += clusters?.length ?? 0;
  });
  socket.on('alarm', () => tally.alarms++);
  socket.on('snapshot', () => tally.snapshots++);
}

function emptyTally(): Omit<CrowdTally, 'total'> {
  return { bytes: 0, batches: 0, clusters: 0, alarms: 0, snapshots: 0 };
}
