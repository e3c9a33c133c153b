import { once } from 'node:events';
import { LIVE_NAMESPACE, SNAPSHOT_LIMIT, type ClientToServer, type ServerToClient } from '@haidang/contract';
import type { GeoPosition } from '@haidang/domain';
import { io, type Socket } from 'socket.io-client';
import { Histogram } from '../generator/histogram.js';
import { operatorToken } from '../operator.js';
import type { Platform } from '../platform.js';

/** Degrees about the place that the screen shows. */
const AROUND = 0.2;
const ZOOM = 11;

/** One operator who looks so near that every seal has a mark of its own; how long each position was on its way to that screen. */
export class StreetWatch {
  readonly latency = new Histogram();

  private constructor(
    private readonly socket: Socket<ServerToClient, ClientToServer>,
    /** Seals in view at the beginning. */
    readonly total: number,
  ) {
    // a fix is of the moment it is sent, by the clock of this machine
    socket.on('positions', ({ positions }) => {
      const now = Date.now();
      for (const { time } of positions) this.latency.record(Math.max(0, now - Date.parse(time)));
    });
  }

  static async open({ httpPort, database }: Platform, [lon, lat]: GeoPosition): Promise<StreetWatch> {
    const socket: Socket<ServerToClient, ClientToServer> = io(
      `http://127.0.0.1:${String(httpPort)}${LIVE_NAMESPACE}`,
      { transports: ['websocket'], forceNew: true, auth: { token: await operatorToken(database) } },
    );
    const bbox: [number, number, number, number] = [lon - AROUND, lat - AROUND, lon + AROUND, lat + AROUND];
    socket.on('connect', () =>
      socket.emit('watch', { bbox, zoom: ZOOM, filters: {}, clusterAbove: SNAPSHOT_LIMIT }),
    );
    const [{ total, positions }] = (await once(
      socket as unknown as NodeJS.EventEmitter,
      'snapshot',
    )) as Parameters<ServerToClient['snapshot']>;
    if (positions.length < total) throw new Error(`${String(total)} seals in view are not told one by one`);
    return new StreetWatch(socket, total);
  }

  close(): void {
    this.socket.disconnect();
  }
}
