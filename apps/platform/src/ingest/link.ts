import type { Socket } from 'node:net';
import type { PeerCertificate, TLSSocket } from 'node:tls';
import type { Client } from 'aedes';
import type { LiveDevice } from '../devices/live-devices.js';
import { BoundedSocket } from './bounded-socket.js';
import { OrderedAcks } from './ordered-acks.js';
import { PubackWriter } from './puback-writer.js';

/** A packet is read whole before anybody can refuse it; a connection that sends a larger one is cut. */
const MAX_PACKET_BYTES = 4 * 1024 * 1024;
/** Of one who has not said who he is: a CONNECT with its will, and what one read brings in the same breath. */
const MAX_STRANGER_BYTES = 128 * 1024;

/** One connection to the embedded broker, and whose it is once that is proven. */
export class Link {
  readonly acks = new OrderedAcks();
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
  ) {
    socket.setNoDelay(true);
    this.address = socket.remoteAddress ?? '?';
    this.pubacks = new PubackWriter(socket);
    this.bounds = new BoundedSocket(
      socket,
      MAX_STRANGER_BYTES,
      () => this.device?.allowance.wait() ?? room(),
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

  /** Ends it at once. What was sent before and is not committed yet still is; what comes with the end is not taken. */
  cut(): void {
    this.isCut = true;
    this.client.close();
  }
}
