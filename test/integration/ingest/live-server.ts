import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { LiveGateway } from '../../../apps/platform/src/live/live.gateway.js';
import { Sessions } from '../../../apps/platform/src/identity/sessions.js';
import { LiveDoor } from '../../../apps/platform/src/live/live-door.js';
import type { LiveFeed, LiveSocket } from '../../../apps/platform/src/live/live-feed.js';
import { LIVE_NAMESPACE, type ClientToServer, type ServerToClient } from '@haidang/contract';
import { signInAs, waitFor } from '@haidang/testkit';
import { pino } from 'pino';
import { Server } from 'socket.io';
import { io, type Socket } from 'socket.io-client';
import type { Road } from '../road.js';

/** The live namespace on a loopback port, wired as Nest does it. */
export interface LiveServer {
  connect(): Promise<Operator>;
  close(): Promise<void>;
}

/** @param road whose database knows who is signed in */
export async function serveLive(
  feed: LiveFeed,
  { store, config, directory }: Pick<Road, 'store' | 'config' | 'directory'>,
): Promise<LiveServer> {
  const http = createServer();
  const server = new Server<ClientToServer, ServerToClient>(http);
  const namespace = server.of(LIVE_NAMESPACE);
  const sessions = new Sessions(store.as('identity'), config, pino({ level: 'silent' }));
  const gateway = new LiveGateway(feed, new LiveDoor(sessions, config));
  const token = await signInAs(store.pool);
  await directory.refreshOrganisations();
  gateway.afterInit(namespace);
  namespace.on('connection', (socket: LiveSocket) => {
    gateway.handleConnection(socket);
    socket.on('disconnect', () => gateway.handleDisconnect(socket));
  });
  await new Promise<void>((listening) => http.listen(0, '127.0.0.1', listening));
  const { port } = http.address() as AddressInfo;
  return {
    connect: () => Operator.connect(`http://127.0.0.1:${port}${LIVE_NAMESPACE}`, token),
    close: async () => {
      feed.stop();
      await server.close();
    },
  };
}

type Event = keyof ServerToClient;
type Payload<E extends Event> = Parameters<ServerToClient[E]>[0];

/** An operator's client that keeps what it hears. */
export class Operator {
  private readonly heard: { event: Event; payload: unknown }[] = [];

  private constructor(readonly socket: Socket<ServerToClient, ClientToServer>) {
    socket.onAny((event: Event, payload: unknown) => this.heard.push({ event, payload }));
  }

  static async connect(url: string, token: string): Promise<Operator> {
    const socket = io(url, { transports: ['websocket'], reconnection: false, auth: { token } });
    const operator = new Operator(socket);
    await waitFor(() => socket.connected, 5_000, 'the live connection');
    return operator;
  }

  all<E extends Event>(event: E): Payload<E>[] {
    return this.heard.filter((one) => one.event === event).map(({ payload }) => payload as Payload<E>);
  }

  /** Waits for a message of this kind that is so. */
  until<E extends Event>(event: E, isSo: (payload: Payload<E>) => boolean = () => true): Promise<Payload<E>> {
    return waitFor(() => this.all(event).find(isSo), 10_000, `${event} as wanted`);
  }

  /** Asks for a view and answers what the server sends for it. */
  async watch(
    bbox: [number, number, number, number],
    filters = {},
    clusterAbove?: number,
  ): Promise<Payload<'snapshot'>> {
    const before = this.all('snapshot').length;
    this.socket.emit('watch', { bbox, zoom: 8, filters, ...(clusterAbove && { clusterAbove }) });
    return await waitFor(() => this.all('snapshot')[before], 10_000, 'the snapshot');
  }
}
