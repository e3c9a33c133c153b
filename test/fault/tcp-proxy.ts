import { once } from 'node:events';
import { connect, createServer, type AddressInfo, type Server, type Socket } from 'node:net';

/** A line that can be cut: passes bytes between its own loopback port and another. */
export class TcpProxy {
  private readonly sockets = new Set<Socket>();
  private down = false;
  /** Connections cut so far. */
  cuts = 0;

  private constructor(
    private readonly server: Server,
    private readonly target: number,
  ) {
    server.on('connection', (socket: Socket) => this.connected(socket));
  }

  static async start(target: number): Promise<TcpProxy> {
    const server = createServer();
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    return new TcpProxy(server, target);
  }

  get port(): number {
    return (this.server.address() as AddressInfo).port;
  }

  /** Resets every connection at both ends, in the middle of whatever was on its way. */
  cut(): void {
    this.cuts += this.sockets.size / 2;
    for (const socket of this.sockets) {
      // the kernel does not reset what is being shut down in order, and Node would leave its handle open
      if (socket.writableEnded) socket.destroy();
      else socket.resetAndDestroy();
    }
  }

  /** Cuts, and refuses what would connect until {@link raise}. */
  lower(): void {
    this.down = true;
    this.cut();
  }

  raise(): void {
    this.down = false;
  }

  async close(): Promise<void> {
    this.lower();
    this.server.close();
    await once(this.server, 'close');
  }

  private connected(near: Socket): void {
    if (this.down) {
      near.destroy();
      return;
    }
    const far = connect({ host: '127.0.0.1', port: this.target });
    for (const [one, other] of [
      [near, far],
      [far, near],
    ] as const) {
      this.sockets.add(one);
      one.setNoDelay(true);
      one.on('error', () => undefined);
      one.once('close', () => {
        this.sockets.delete(one);
        other.destroy();
      });
      one.pipe(other);
    }
  }
}
