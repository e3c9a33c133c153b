import type { Writable } from 'node:stream';

/** A PUBACK [MQTT-3.1.1, 3.4]: packet type 4, two bytes that follow, the message's identifier. */
const TYPE_AND_LENGTH = 0x4002;
const BYTES = 4;

/** Writes the PUBACKs of one connection. Those that fall due together, as after a commit, leave as one piece. */
export class PubackWriter {
  private due: number[] = [];

  constructor(private readonly socket: Writable) {}

  write(messageId: number): void {
    if (this.due.push(messageId) === 1) process.nextTick(() => this.flush());
  }

  private flush(): void {
    const { due, socket } = this;
    this.due = [];
    if (!socket.writable) return; // the connection broke: the device sends again what was not acknowledged
    const packets = Buffer.allocUnsafe(due.length * BYTES);
    for (const [i, messageId] of due.entries()) {
      packets.writeUInt16BE(TYPE_AND_LENGTH, i * BYTES);
      packets.writeUInt16BE(messageId, i * BYTES + 2);
    }
    socket.write(packets);
  }
}
