import {
  demoSecrets,
  failOnLeaks,
  startPlatform,
  waitFor,
  withUser,
  type RunningPlatform,
} from '@haidang/testkit';
import type { NoticeMessage } from '@haidang/contract';
import { topics } from '@haidang/wire';
import { connect, type MqttClient } from 'mqtt';
import { afterAll, afterEach, beforeAll, expect, it } from 'vitest';
import { container, declaration } from './port.js';

failOnLeaks();

const PORT = 'LACHHUYEN';
const SERVER = 'KT-CANG-BAC';

let platform: RunningPlatform;
let secret: string;
let next = 500;
beforeAll(async () => {
  platform = await startPlatform({ env: { HAIDANG_DEMO: '1' } });
  secret = demoSecrets(platform).get(SERVER)!;
  await platform.call('/declarations', declaration('D1', { officeId: 'HQ-LACHHUYEN' }));
});
afterAll(() => platform?.dispose());

const opened: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const close of opened.splice(0).reverse()) await close();
});

/** A port's own server: it listens to what customs says, and answers when it is told to. */
class PortServer {
  readonly heard: NoticeMessage[] = [];
  private readonly client: MqttClient;

  constructor(clientId: string) {
    this.client = connect(withUser(platform.broker, SERVER, secret), {
      clientId,
      clean: false,
      reconnectPeriod: 0,
    });
    this.client.on('connect', () => this.client.subscribe(topics.notices(PORT), { qos: 1 }));
    this.client.on('message', (_topic, payload) => {
      this.heard.push(JSON.parse(payload.toString()) as NoticeMessage);
    });
    this.client.on('error', () => undefined);
    opened.push(() => this.client.endAsync(true));
  }

  async hears(...ids: string[]): Promise<void> {
    const isHeard = () => ids.every((id) => this.heard.some((notice) => notice.id === id));
    await waitFor(isHeard, 15_000, `notices ${ids.join(', ')}`);
  }

  async acknowledges(noticeId: string): Promise<void> {
    const receipt = { noticeId, time: new Date().toISOString(), status: 'received' };
    await this.client.publishAsync(topics.receipts(PORT), JSON.stringify(receipt), { qos: 1 });
  }

  async leave(): Promise<void> {
    await this.client.endAsync();
  }
}

/** @returns the id of the notice by which the port is told */
async function issue(): Promise<string> {
  const body = { form: '04', facilityId: PORT, declaration: 'D1', container: container(next++, 'HDT') };
  return (await platform.call<{ noticeId: string }>('/eligibility', body)).noticeId;
}

async function killAndRestart(): Promise<void> {
  await platform.kill();
  await platform.restart();
}

it('a port hears at once; what it missed outlives the death of the platform; and a receipt ends the sending', async () => {
  const early = new PortServer('server');
  // what the demo told it before it came
  await waitFor(() => early.heard.length >= 3, 15_000, 'the notices of the demo');
  const told = await issue();
  await early.hears(told);
  await early.acknowledges(told);
  await early.leave();

  const missed = [await issue(), await issue()];
  await killAndRestart();
  const back = new PortServer('server');
  await back.hears(...missed);
  const heard = back.heard.map(({ id }) => id);
  expect(heard.filter((id) => missed.includes(id))).toEqual(missed);
  expect(heard).not.toContain(told);

  // it has them, as its PUBACK says, but does not say that it took them: they are sent again
  type Waiting = { items: { id: string; receipt?: object }[] };
  const waiting = async () =>
    (await platform.call<Waiting>(`/notices?facilityId=${PORT}&waiting=true`)).items.map(({ id }) => id);
  expect(await waiting()).toEqual(expect.arrayContaining(missed));
  for (const id of missed) await back.acknowledges(id);
  expect((await waiting()).filter((id) => missed.includes(id))).toEqual([]);
});

it('it speaks for its own ports alone', async () => {
  const server = new PortServer('another');
  const told = await issue();
  await server.hears(told);
  const client = connect(withUser(platform.broker, SERVER, secret), { clientId: 'liar', reconnectPeriod: 0 });
  opened.push(() => client.endAsync(true));
  const receipt = { noticeId: told, time: new Date().toISOString(), status: 'received' };
  await expect(client.subscribeAsync(topics.notices('CATLAI'), { qos: 1 })).rejects.toThrow(
    'Subscribe error',
  );
  await client.publishAsync(topics.receipts('CATLAI'), JSON.stringify(receipt), { qos: 1 });
  const { items } = await platform.call<{ items: { reason: string; sender: string }[] }>(
    '/quarantine?limit=1',
  );
  expect(items).toMatchObject([{ reason: 'wrong_sender', sender: SERVER }]);
});
