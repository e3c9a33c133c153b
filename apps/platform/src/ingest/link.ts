import type { Socket } from 'node:net';
import { setImmediate as turn } from 'node:timers/promises';
import type { PeerCertificate, TLSSocket } from 'node:tls';
import type { Client } from 'aedes';
import type { LiveDevice } from '../devices/live-devices.js';
import { BoundedSocket } from './bounded-socket.js';
import { OrderedAcks, type HeldAck } from './ordered-acks.js';
import { PacketSieve, type Publish } from './packet-sieve.js';
import { PubackWriter } from './puback-writer.js';

/** A packet is read whole before anybody can refuse it; a connection that sends a larger one is cut. */
const MAX_PACKET_BYTES = 4 * 1024 * 1024;
/** Of one who has not said who he is: a CONNECT with its will, and what one read brings in the same breath. */
const MAX_STRANGER_BYTES = 128 * 1024;

/** A device with more on the way is not read: what others send must have room beside it. */
const MOST_UNACKNOWLEDGED = 500;

/** Who takes what devices publish. */
export interface Intake {
  isOpen(): boolean;
  /** @param ack to be told when it is committed */
  take(publish: Publish, ack: HeldAck<Answer>, sender: LiveDevice): void;
}

/** What is sent for a PUBLISH once it is due: the PUBACK of this message identifier, or what aedes has to say. */
export type Answer = number | (() => void);

/** How aedes notices that a device is gone. */
interface KeptAlive {
  readonly _keepaliveTimer: NodeJS.Timeout | null;
}

/** One connection to the embedded broker, and whose it is once that is proven. */
export class Link {
  readonly acks = new OrderedAcks<Answer>((answer) => {
    if (typeof answer === 'number') this.pubacks.write(answer);
    else answer();
  });
  readonly pubacks: PubackWriter;
  /** The other end's address: what a flood has one of. */
  readonly address: string;
  client!: Client;
  device: LiveDevice | undefined;
  /** With which credential it came. */
  credentialId: string | undefined;
  /** It may say nothing more, its will included. */
  isCut = false;
  private readonly bounds: BoundedSocket;

  constructor(
    readonly socket: Socket,
    room: () => Promise<void> | undefined,
    private readonly intake: Intake,
  ) {
    socket.setNoDelay(true);
    this.address = socket.remoteAddress ?? '?';
    this.pubacks = new PubackWriter(socket);
    const { acks } = this;
    const sieve = new PacketSieve({
      isOpen: () => this.device !== undefined && !this.isCut && this.client.connected && this.intake.isOpen(),
      take: (publish) => this.take(publish),
      isIdle: () => acks.count === 0,
    });
    this.bounds = new BoundedSocket(
      socket,
      MAX_STRANGER_BYTES,
      () => this.device?.allowance.wait() ?? acks.fewer(MOST_UNACKNOWLEDGED) ?? room(),
      // PUBACKs that fell due are written by the end of the turn
      () => acks.fewer(1)?.then(() => turn()),
      sieve,
    );
  }

  /** A client certificate that the authority of MQTT_CLIENT_CA has signed; `refused`: one that it has not. */
  certificate(): PeerCertificate | 'refused' | undefined {
    const socket = this.socket as Partial<TLSSocket>;
    const certificate = socket.getPeerCertificate?.();
    if (certificate === undefined || Object.keys(certificate).length === 0) return undefined;
    return socket.authorized === true ? certificate : 'refused';
  }

  /** It has proven whose it is. */
  admit(device: LiveDevice, credentialId: string): void {
    this.device = device;
    this.credentialId = credentialId;
    this.bounds.limit = MAX_PACKET_BYTES;
  }

  /** A whole packet came. */
  packetRead(): void {
    this.bounds.packetRead();
    this.device?.allowance.take();
  }

  private take(publish: Publish): void {
    this.packetRead();
    // any packet shows that the device is there [MQTT-3.1.2-24]; of this one aedes does not know
    (this.client as unknown as KeptAlive)._keepaliveTimer?.refresh();
    this.intake.take(publish, this.acks.hold(publish.messageId), this.device!);
  }

  /** Ends it at once. What was sent before and is not committed yet still is; what comes with the end is not taken. */
  cut(): void {
    this.isCut = true;
    this.client.close();
  }
}
