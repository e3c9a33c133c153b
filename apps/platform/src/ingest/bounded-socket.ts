import type { Socket } from 'node:net';
import type { PacketSieve } from './packet-sieve.js';

const NOTHING = Buffer.alloc(0);

/** A subscriber that takes nothing for so long is cut: what is sent to it waits, and everybody's decisions behind it. */
export const DRAIN_TIMEOUT_MS = 10_000;

/**
 * Stands before a socket's `read`, by which aedes takes what has come, and gives it what its sieve leaves. It counts what is read since the last whole packet (aedes
 * itself would gather a packet of up to 256 MB in memory), and reads nothing while there is no room for it, or while the device
 * does not take its acknowledgements: then TCP holds the device back.
 */
export class BoundedSocket {
  private sinceLastPacket = 0;
  private waiting = false;
  /** Aedes is busy with what it was given: it must not find more before it is through. */
  private isGiven = false;

  /**
   * @param limit bytes of a packet; more grow with trust: a stranger has less
   * @param room when there is room for more; undefined: now
   * @param idle when all that was taken is acknowledged; undefined: it is
   */
  constructor(
    private readonly socket: Socket,
    public limit: number,
    room: () => Promise<void> | undefined,
    idle: () => Promise<void> | undefined,
    sieve: PacketSieve,
  ) {
    const read = socket.read.bind(socket);
    socket.read = (size?: number): unknown => {
      if (this.waiting || this.isGiven || socket.destroyed) return null;
      if (socket.readableLength === 0 && !sieve.hasRest) return read(size);
      if (this.waitFor(room() ?? drained(socket))) return null;
      const chunk = read(size) as Buffer | null;
      if (chunk === null && !sieve.hasRest) return null;
      const given = sieve.sift(chunk ?? NOTHING);
      if (given === undefined) {
        if (sieve.waitsForIdle) this.waitFor(idle());
        return null;
      }
      this.sinceLastPacket += given.length;
      if (this.sinceLastPacket > this.limit) {
        socket.destroy(new Error(`a packet of more than ${this.limit} bytes`));
        return null;
      }
      if (sieve.hasRest) this.goOnAfter();
      return given;
    };
  }

  packetRead(): void {
    this.sinceLastPacket = 0;
  }

  private waitFor(room: Promise<void> | undefined): boolean {
    if (room === undefined) return false;
    this.waiting = true;
    void room.then(() => {
      this.waiting = false;
      this.socket.emit('readable');
    });
    return true;
  }

  private goOnAfter(): void {
    this.isGiven = true;
    process.nextTick(() => {
      this.isGiven = false;
      this.socket.emit('readable');
    });
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
