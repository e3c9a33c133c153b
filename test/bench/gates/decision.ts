import { randomUUID } from 'node:crypto';
import type { Socket } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { containerCheckDigit } from '@haidang/domain';
import { insertCredentials, insertDevices, proofOf } from '@haidang/store';
import { topics } from '@haidang/wire';
import { connectAsync, type MqttClient } from 'mqtt';
import { SENDER } from '../generator/packets.js';
import { Histogram } from '../generator/histogram.js';
import { startPlatform, type Platform } from '../platform.js';
import { median } from '../report.js';
import { LIVE_SEALS, scheduled } from '../shapes.js';
import type { Database } from '../stage.js';
import { range, register } from '../world.js';
import type { GatesRun } from './figures.js';

const GATES = ['G1', 'G2', 'G3', 'G4'];
/** Passages and fixes a second, as the country's busiest port and all of its seals would send them. */
const PASSAGES = 100;
const FIXES = 3_400;
/** Milliseconds of counting at least: a thousand decisions a turn. */
const SHORTEST = 10_000;
const LATEST = 15_000;

/**
 * From a camera's PUBLISH to the decision at its gate, over the broker and through the commit and the outbox: each truck with an eligibility of
 * its own that its decision uses up, while the seals of the country report. Camera and gate are one process, so that they share a clock.
 */
export async function decisionP99(run: GatesRun): Promise<void> {
  const { report } = run;
  const duration = Math.max(run.options.duration, SHORTEST);
  const aTurn = Math.ceil((PASSAGES * duration) / 1_000);
  const database = await run.stage.database('decision');
  await register(database.pool, run.world, range(1, LIVE_SEALS), Date.now());
  await papers(database, run.world.facilities[0]!.id, aTurn * (run.options.turns + 1));
  const platform = await startPlatform(run.stage, database);
  const gates = await Gates.open(platform);
  const p99: number[] = [];
  let next = 0;
  try {
    // once for nothing: plans, caches and compiled code
    await gates.pass(range(next, aTurn));
    next += aTurn;
    for (let turn = 0; turn < run.options.turns; turn++) {
      gates.latency = new Histogram();
      const job = { ...scheduled(run.next(platform), FIXES), duration: duration + 2_000 };
      const load = run.load(platform, 'beside', job);
      load.catch(() => undefined);
      await sleep(job.warmUp);
      const lost = await gates.pass(range(next, aTurn));
      next += aTurn;
      const { messageRate } = await load;
      if (messageRate < 0.95 * FIXES) report.void('the schedule of the fixes was not kept');
      if (lost > 0) report.void(`${String(lost)} decisions never came`);
      p99.push(gates.latency.percentile(0.99));
      report.say(
        `  ${String(gates.latency.count)} decisions: p50 ${gates.latency.percentile(0.5).toFixed(1)} ms, p99 ${p99.at(-1)!.toFixed(1)} ms`,
      );
    }
  } finally {
    await gates.close();
  }
  if (gates.held > 0) report.void(`${String(gates.held)} trucks with good papers were held`);
  const { rows } = await database.pool.query<{ n: number }>(
    `select count(*)::int4 as n from eligibilities where state = 'used'`,
  );
  if (rows[0]!.n !== next)
    report.void(`${String(rows[0]!.n)} eligibilities are used up by ${String(next)} trucks`);
  await run.audit([platform], [database]);
  await run.children.stop(platform.child);
  report.figure('decisionP99', { value: median(p99) });
}

/** The cameras and barriers of four gates. */
class Gates {
  latency = new Histogram();
  held = 0;
  private readonly sentAt = new Map<string, number>();

  private constructor(private readonly clients: readonly MqttClient[]) {
    for (const client of clients) client.on('message', (_, payload) => this.decided(payload));
  }

  static async open({ port }: Platform): Promise<Gates> {
    const clients = await Promise.all(
      GATES.map(async (gate) => {
        const client = await connectAsync(`mqtt://127.0.0.1:${String(port)}`, {
          clientId: gate,
          username: gate,
          password: SENDER.secret,
        });
        // as any device that is in a hurry: else its PUBLISH waits until the platform's kernel confirms the PUBACK before it
        (client.stream as Socket).setNoDelay(true);
        await client.subscribeAsync(topics.decisions(gate), { qos: 1 });
        return client;
      }),
    );
    return new Gates(clients);
  }

  /** Trucks one after the other on a schedule, each counted from its own time. @returns how many were never decided */
  async pass(trucks: readonly number[]): Promise<number> {
    const from = performance.now();
    for (const [i, n] of trucks.entries()) {
      const due = from + (i * 1_000) / PASSAGES;
      const early = due - performance.now();
      if (early > 0) await sleep(early);
      this.sentAt.set(String(n), due);
      const gate = n % GATES.length;
      const passage = {
        id: String(n),
        time: new Date().toISOString(),
        direction: 'out',
        plate: plateOf(n),
      };
      const text = JSON.stringify({ ...passage, container: containerOf(n), source: 'camera' });
      this.clients[gate]!.publish(topics.passages(GATES[gate]!), text, { qos: 1 });
    }
    const deadline = performance.now() + LATEST;
    while (this.sentAt.size > 0 && performance.now() < deadline) await sleep(20);
    const lost = this.sentAt.size;
    this.sentAt.clear();
    return lost;
  }

  async close(): Promise<void> {
    await Promise.all(this.clients.map((client) => client.endAsync(true)));
  }

  private decided(payload: Buffer): void {
    const { passageId, verdict } = JSON.parse(payload.toString()) as { passageId: string; verdict: string };
    const sent = this.sentAt.get(passageId);
    if (sent === undefined) return;
    this.latency.record(performance.now() - sent);
    this.sentAt.delete(passageId);
    if (verdict !== 'pass') this.held++;
  }
}

/** Gates of one port, and containers that stand there and may leave. */
async function papers({ pool }: Database, facilityId: string, containers: number): Promise<void> {
  await pool.query(
    `insert into gates (id, name, facility_id, lat, lon) select id, id, $2, 0, 0 from unnest($1::text[]) id`,
    [GATES, facilityId],
  );
  await insertDevices(
    pool,
    GATES.map((gate) => ({ name: gate, kind: 'gate', subject: gate })),
  );
  await insertCredentials(
    pool,
    GATES.map((gate) => ({ id: randomUUID(), device: gate, proof: proofOf(SENDER.secret) })),
  );
  await pool.query(
    `insert into declarations (number, office_id, purpose, channel, status, registered_at) values ('D', $1, 'import', 'green', 'cleared', now())`,
    [SENDER.name],
  );
  const numbers = range(0, containers).map(containerOf);
  await pool.query(
    `insert into eligibilities (id, facility_id, form, declaration, container, plate)
      select gen_random_uuid(), $2, '04', 'D', number, plate from unnest($1::text[], $3::text[]) as own (number, plate)`,
    [numbers, facilityId, range(0, containers).map(plateOf)],
  );
  await pool.query(
    `insert into stays (id, container, facility_id, in_at)
      select gen_random_uuid(), number, $2, now() - interval '1 day' from unnest($1::text[]) number`,
    [numbers, facilityId],
  );
  await pool.query('analyze');
}

/** Of the one truck that comes for it. */
function plateOf(n: number): string {
  const digits = String(n).padStart(5, '0');
  return `15C-${digits.slice(0, 3)}.${digits.slice(3)}`;
}

function containerOf(n: number): string {
  const firstTen = `HDGU${String(n).padStart(6, '0')}`;
  return firstTen + String(containerCheckDigit(firstTen));
}
