import type { Socket } from 'node:net';

/** A subscriber that takes nothing for so long is cut: what is sent to it waits, and everybody's decisions behind it. */
export const DRAIN_TIMEOUT_MS = 10_000;

/**
 * Stands before a socket's `read`, by which aedes takes what has come. It counts what is read since the last whole packet (aedes
 * itself would gather a packet of up to 256 MB in memory), and reads nothing while there is no room for it, or while the device
 * does not take its acknowledgements: then TCP holds the device back.
 */
export class BoundedSocket {
  private sinceLastPacket = 0;
  private waiting = false;

  /**
   * @param limit bytes of a packet; more grow with trust: a stranger has less
   * @param room when there is room for more; undefined: now
   */
  constructor(
    socket: Socket,
    public limit: number,
    room: () => Promise<void> | undefined,
  ) {
    const read = socket.read.bind(socket);
    socket.read = (size?: number): unknown => {
      if (this.waiting || (socket.readableLength > 0 && this.mustWait(socket, room() ?? drained(socket))))
        return null;
      const chunk = read(size) as Buffer | null;
      if (chunk === null) return null;
      this.sinceLastPacket += chunk.length;
      if (this.sinceLastPacket <= this.limit) return chunk;
      socket.destroy(new Error(`a packet of more than ${this.limit} bytes`));
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
