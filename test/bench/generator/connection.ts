import { connect, type Socket } from 'node:net';
import { AckReader } from './ack-reader.js';
import type { MessageWriter } from './message-writer.js';
import { connectPacket } from './packets.js';

/** What a connection tells the load it belongs to. */
export interface ConnectionEvents {
  /** A PUBACK; `since` is what `publish` was given. */
  acknowledged(since: number, inOrder: boolean): void;
  /** After the PUBACKs of one read: there may be room for more. */
  room(connection: Connection): void;
  lost(connection: Connection): void;
}

/**
 * One device's MQTT connection. Its messages live in a ring of `window` packets that are patched in place and handed
 * to the socket without a copy: a place is written again only after its PUBACK, which proves that its bytes were sent.
 */
export class Connection {
  private readonly ring: Buffer;
  private readonly size: number;
  private readonly since: Float64Array;
  private readonly acked: Uint8Array;
  private head = 0;
  private waiting = 0;
  private turn: number;
  private socket: Socket | undefined;

  /** @param seals the seals it speaks for, in turn, by their number within the job */
  constructor(
    private readonly clientId: string,
    private readonly seals: readonly number[],
    private readonly window: number,
    private readonly writer: MessageWriter,
    private readonly events: ConnectionEvents,
  ) {
    const { bytes, packetId } = writer.layout;
    this.size = bytes.length;
    this.ring = Buffer.allocUnsafeSlow(window * this.size);
    for (let slot = 0; slot < window; slot++) {
      bytes.copy(this.ring, slot * this.size);
      this.ring.writeUInt16BE(slot + 1, slot * this.size + packetId);
    }
    this.since = new Float64Array(window);
    this.acked = new Uint8Array(window);
    this.turn = 0;
  }

  /** PUBLISHes without a PUBACK. */
  get unacknowledged(): number {
    return this.waiting;
  }

  get free(): number {
    return this.window - this.waiting;
  }

  /** Resolves with the CONNACK. @throws Error when refused. */
  open(port: number): Promise<void> {
    return new Promise((resolve, reject) => {
      const reader = new AckReader(
        (code) => (code === 0 ? resolve() : reject(new Error(`CONNECT refused, code ${String(code)}`))),
        (packetId) => this.puback(packetId - 1),
      );
      const socket = connect({
        host: '127.0.0.1',
        port,
        noDelay: true,
        onread: {
          buffer: Buffer.allocUnsafeSlow(4096),
          callback: (length, bytes) => {
            reader.read(bytes, length);
            this.events.room(this);
            return true;
          },
        },
      });
      this.socket = socket;
      socket.once('connect', () => socket.write(connectPacket(this.clientId)));
      socket.once('error', reject);
      socket.once('close', () => {
        if (this.socket !== undefined) this.events.lost(this);
      });
    });
  }

  /** Puts one message into the ring; `flush` sends it. The caller has seen that there is room. */
  put(since: number, now: number): void {
    const slot = (this.head + this.waiting) % this.window;
    const seal = this.seals[this.turn]!;
    this.turn = (this.turn + 1) % this.seals.length;
    this.writer.write(this.ring, slot * this.size, seal, now);
    this.since[slot] = since;
    this.acked[slot] = 0;
    this.waiting++;
    this.unsent++;
  }

  /** Sends what was put since the last flush: one write, or two where the ring turns. */
  flush(): void {
    const { socket, unsent } = this;
    if (unsent === 0 || socket === undefined) return;
    const first = (this.head + this.waiting - unsent) % this.window;
    const end = first + unsent;
    this.unsent = 0;
    if (end <= this.window) {
      socket.write(this.ring.subarray(first * this.size, end * this.size));
      return;
    }
    socket.cork();
    socket.write(this.ring.subarray(first * this.size));
    socket.write(this.ring.subarray(0, (end - this.window) * this.size));
    socket.uncork();
  }

  close(): void {
    const socket = this.socket;
    this.socket = undefined;
    socket?.destroy();
  }

  private unsent = 0;

  private puback(slot: number): void {
    if (slot < 0 || slot >= this.window || this.acked[slot] === 1) {
      throw new Error(`PUBACK of ${String(slot + 1)}, which was not waiting`);
    }
    this.acked[slot] = 1;
    this.events.acknowledged(this.since[slot]!, slot === this.head);
    while (this.waiting > 0 && this.acked[this.head] === 1) {
      this.head = (this.head + 1) % this.window;
      this.waiting--;
    }
  }
}
