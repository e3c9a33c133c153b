import { createServer, type Server, type Socket } from 'node:net';
import { createServer as createTlsServer, type Server as TlsServer } from 'node:tls';
import type { Logger } from 'pino';
import type { Metrics } from '../metrics/metrics.js';
import type { TlsFiles } from '../tls/tls-files.js';
import { Crowd, type CrowdLimits } from './crowd.js';

const HANDSHAKE_TIMEOUT_MS = 10_000;
/**
 * Who finds no room is left standing so long before he is shut out, unread: one who is shut out at once comes back at once, and to open a connection costs
 * more than to hold one. How long is drawn for each: thousands who came together do not come back together.
 */
const HELD_MS = { least: 5_000, most: 15_000 };
/** So many are held; the next are shut out at once. */
const MOST_HELD = 5_000;

export interface DoorOptions {
  readonly host: string;
  /** Plain MQTT; undefined: closed. */
  readonly port: number | undefined;
  /** MQTT over TLS. */
  readonly secure?: { readonly port: number; readonly files: TlsFiles } | undefined;
  readonly crowd: CrowdLimits;
}

interface Door {
  readonly server: Server;
  readonly variable: string;
  readonly port: number;
}

/** The ports of the embedded broker, and how many may stand before and behind them. */
export class Doors {
  private readonly doors: Door[] = [];
  private readonly crowd: Crowd;
  /** Connections that are counted and not known yet, by both their ends: a TLS socket is another object than the one it runs over. */
  private readonly strangers = new Set<string>();
  private readonly held = new Set<Socket>();

  /** @param came told of each connection that is let in, after its handshake */
  constructor(
    private readonly options: DoorOptions,
    private readonly came: (socket: Socket) => void,
    private readonly metrics: Metrics,
    private readonly logger: Logger,
  ) {
    this.crowd = new Crowd(options.crowd);
  }

  /** @throws Error with one line fit for the operator when a port is taken */
  async open(): Promise<void> {
    const { port, secure, host } = this.options;
    if (port !== undefined)
      this.doors.push({ server: this.serverFor(this.came), variable: 'MQTT_PORT', port });
    if (secure !== undefined) {
      const tls = this.tlsServer(secure.files);
      const server = this.serverFor((socket) => tls.emit('connection', socket));
      this.doors.push({ server, variable: 'MQTTS_PORT', port: secure.port });
    }
    for (const door of this.doors) await listen(door, host);
  }

  /** Nobody comes in any more; who is in may stay. */
  close(): void {
    for (const { server } of this.doors) server.close();
    for (const socket of this.held) socket.destroy();
  }

  areOpen(): boolean {
    return this.doors.length > 0 && this.doors.every(({ server }) => server.listening);
  }

  /** A stranger has proven who he is. */
  known(socket: Socket, address: string): void {
    if (this.strangers.delete(keyOf(socket))) this.crowd.known(address);
  }

  /** A device without a certificate is asked for its secret; one with a certificate that is not of our authority is refused by name. */
  private tlsServer(files: TlsFiles): TlsServer {
    const options = {
      requestCert: files.hasClientAuthority,
      rejectUnauthorized: false,
      handshakeTimeout: HANDSHAKE_TIMEOUT_MS,
    };
    const server = createTlsServer({ ...files.context, ...options }, this.came);
    files.onChange((context) => server.setSecureContext(context));
    server.on('tlsClientError', (error) => {
      this.metrics.mqttRefused.inc({ why: 'handshake' });
      this.logger.debug({ err: error }, 'a TLS handshake failed');
    });
    return server;
  }

  /** Counts connections from their first packet of TCP on: before the handshake, which costs more than anything after it. */
  private serverFor(next: (socket: Socket) => void): Server {
    return createServer((socket) => {
      const address = socket.remoteAddress ?? '?';
      const refusal = this.crowd.enter(address);
      if (refusal !== undefined) {
        this.metrics.mqttRefused.inc({ why: refusal });
        this.shutOut(socket);
        return;
      }
      const key = keyOf(socket);
      this.strangers.add(key);
      socket.once('close', () => this.crowd.leave(address, this.strangers.delete(key)));
      next(socket);
    });
  }

  private shutOut(socket: Socket): void {
    if (this.held.size >= MOST_HELD) {
      socket.destroy();
      return;
    }
    this.held.add(socket);
    socket.pause().on('error', () => undefined);
    const drawn = HELD_MS.least + Math.random() * (HELD_MS.most - HELD_MS.least);
    const end = setTimeout(() => socket.destroy(), drawn);
    socket.once('close', () => {
      clearTimeout(end);
      this.held.delete(socket);
    });
  }
}

function keyOf({ remoteAddress, remotePort, localPort }: Socket): string {
  return `${remoteAddress} ${remotePort} ${localPort}`;
}

function listen({ server, variable, port }: Door, host: string): Promise<void> {
  return new Promise((listening, failed) => {
    server.once('error', (error: NodeJS.ErrnoException) => {
      failed(error.code === 'EADDRINUSE' ? new Error(`${variable}=${port}: the port is taken`) : error);
    });
    server.listen({ host, port }, listening);
  });
}
