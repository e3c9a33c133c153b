import type { Socket } from 'node:net';
import type { PacketSieve } from './packet-sieve.js';

const NOTHING = Buffer.alloc(0);

/** A subscriber that takes nothing for so long is cut: what is sent to it waits, and everybody's decisions behind it. */
export const DRAIN_TIMEOUT_MS = 10_000;

/**
 * Stands before a socket's `push`, by which it takes what has come, and before its `read`, by which aedes does, and gives aedes what its sieve leaves. It counts what is read since the last whole packet (aedes
 * itself would gather a packet of up to 256 MB in memory), and reads nothing while there is no room for it, or while the device
 * does not take its acknowledgements: then TCP holds the device back.
 */
export class BoundedSocket {
  private sinceLastPacket = 0;
  private waiting = false;
  /** Aedes is busy with what it was given: it must not find more before it is through. */
  private isGiven = false;
  /** Aedes has had all there was, and is through with it. */
  private isHungry = false;

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
    const mustWait = (): boolean => this.waitFor(room() ?? drained(socket));
    // the usual read is one message: it is taken as it comes, and the stream has nothing to keep for aedes
    const push = socket.push.bind(socket);
    socket.push = (chunk: Buffer | null, encoding?: BufferEncoding): boolean => {
      const isAlone = this.isHungry && !this.waiting && socket.readableLength === 0 && !socket.destroyed;
      const isTaken = isAlone && chunk !== null && sieve.isOnePublish(chunk) && !mustWait();
      return isTaken && sieve.sift(chunk) === undefined ? true : push(chunk, encoding);
    };
    const read = socket.read.bind(socket);
    socket.read = (size?: number): unknown => {
      this.isHungry = false;
      if (this.waiting || this.isGiven || socket.destroyed) return null;
      if (socket.readableLength === 0 && !sieve.hasRest) {
        this.isHungry = true;
        return read(size);
      }
      if (mustWait()) return null;
      const chunk = read(size) as Buffer | null;
      if (chunk === null && !sieve.hasRest) return null;
      const given = sieve.sift(chunk ?? NOTHING);
      if (given === undefined) {
        if (sieve.waitsForIdle) this.waitFor(idle());
        else this.isHungry = !sieve.hasRest;
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
