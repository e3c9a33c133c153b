import { connect, type Socket } from 'node:net';
import { failOnLeaks, shortOrLong, waitFor } from '@haidang/testkit';
import { generate } from 'mqtt-packet';
import { afterAll, expect, it } from 'vitest';
import { brokenPromises, recordedFixes, storedFixes } from './evidence.js';
import { Fleet } from './fleet.js';
import { report } from './report.js';
import { tripStart } from './seal-trip.js';
import { metric, openStage, readiness, residentMegabytes, sealIds } from './stage.js';

failOnLeaks();

const SEALS = sealIds(20);
const START = tripStart();
const { crowd, seconds } = shortOrLong({ crowd: 1_000, seconds: 8 }, { crowd: 5_000, seconds: 60 });
const GOOD_PER_SECOND = 200;
/** Memory that the crowd may cost, in megabytes. */
const MAY_GROW = 150;

const opened: (() => Promise<void> | void)[] = [];
afterAll(async () => {
  for (const close of opened.reverse()) await close();
});

it(`${crowd} clients that come again and again without a secret take nothing from the seals that are in`, async () => {
  const stage = await openStage(SEALS, START);
  opened.push(stage.close);
  const { platform, pool } = stage;
  const { pid } = platform;
  const fleet = new Fleet({ broker: platform.broker, seals: SEALS, start: START });
  opened.push(() => fleet.close());
  fleet.open();
  fleet.record(GOOD_PER_SECOND);
  await waitFor(() => fleet.acknowledged > GOOD_PER_SECOND, 20_000, 'the first acknowledgements');
  const before = await residentMegabytes(platform);

  const flood = new Flood(platform.mqttPort);
  opened.push(() => flood.stop());
  const { acknowledged } = fleet;
  flood.start(crowd);
  const until = performance.now() + seconds * 1_000;
  let highest = 0;
  while (performance.now() < until) {
    highest = Math.max(highest, await residentMegabytes(platform));
    expect(await readiness(platform)).toBe(200);
  }
  flood.stop();
  // what was recorded meanwhile was acknowledged meanwhile, but for what is under way
  expect(fleet.acknowledged - acknowledged).toBeGreaterThan(GOOD_PER_SECOND * seconds * 0.5);

  fleet.rest();
  await waitFor(() => fleet.held === 0, 60_000, 'the acknowledgement of everything the devices held');
  expect(platform.pid).toBe(pid);
  expect(await storedFixes(pool)).toEqual(recordedFixes(fleet));
  expect(await brokenPromises(pool, fleet)).toEqual([]);
  expect(highest).toBeLessThan(before + MAY_GROW);
  const refused = await metric(platform, 'haidang_mqtt_refused_total');
  expect(refused).toBeGreaterThan(0);
  const { rows } = await pool.query<{ n: number }>('select count(*)::int4 as n from quarantine');
  expect(rows[0]!.n).toBeLessThanOrEqual(200);
  report('flood', {
    ...{ clients: crowd, seconds, connections: flood.connections, refused },
    ...{ quarantined: rows[0]!.n, goodFixes: fleet.recorded, goodFixesLost: 0 },
    ...{ megabytesBefore: before, megabytesHighest: highest },
  });
});

/** Clients that connect, and when they are closed connect again at once: one third silent, one with a wrong secret, one that speaks no MQTT. */
class Flood {
  connections = 0;
  private readonly sockets = new Set<Socket>();
  private isOver = false;

  constructor(private readonly port: number) {}

  start(clients: number): void {
    for (let client = 0; client < clients; client++) this.come(client);
  }

  stop(): void {
    this.isOver = true;
    for (const socket of this.sockets) socket.destroy();
  }

  private come(client: number): void {
    if (this.isOver) return;
    this.connections++;
    const socket = connect({ host: '127.0.0.1', port: this.port });
    this.sockets.add(socket);
    socket.on('error', () => undefined).resume();
    socket.once('connect', () => {
      if (client % 3 === 1) socket.write(wrongSecret(client));
      if (client % 3 === 2) socket.write('GET / HTTP/1.1\r\n\r\n');
    });
    socket.once('close', () => {
      this.sockets.delete(socket);
      setTimeout(() => this.come(client), 100).unref();
    });
  }
}

function wrongSecret(client: number): Buffer {
  return generate({
    ...{ cmd: 'connect', protocolId: 'MQTT', protocolVersion: 4, clean: true, keepalive: 60 },
    ...{
      clientId: `crowd-${client}`,
      username: SEALS[client % SEALS.length]!,
      password: Buffer.from('guess'),
    },
  });
}
