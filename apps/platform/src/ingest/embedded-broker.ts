import type { Socket } from 'node:net';
import { Aedes, type AuthenticateError, type Client, type PublishPacket, type Subscription } from 'aedes';
import { writeToStream } from 'mqtt-packet';
import type { Pool } from 'pg';
import type { Logger } from 'pino';
import { Rejection } from '@haidang/wire';
import { CredentialWatch } from '../devices/credential-watch.js';
import { CONNACK, type Doorkeeper } from '../devices/doorkeeper.js';
import type { Metrics } from '../metrics/metrics.js';
import type { Pipeline } from '../pipeline/pipeline.js';
import { Addressees } from './addressees.js';
import { DRAIN_TIMEOUT_MS } from './bounded-socket.js';
import { Doors, type DoorOptions } from './doors.js';
import { KeptSessions } from './kept-sessions.js';
import { Link, type Intake } from './link.js';
import type { MessageSource } from './source.js';

// a table of all 65,536 numbers as they are sent weighs 12 MB, and saves little: PUBACKs are written here
writeToStream.cacheNumbers = false;

/**
 * A device may send on before its CONNACK [MQTT-3.1.4]; aedes keeps those packets and by default cuts the connection at 43.
 * It reads no further meanwhile, so what one read holds is the limit: 64 KiB of packets of two bytes.
 */
const MAX_PACKETS_A_READ = 32_768;
/** Who has connected and says nothing holds a place. */
const CONNECT_TIMEOUT_MS = 15_000;
const ROUND_MS = 1_000;
const SWEEP_MS = 60_000;
const LONGEST_CLIENT_ID = 256;
const NOTHING = Buffer.alloc(0);

/**
 * The embedded MQTT 3.1.1 broker (aedes). A device's usual message is taken before aedes reads it ({@link Intake}). With any other it goes on when
 * `authorizePublish` calls back, so that is what waits for the commit. The PUBACK is written here: aedes would write each by itself, in three pieces and a turn of the event loop. Every
 * message is answered with success, refused ones too: those are in the quarantine, and a device that is told of an error would be
 * cut off and send the same again.
 *
 * Who connects proves to the doorkeeper who it is. Its client id is then put behind its name: nobody meets another's session, whatever id
 * he takes.
 */
export class EmbeddedBroker implements MessageSource {
  readonly name = 'embedded-broker';
  readonly addressees = new Addressees();
  private broker: Aedes | undefined;
  private sessions: KeptSessions | undefined;
  private readonly links = new WeakMap<Client, Link>();
  private readonly openLinks = new Set<Link>();
  private readonly doors: Doors;
  private readonly watch: CredentialWatch;
  private rounds: NodeJS.Timeout | undefined;
  private sweeps: NodeJS.Timeout | undefined;
  private paused = false;
  private readonly messages: { count: number };
  /** The usual message of a device passes by aedes. */
  private readonly intake: Intake = {
    isOpen: () => !this.paused,
    take: ({ topic, payload }, ack, { device }) => {
      this.messages.count++;
      this.pipeline.take(topic, payload, ack, device);
    },
  };

  constructor(
    options: DoorOptions,
    pool: Pool,
    private readonly pipeline: Pipeline,
    private readonly metrics: Metrics,
    private readonly logger: Logger,
    private readonly doorkeeper: Doorkeeper,
  ) {
    this.watch = new CredentialWatch(pool, (names) => this.credentialsEnded(names), logger);
    this.messages = metrics.messagesOf(this.name);
    this.doors = new Doors(options, (socket) => this.connected(socket), metrics, logger);
  }

  async start(): Promise<void> {
    const broker = await Aedes.createBroker({
      maxClientsIdLength: LONGEST_CLIENT_ID,
      queueLimit: MAX_PACKETS_A_READ,
      connectTimeout: CONNECT_TIMEOUT_MS,
      drainTimeout: DRAIN_TIMEOUT_MS,
      authenticate: (client, username, password, done) => {
        void this.authenticate(client, { username, password }, done);
      },
      authorizePublish: (client, packet, done) => this.authorize(client, packet, done),
      authorizeSubscribe: (client, subscription, done) =>
        done(null, this.mayHear(client, subscription.topic) ? subscription : refusedSubscription),
      authorizeForward: (client, packet) => (this.mayHear(client, packet.topic) ? packet : undefined),
    });
    keepInboxToOurselves(broker);
    broker.on('client', () => this.metrics.mqttClients.inc());
    broker.on('clientDisconnect', () => this.metrics.mqttClients.dec());
    broker.on('clientError', (client, error) => this.protocolError(client, error));
    broker.on('connectionError', (client, error) => this.protocolError(client, error));
    broker.on('ping', (_packet, client) => this.packetRead(client));
    broker.on('ack', (_packet, client) => this.packetRead(client));
    broker.on('subscribe', (_subscriptions, client) => this.packetRead(client));
    this.addressees.follow(broker);
    this.sessions = new KeptSessions(broker, {
      mayHear: (client, topic) => this.mayHear(client, topic),
      ownerOf: (client) => this.links.get(client)?.device?.device,
      mostOf: (device) => this.doorkeeper.devices.limitsOf(device).connections,
      forgotten: (clientId) => this.addressees.forget(clientId),
    });
    this.broker = broker;
    await this.watch.start();
    this.rounds = setInterval(() => this.round(), ROUND_MS);
    this.sweeps = setInterval(() => this.doorkeeper.devices.forgetGone(), SWEEP_MS);
    await this.doors.open();
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
    this.doors.close();
    return Promise.resolve();
  }

  async stop(): Promise<void> {
    clearInterval(this.rounds);
    clearInterval(this.sweeps);
    this.watch.stop();
    this.doors.close();
    const { broker } = this;
    if (broker !== undefined) await new Promise<void>((closed) => broker.close(closed));
    for (const { socket } of this.openLinks) socket.destroy();
  }

  fault(): string | undefined {
    return this.paused || this.doors.areOpen() ? undefined : 'the embedded broker does not listen';
  }

  warnings(): readonly string[] {
    return [];
  }

  /** Credentials of these devices have ended; undefined: any may have. */
  private async credentialsEnded(names?: readonly string[]): Promise<void> {
    for (const name of await this.doorkeeper.recheck(names)) await this.sessions?.dropOf(name);
  }

  /** Credentials that end by time. */
  private round(): void {
    const due = this.doorkeeper.due();
    if (due.length > 0) void this.watch.tell(due);
  }

  private connected(socket: Socket): void {
    if (socket.destroyed) return;
    const link = new Link(socket, () => this.pipeline.room(), this.intake);
    link.client = this.broker!.handle(socket);
    this.links.set(link.client, link);
    this.openLinks.add(link);
    socket.once('close', () => this.openLinks.delete(link));
  }

  private async authenticate(
    client: Client,
    claim: {
      readonly username: Readonly<string | undefined>;
      readonly password: Readonly<Buffer | undefined>;
    },
    done: (error: AuthenticateError | null, success: boolean | null) => void,
  ): Promise<void> {
    const link = this.links.get(client);
    if (link === undefined || this.paused) return done(refused(CONNACK.unavailable), false);
    if (client.id.length > LONGEST_CLIENT_ID) return done(refused(CONNACK.identifierRejected), false);
    const refusal = await this.doorkeeper.judge(link, claim);
    if (refusal !== undefined) return done(refused(refusal.code), false);
    this.doors.known(link.socket, link.address);
    // before aedes looks for a session of this id, or for another who has it
    client.id = `${link.device!.device.name}/${client.id}`;
    done(null, true);
  }

  private mayHear(client: Client, topic: string): boolean {
    const link = this.links.get(client);
    return link?.device !== undefined && !link.isCut && this.doorkeeper.mayHear(link.device, topic);
  }

  private authorize(
    client: Client | null,
    packet: PublishPacket,
    done: (error?: Error | null) => void,
  ): void {
    const link = client === null ? undefined : this.links.get(client);
    // after `pause` nothing is taken: the device keeps the message and sends it again
    if (link?.device === undefined || this.paused) return;
    // the will of one whose credential has ended
    if (link.isCut) return done(new Error('its credential has ended'));
    link.packetRead();
    this.messages.count++;
    const ack = link.acks.hold(answer(packet, link, done));
    this.pipeline.take(packet.topic, packet.payload as Buffer, ack, link.device.device);
  }

  private packetRead(client: Client | null): void {
    if (client !== null) this.links.get(client)?.packetRead();
  }

  private protocolError(client: Client, error: Error): void {
    if (isNetworkError(error) || isOfTheDoor(error)) return;
    this.logger.debug({ err: error, client: client.id }, 'a connection broke the protocol and was closed');
    const link = this.links.get(client);
    const device = link?.device?.device;
    // strangers are counted all, and shown as far as a page goes
    if (device === undefined && !this.doorkeeper.mayShowStranger()) {
      this.metrics.quarantined.inc({ reason: 'protocol_error' });
      return;
    }
    const who = device?.name ?? '?';
    this.pipeline.refuse('', NOTHING, new Rejection('protocol_error', `${who}: ${error.message}`), device);
  }
}

const refusedSubscription = null as unknown as Subscription;

function refused(returnCode: number): AuthenticateError {
  return Object.assign<Error, { returnCode: number }>(new Error(''), { returnCode });
}

/** What answers a PUBLISH. A will has no identifier: its connection is gone and nobody waits. */
function answer(packet: PublishPacket, { pubacks }: Link, done: () => void): () => void {
  const { messageId } = packet as { messageId?: number };
  if (packet.qos !== 1 || messageId === undefined) {
    return () => {
      // aedes keeps a message of QoS 2 until its PUBREL, to know it again: its number is enough for that
      packet.payload = NOTHING;
      done();
    };
  }
  return () => {
    pubacks.write(messageId);
    packet.qos = 0; // for aedes there is nothing left to acknowledge
    done();
  };
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

/** A CONNECT that the doorkeeper refused: he has told of it. */
function isOfTheDoor(error: Error): boolean {
  return ((error as { errorCode?: number }).errorCode ?? 0) > 1;
}
