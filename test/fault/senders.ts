import { once } from 'node:events';
import { connect as connectSocket, type Socket } from 'node:net';
import { asFleet, FLEET } from '@haidang/testkit';
import { connectAsync, type MqttClient } from 'mqtt';
import mqttPacket from 'mqtt-packet';
import type { Malformed } from './malformed.js';

/** Messages that one sender has under way at a time. */
const IN_FLIGHT = 20;

/**
 * Publishes messages at QoS 1 over several connections, each as fast as it is acknowledged.
 * @param sent told after each PUBACK
 * @throws Error when a connection is closed: nothing in these messages is a reason for that
 */
export async function publishAll(
  broker: string,
  messages: Iterator<Malformed>,
  connections: number,
  sent: (message: Malformed) => void,
): Promise<void> {
  const clients = await Promise.all(
    Array.from({ length: connections }, (_, index) =>
      connectAsync(asFleet(broker), { clientId: `sender-${index}`, reconnectPeriod: 0 }),
    ),
  );
  try {
    await Promise.all(
      clients.map((client) => {
        const ways = Array.from({ length: IN_FLIGHT }, () => publishInTurn(client, messages, sent));
        return Promise.race([Promise.all(ways), failOnClose(client)]);
      }),
    );
  } finally {
    await Promise.all(clients.map((client) => client.endAsync(true)));
  }
}

async function publishInTurn(
  client: MqttClient,
  messages: Iterator<Malformed>,
  sent: (message: Malformed) => void,
): Promise<void> {
  for (let next = messages.next(); next.done !== true; next = messages.next()) {
    const { topic, payload } = next.value;
    await client.publishAsync(topic, payload, { qos: 1 });
    sent(next.value);
  }
}

function failOnClose(client: MqttClient): Promise<never> {
  return new Promise((_, failed) => {
    client.once('close', () => failed(new Error('the broker closed the connection')));
  });
}

/** What breaks the protocol itself, after a good CONNECT: the broker closes the connection, and says so once. */
export const OFFENCES: readonly { readonly name: string; bytes(): Buffer }[] = [
  { name: 'a wildcard in the topic of a PUBLISH', bytes: () => publish('haidang/v1/seals/+/fixes') },
  { name: 'a topic of 200 levels', bytes: () => publish(Array(200).fill('x').join('/')) },
  { name: 'a QoS of 3', bytes: () => Buffer.from([0x36, 0x05, 0x00, 0x01, 0x61, 0x00, 0x01]) },
  { name: 'a packet type of 0', bytes: () => Buffer.from([0x00, 0x00]) },
  {
    name: 'a remaining length of five bytes',
    bytes: () => Buffer.from([0x30, 0xff, 0xff, 0xff, 0xff, 0x7f]),
  },
  {
    name: 'a payload of 5 MB',
    bytes: () => publish('haidang/v1/seals/VN000001/fixes', Buffer.alloc(5_000_000)),
  },
];

/** Commits one offence and waits for the broker to close the connection. */
export async function offend(port: number, name: string, bytes: Buffer): Promise<void> {
  const socket = connectSocket({ host: '127.0.0.1', port });
  socket.on('error', () => undefined);
  await once(socket, 'connect');
  const closed = new Promise((ended) => socket.once('close', ended));
  socket.write(
    mqttPacket.generate({
      cmd: 'connect',
      protocolId: 'MQTT',
      protocolVersion: 4,
      clean: true,
      clientId: name,
      keepalive: 60,
      username: FLEET.name,
      password: Buffer.from(FLEET.secret),
    }),
  );
  await connack(socket);
  socket.write(bytes);
  socket.resume();
  await closed;
}

async function connack(socket: Socket): Promise<void> {
  const [answer] = (await once(socket, 'data')) as [Buffer];
  if (answer[0] !== 0x20 || answer[3] !== 0) throw new Error(`no CONNACK: ${answer.toString('hex')}`);
}

function publish(topic: string, payload = Buffer.from('{}')): Buffer {
  return mqttPacket.generate({
    cmd: 'publish',
    topic,
    payload,
    qos: 1,
    messageId: 1,
    dup: false,
    retain: false,
  });
}
