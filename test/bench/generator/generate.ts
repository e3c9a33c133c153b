import { Connection, type ConnectionEvents } from './connection.js';
import type { LoadJob, LoadResult } from './job.js';
import { MessageWriter } from './message-writer.js';
import { sealId } from './packets.js';
import { Tally } from './tally.js';

/** How many CONNECTs wait for their CONNACK at a time. */
const CONNECT_BATCH = 50;
/** Milliseconds between two looks at the schedule of an open load. */
const TICK = 1;

/** Runs one load to its end: connect, warm up, count, wait for the last PUBACKs, close. @throws Error when refused. */
export async function generate(job: LoadJob): Promise<LoadResult> {
  const load = new Load(job);
  try {
    await load.connect();
    return await load.run();
  } finally {
    load.close();
  }
}

class Load implements ConnectionEvents {
  private readonly connections: Connection[] = [];
  private running = false;
  private tally = new Tally(0, 0);
  private idle: (() => void) | undefined;

  constructor(private readonly job: LoadJob) {
    const writer = new MessageWriter(job);
    for (let c = 0; c < job.connections; c++) {
      const seals: number[] = [];
      for (let seal = c; seal < job.seals; seal += job.connections) seals.push(seal);
      this.connections.push(new Connection(sealId(job.firstSeal + c), seals, job.window, writer, this));
    }
  }

  async connect(): Promise<void> {
    for (let i = 0; i < this.connections.length; i += CONNECT_BATCH) {
      await Promise.all(this.connections.slice(i, i + CONNECT_BATCH).map((c) => c.open(this.job.port)));
    }
  }

  async run(): Promise<LoadResult> {
    const { job } = this;
    const start = performance.now();
    const until = start + job.warmUp + job.duration;
    this.tally = new Tally(start + job.warmUp, until);
    this.running = true;
    if (job.pace.kind === 'closed') {
      for (const connection of this.connections) this.room(connection);
      await this.closed(until);
    } else {
      await this.open(start, until, job.pace.rate);
    }
    this.running = false;
    const end = performance.now();
    await this.drained();
    return this.tally.result(job, end);
  }

  close(): void {
    for (const connection of this.connections) connection.close();
  }

  acknowledged(since: number, inOrder: boolean): void {
    this.tally.acknowledge(since, performance.now(), inOrder);
  }

  room(connection: Connection): void {
    if (this.running && this.job.pace.kind === 'closed') {
      const since = performance.now();
      const now = Date.now();
      for (let n = Math.min(connection.free, this.left()); n > 0; n--) {
        connection.put(since, now);
        this.tally.sent++;
      }
      connection.flush();
    }
    if (this.tally.acknowledged === this.tally.sent) this.idle?.();
  }

  lost(): void {
    this.tally.lost++;
  }

  private left(): number {
    return (this.job.maxMessages ?? Infinity) - this.tally.sent;
  }

  private async closed(until: number): Promise<void> {
    while (performance.now() < until && this.left() > 0) {
      await sleep(Math.min(100, Math.max(1, until - performance.now())));
    }
  }

  /** Message n is due at `start + n / rate`; one that finds its connection's window full waits, and its latency grows. */
  private async open(start: number, until: number, rate: number): Promise<void> {
    const { connections } = this;
    const every = 1000 / rate;
    const touched = new Set<Connection>();
    for (let now = start; now < until && this.left() > 0; now = performance.now()) {
      const wall = Date.now();
      for (let due = Math.floor((now - start) / every) - this.tally.sent; due > 0 && this.left() > 0; due--) {
        const connection = connections[this.tally.sent % connections.length]!;
        if (connection.free === 0) break;
        connection.put(start + this.tally.sent * every, wall);
        touched.add(connection);
        this.tally.sent++;
      }
      for (const connection of touched) connection.flush();
      touched.clear();
      await sleep(TICK);
    }
  }

  private drained(): Promise<void> {
    if (this.tally.acknowledged === this.tally.sent) return Promise.resolve();
    return new Promise((resolve) => {
      const timer = setTimeout(resolve, this.job.drain);
      this.idle = () => {
        clearTimeout(timer);
        resolve();
      };
    });
  }
}

function sleep(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}
