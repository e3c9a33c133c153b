import { createServer, type AddressInfo, type Server } from 'node:net';
import { failOnLeaks, waitFor } from '@haidang/testkit';
import { Aedes, type PublishPacket } from 'aedes';
import mqtt, { type MqttClient } from 'mqtt';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { holdPubacks } from './held-pubacks.js';

failOnLeaks();

/** A broker that says what was acknowledged, and a client whose PUBACKs are held. */
let broker: Aedes;
let server: Server;
let client: MqttClient;
let acknowledged: string[];
let received: { text: string; due: () => void; next: () => void }[];
/** What is done with a message when it comes: by default it is held and the client reads on. */
let readOn: boolean;

beforeEach(async () => {
  acknowledged = [];
  received = [];
  readOn = true;
  broker = await Aedes.createBroker();
  broker.on('ack', (packet) => acknowledged.push(String((packet as PublishPacket).payload)));
  server = createServer((socket) => void broker.handle(socket));
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  const { port } = server.address() as AddressInfo;
  client = mqtt.connect(`mqtt://127.0.0.1:${port}`, { clientId: 'us', clean: false, reconnectPeriod: 20 });
  const hold = holdPubacks(client);
  client.handleMessage = (packet, next) => {
    received.push({ text: packet.payload.toString(), due: hold(packet), next });
    if (readOn) next();
  };
  await new Promise<void>((connected) => client.once('connect', () => connected()));
  await client.subscribeAsync('in/#', { qos: 1 });
});
afterEach(async () => {
  await client.endAsync(true);
  await new Promise<void>((closed) => broker.close(closed));
  server.close();
});

function say(text: string, qos: 0 | 1 = 1): Promise<void> {
  return new Promise((sent, failed) =>
    broker.publish(
      { cmd: 'publish', topic: 'in/a', payload: text, qos, dup: false, retain: false },
      (error) => (error ? failed(error) : sent()),
    ),
  );
}
const untilReceived = (count: number) => waitFor(() => received.length >= count, 5_000, `${count} messages`);

it('the client reads on while PUBACKs wait, and they leave when they are due', async () => {
  await Promise.all(['a', 'b', 'c'].map((text) => say(text)));
  await untilReceived(3);
  expect(acknowledged).toEqual([]);
  received[1]!.due();
  await waitFor(() => acknowledged.length === 1);
  received[0]!.due();
  received[2]!.due();
  await waitFor(() => acknowledged.length === 3);
  expect(acknowledged).toEqual(['b', 'a', 'c']);
});

it('one that is due before the client reads on leaves at once, and only once', async () => {
  readOn = false;
  await say('a');
  await untilReceived(1);
  received[0]!.due();
  await waitFor(() => acknowledged.length === 1);
  received[0]!.next();
  readOn = true;
  await say('b');
  await untilReceived(2);
  received[1]!.due();
  await waitFor(() => acknowledged.length === 2);
  expect(acknowledged).toEqual(['a', 'b']);
});

it('of a connection that broke they are dropped; the broker sends the messages again', async () => {
  await say('a');
  await untilReceived(1);
  client.stream.destroy();
  await untilReceived(2);
  received[0]!.due();
  expect(received.map(({ text }) => text)).toEqual(['a', 'a']);
  await say('b');
  await untilReceived(3);
  received[1]!.due();
  received[2]!.due();
  await waitFor(() => acknowledged.length === 2);
  expect(acknowledged).toEqual(['a', 'b']);
});

it('QoS 0 has none', async () => {
  await say('quiet', 0);
  await untilReceived(1);
  received[0]!.due();
  await say('loud');
  await untilReceived(2);
  received[1]!.due();
  await waitFor(() => acknowledged.length === 1);
  expect(acknowledged).toEqual(['loud']);
});
