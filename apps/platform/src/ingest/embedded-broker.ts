import { createServer, type Server, type Socket } from 'node:net';
import { Aedes, type Client, type PublishPacket } from 'aedes';
import { writeToStream } from 'mqtt-packet';
import type { Logger } from 'pino';
import { Rejection } from '@haidang/wire';
import type { Metrics } from '../metrics/metrics.js';
import type { Pipeline } from '../pipeline/pipeline.js';
import { Addressees } from './addressees.js';
import { OrderedAcks } from './ordered-acks.js';
import { PubackWriter } from './puback-writer.js';
import type { MessageSource } from './source.js';

// a table of all 65,536 numbers as they are sent weighs 12 MB, and saves little: PUBACKs are written here
writeToStream.cacheNumbers = false;

/** A packet is read whole before anybody can refuse it; a connection that sends a larger one is cut. */
const MAX_PACKET_BYTES = 4 * 1024 * 1024;

/**
 * A device may send on before its CONNACK [MQTT-3.1.4]; aedes keeps those packets and by default cuts the connection at 43.
 * It reads no further meanwhile, so what one read holds is the limit: 64 KiB of packets of two bytes.
 */
const MAX_PACKETS_A_READ = 32_768;
/** A subscriber that takes nothing for so long is cut: what is sent to it waits, and everybody's decisions behind it. */
const DRAIN_TIMEOUT_MS = 10_000;

export interface EmbeddedBrokerOptions {
  readonly host: string;
  readonly port: number;
}

/**
 * The embedded MQTT 3.1.1 broker (aedes). It goes on with a message when `authorizePublish` calls back, so that is what waits for
 * the commit. The PUBACK is written here: aedes would write each by itself, in three pieces and a turn of the event loop. Every
 * message is answered with success, refused ones too: those are in the quarantine, and a device that is told of an error would be
 * cut off and send the same again.
 */
export class EmbeddedBroker implements MessageSource {
  readonly name = 'embedded-broker';
  readonly addressees = new Addressees();
  private broker: Aedes | undefined;
  private server: Server | undefined;
  private paused = false;
  private readonly messages: { inc(): void };

  constructor(
    private readonly options: EmbeddedBrokerOptions,
    private readonly pipeline: Pipeline,
    private readonly metrics: Metrics,
    private readonly logger: Logger,
  ) {
    this.messages = metrics.messages.labels({ source: this.name });
  }

  async start(): Promise<void> {
    const broker = await Aedes.createBroker({
      maxClientsIdLength: 128,
      queueLimit: MAX_PACKETS_A_READ,
      drainTimeout: DRAIN_TIMEOUT_MS,
      authorizePublish: (client, packet, done) => this.authorize(client, packet, done),
    });
    keepInboxToOurselves(broker);
    broker.on('client', () => this.metrics.mqttClients.inc());
    broker.on('clientDisconnect', () => this.metrics.mqttClients.dec());
    broker.on('clientError', (client, error) => this.protocolError(client, error));
    broker.on('connectionError', (client, error) => this.protocolError(client, error));
    broker.on('ping', (_packet, client) => packetRead(client));
    broker.on('ack', (_packet, client) => packetRead(client));
    broker.on('subscribe', (_subscriptions, client) => packetRead(client));
    this.addressees.follow(broker);
    this.broker = broker;
    this.server = createServer((socket) => this.connected(broker, socket));
    await listen(this.server, this.options);
  }

  publish(topic: string, payload: string): Promise<void> {
    return new Promise((sent, failed) => {
      this.broker!.publish({ cmd: 'publish', topic, payload, qos: 1, retain: false, dup: false }, (error) =>
        error ? failed(error) : sent(),
      );
    });
  }

  pause(): Promise<void> {
    this.paused = true;
    this.server?.close();
    return Promise.resolve();
  }

  async stop(): Promise<void> {
    this.server?.close();
    const { broker } = this;
    if (broker !== undefined) await new Promise<void>((closed) => broker.close(closed));
  }

  fault(): string | undefined {
    return this.server?.listening === true || this.paused ? undefined : 'the embedded broker does not listen';
  }

  warnings(): readonly string[] {
    return [];
  }

  private connected(broker: Aedes, socket: Socket): void {
    socket.setNoDelay(true);
    const stream = new BoundedSocket(socket, MAX_PACKET_BYTES, () => this.pipeline.room());
    const pubacks = new PubackWriter(socket);
    acksOf.set(broker.handle(socket), { acks: new OrderedAcks(), pubacks, stream });
  }

  private authorize(
    client: Client | null,
    packet: PublishPacket,
    done: (error?: Error | null) => void,
  ): void {
    const connection = client === null ? undefined : acksOf.get(client);
    // after `pause` nothing is taken: the device keeps the message and sends it again
    if (connection === undefined || this.paused) return;
    connection.stream.packetRead();
    this.messages.inc();
    this.pipeline.take(
      packet.topic,
      packet.payload as Buffer,
      connection.acks.hold(answer(packet, connection, done)),
    );
  }

  private protocolError(client: Client, error: Error): void {
    if (isNetworkError(error)) return;
    this.logger.debug({ err: error, client: client.id }, 'a connection broke the protocol and was closed');
    this.pipeline.refuse(
      '',
      Buffer.alloc(0),
      new Rejection('protocol_error', `${client.id ?? '?'}: ${error.message}`),
    );
  }
}

/** What answers a PUBLISH. A will has no identifier: its connection is gone and nobody waits. */
function answer(packet: PublishPacket, { pubacks }: Connection, done: () => void): () => void {
  const { messageId } = packet as { messageId?: number };
  if (packet.qos !== 1 || messageId === undefined) return done;
  return () => {
    pubacks.write(messageId);
    packet.qos = 0; // for aedes there is nothing left to acknowledge
    done();
  };
}

interface Connection {
  readonly acks: OrderedAcks;
  readonly pubacks: PubackWriter;
  readonly stream: BoundedSocket;
}
const acksOf = new WeakMap<Client, Connection>();

function packetRead(client: Client): void {
  acksOf.get(client)?.stream.packetRead();
}

/**
 * Stands before a socket's `read`, by which aedes takes what has come. It counts what is read since the last whole packet (aedes
 * itself would gather a packet of up to 256 MB in memory), and reads nothing while the pipeline has no room, or while the device
 * does not take its acknowledgements: then TCP holds the device back.
 */
class BoundedSocket {
  private sinceLastPacket = 0;
  private waiting = false;

  constructor(socket: Socket, limit: number, room: () => Promise<void> | undefined) {
    const read = socket.read.bind(socket);
    socket.read = (size?: number): unknown => {
      if (this.waiting || (socket.readableLength > 0 && this.mustWait(socket, room() ?? drained(socket))))
        return null;
      const chunk = read(size) as Buffer | null;
      if (chunk === null) return null;
      this.sinceLastPacket += chunk.length;
      if (this.sinceLastPacket <= limit) return chunk;
      socket.destroy(new Error(`a packet of more than ${limit} bytes`));
      return null;
    };
  }

  packetRead(): void {
    this.sinceLastPacket = 0;
  }

  private mustWait(socket: Socket, room: Promise<void> | undefined): boolean {
    if (room === undefined) return false;
    this.waiting = true;
    void room.then(() => {
      this.waiting = false;
      socket.emit('readable');
    });
    return true;
  }
}

/** When a socket with too much to write has written it; cut if it takes nothing for {@link DRAIN_TIMEOUT_MS}. */
function drained(socket: Socket): Promise<void> | undefined {
  if (!socket.writableNeedDrain) return undefined;
  return new Promise((go) => {
    const limit = setTimeout(() => socket.destroy(new Error('drain timeout')), DRAIN_TIMEOUT_MS);
    const settled = () => {
      clearTimeout(limit);
      socket.off('drain', settled).off('close', settled);
      go();
    };
    socket.once('drain', settled).once('close', settled);
  });
}

/**
 * Nobody but the platform reads what devices publish: it ends here instead of going through the broker's routing and its
 * stores (retained messages among them).
 */
function keepInboxToOurselves(broker: Aedes): void {
  const route = broker.publish.bind(broker) as (...args: unknown[]) => void;
  broker.publish = ((packet: PublishPacket, client: unknown, done: unknown) => {
    if (client === null || typeof client !== 'object') return route(packet, client, done);
    return (done as () => void)();
  }) as Aedes['publish'];
}

/**
 * Errors of aedes that break no rule: the line broke, or did before a PUBACK was due, or somebody was silent for too long (with no
 * room, a CONNECT is not even read). The device sends again, and nothing was refused.
 */
const OF_THE_LINE =
  /keep ?alive|premature close|connection closed|drain timeout|connect did not arrive in time/i;

function isNetworkError(error: Error): boolean {
  return (error as NodeJS.ErrnoException).syscall !== undefined || OF_THE_LINE.test(error.message);
}

function listen(server: Server, { host, port }: EmbeddedBrokerOptions): Promise<void> {
  return new Promise((listening, failed) => {
    server.once('error', (error: NodeJS.ErrnoException) => {
      failed(error.code === 'EADDRINUSE' ? new Error(`MQTT_PORT=${port}: the port is taken`) : error);
    });
    server.listen({ host, port }, listening);
  });
}
