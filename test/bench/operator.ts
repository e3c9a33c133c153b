import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import type { AlarmView } from '@haidang/contract';
import { HOUR, MINUTE, SECOND, type GeoPosition } from '@haidang/domain';
import { ensureCentre, insertUser, openSession } from '@haidang/store';
import { connectAsync, type MqttClient } from 'mqtt';
import { sealId, SENDER } from './generator/packets.js';
import { Histogram } from './generator/histogram.js';
import { lookAt, type LiveSocket } from './live-socket.js';
import type { Platform } from './platform.js';
import type { Database } from './stage.js';

/** Degrees that a seal lies beside its road: 10 km and more, many half-widths. */
const ASTRAY = 0.15;
/** How long an alarm may be on its way before it counts as lost, in milliseconds. */
const LATEST = 15 * SECOND;
/** Connections opened at a time. */
const BATCH = 20;

/**
 * Measures alarms from the PUBLISH of the fix that raises one to its arrival on an operator's live socket. Sender and
 * operator are one process, so that they share a clock.
 */
export class AlarmWatch {
  readonly latency = new Histogram();
  private readonly sentAt = new Map<string, number>();
  private readonly clients = new Map<number, MqttClient>();

  private constructor(private readonly socket: LiveSocket) {
    socket.on('alarm', (alarm) => this.arrived(alarm));
  }

  /** An operator who watches the whole country. */
  static async open({ httpPort, database }: Platform): Promise<AlarmWatch> {
    const view = { bbox: [100, 5, 112, 25] as [number, number, number, number], zoom: 6 };
    const { socket } = await lookAt(httpPort, await operatorToken(database), view);
    return new AlarmWatch(socket);
  }

  /** Connects seals and lets each tell of two places astray, 61 and 30 s ago: the next fix raises `off_route`. */
  async prepare(
    port: number,
    seals: readonly number[],
    lines: readonly (readonly GeoPosition[])[],
  ): Promise<void> {
    for (let i = 0; i < seals.length; i += BATCH) {
      await Promise.all(
        seals.slice(i, i + BATCH).map((n) => this.prepareOne(port, n, lines[n % lines.length]!)),
      );
    }
  }

  /** Sends the fix that raises the alarm. */
  raise(n: number, line: readonly GeoPosition[]): void {
    this.sentAt.set(sealId(n), performance.now());
    void this.clients.get(n)?.publishAsync(topic(n), JSON.stringify(astray(line, 3, Date.now())), { qos: 1 });
  }

  /** Waits for the alarms still on their way. @returns how many never came */
  async settle(): Promise<number> {
    const deadline = performance.now() + LATEST;
    while (this.sentAt.size > 0 && performance.now() < deadline) {
      await Promise.race([once(this.socket as unknown as NodeJS.EventEmitter, 'alarm'), pause(deadline)]);
    }
    return this.sentAt.size;
  }

  async close(): Promise<void> {
    this.socket.disconnect();
    await Promise.all([...this.clients.values()].map((client) => client.endAsync(true)));
  }

  private async prepareOne(port: number, n: number, line: readonly GeoPosition[]): Promise<void> {
    const client = await connectAsync(`mqtt://127.0.0.1:${String(port)}`, {
      clientId: sealId(n),
      username: SENDER.name,
      password: SENDER.secret,
      keepalive: 0,
    });
    this.clients.set(n, client);
    const now = Date.now();
    const held = [astray(line, 1, now - MINUTE - SECOND), astray(line, 2, now - 30 * SECOND)];
    await client.publishAsync(topic(n), JSON.stringify(held), { qos: 1 });
  }

  private arrived(alarm: AlarmView): void {
    if (alarm.kind !== 'off_route' || alarm.sealId === undefined) return;
    const sent = this.sentAt.get(alarm.sealId);
    if (sent === undefined) return;
    this.latency.record(performance.now() - sent);
    this.sentAt.delete(alarm.sealId);
  }
}

/** Signs an operator in straight in the database. @returns the token */
export async function operatorToken({ pool }: Database): Promise<string> {
  const organisationId = await ensureCentre(pool);
  const id = randomUUID();
  const role = 'centre_operator';
  const user = { id, username: id, name: 'Operator', role, organisationId, passwordHash: null } as const;
  await insertUser(pool, { ...user, mustChange: false });
  const session = { userId: id, how: 'platform', lifeMs: HOUR, address: '127.0.0.1', agent: null } as const;
  return (await openSession(pool, session)).token;
}

/** Fixes that `AlarmWatch` sends for each seal. */
export const FIXES_AN_ALARM = 3;

function topic(n: number): string {
  return `haidang/v1/seals/${sealId(n)}/fixes`;
}

function astray(line: readonly GeoPosition[], seq: number, time: number): object {
  const [lon, lat] = line[Math.floor(line.length / 2)]!;
  return {
    seq,
    time: new Date(time).toISOString(),
    lat: lat - ASTRAY,
    lon: lon - ASTRAY,
    accuracy: 10,
    lock: 'locked',
  };
}

function pause(deadline: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, Math.max(0, deadline - performance.now())).unref());
}
