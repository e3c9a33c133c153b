import {
  createTestDatabase,
  demoSecrets,
  failOnLeaks,
  serverUrl,
  startPlatform,
  TEST_SERVERS,
  waitFor,
  withUser,
  type RunningPlatform,
  type TestDatabase,
} from '@haidang/testkit';
import { topics } from '@haidang/wire';
import { connect, type MqttClient } from 'mqtt';
import { afterAll, afterEach, beforeAll, expect, it } from 'vitest';
import { RawDevice } from './raw-device.js';

failOnLeaks();

const GATE = 'G-LACHHUYEN-1';
const TOPIC = topics.decisions(GATE);

let database: TestDatabase;
let platform: RunningPlatform;
let secret: string;
let passages = 0;
beforeAll(async () => {
  database = await createTestDatabase(serverUrl(TEST_SERVERS[0])!);
  platform = await startPlatform({ env: { HAIDANG_DEMO: '1', DATABASE_URL: database.url } });
  secret = demoSecrets(platform).get(GATE)!;
});
afterAll(async () => {
  await platform?.dispose();
  await database?.drop();
});

const opened: (() => Promise<unknown> | void)[] = [];
afterEach(async () => {
  for (const close of opened.splice(0).reverse()) await close();
});

/** A gate with a session of its own, as gate cameras have it. */
class Gate {
  readonly heard: string[] = [];
  readonly client: MqttClient;

  constructor(clientId: string, clean = false) {
    const client = connect(withUser(platform.broker, GATE, secret), {
      ...{ clientId, clean, reconnectPeriod: 0 },
    });
    this.client = client;
    client.on('connect', () => client.subscribe(TOPIC, { qos: 1 }));
    client.on('message', (_topic, payload) => this.heard.push(passageOf(payload)));
    client.on('error', () => undefined);
    opened.push(() => client.endAsync(true));
  }

  async hears(...ids: string[]): Promise<void> {
    await waitFor(() => ids.every((id) => this.heard.includes(id)), 10_000, `decisions on ${ids.join(', ')}`);
  }

  async leave(): Promise<void> {
    await this.client.endAsync();
  }
}

function passageOf(payload: Buffer | string): string {
  return (JSON.parse(payload.toString()) as { passageId: string }).passageId;
}

/** A truck passes, told by REST. @returns the passage's id; by then the decision is committed and owed */
async function pass(): Promise<string> {
  const id = `P${++passages}`;
  const passage = {
    id,
    time: new Date().toISOString(),
    direction: 'out',
    lane: '1',
    container: 'CSQU3054383',
    source: 'gatehouse',
  };
  const answer = await fetch(`${platform.origin}/api/v1/gates/${GATE}/passages`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: `Bearer ${await platform.token()}` },
    body: JSON.stringify(passage),
  });
  expect(answer.ok, await answer.text()).toBe(true);
  return id;
}

/** What was taken is marked a moment later, for many at once: what dies before is sent once more. */
async function untilMarked(): Promise<void> {
  const waiting = `select from outbox where channel = 'held' and topic = '${TOPIC}' and sent_at is null`;
  await waitFor(async () => (await database.pool.query(waiting)).rowCount === 0, 10_000, 'the marks');
}

async function killAndRestart(): Promise<void> {
  await platform.kill();
  await platform.restart();
}

it('a decision for a gate that is away outlives the death of the platform, and is sent once the gate has come', async () => {
  const early = new Gate('gate-1');
  await early.hears(await pass());
  await untilMarked();
  await early.leave();
  const missed = [await pass(), await pass()];
  await killAndRestart();
  const back = new Gate('gate-1');
  await back.hears(...missed);
  expect(back.heard).toEqual(missed);

  const next = await pass();
  await back.hears(next);
  await untilMarked();
  await back.leave();
  await killAndRestart();
  const again = new Gate('gate-1');
  const last = await pass();
  await again.hears(last);
  // what it took before is not sent again
  expect(again.heard).toEqual([last]);
});

it('what was written to a gate and not acknowledged is sent again after the death of the platform', async () => {
  const device = await RawDevice.connect(Number(new URL(platform.broker).port), 'gate-raw', {
    ...{ clean: false, username: GATE, password: Buffer.from(secret) },
  });
  device.send({ cmd: 'subscribe', messageId: 1, subscriptions: [{ topic: TOPIC, qos: 1 }] });
  const id = await pass();
  const written = () =>
    device.received.some((packet) => packet.cmd === 'publish' && passageOf(packet.payload) === id);
  await waitFor(written, 10_000, 'the decision');
  await killAndRestart();
  await device.untilClosed();
  const gate = new Gate('gate-raw');
  await gate.hears(id);
});

it('in the same life a gate that was away gets each decision once', async () => {
  const early = new Gate('gate-2');
  await early.hears(await pass());
  await untilMarked();
  await early.leave();
  const missed = [await pass(), await pass(), await pass()];
  const back = new Gate('gate-2');
  await back.hears(...missed);
  const more = await pass();
  await back.hears(more);
  expect(back.heard).toEqual([...missed, more]);
});

it('a gate whose secret was revoked and issued anew gets what it missed, under the client id it had', async () => {
  const early = new Gate('gate-4');
  await early.hears(await pass());
  const cut = new Promise<void>((end) => early.client.once('close', () => end()));
  await platform.cli('device', 'revoke', GATE, '--reason', 'lost');
  await cut;
  const missed = await pass();
  const issued = await platform.cli('device', 'issue', '--gate', GATE);
  secret = issued.trim().split(',').at(-1)!;
  const back = new Gate('gate-4');
  await back.hears(missed);
  expect(back.heard).toEqual([missed]);
});
