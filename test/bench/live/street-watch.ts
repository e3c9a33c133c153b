import type { GeoPosition } from '@haidang/domain';
import { Histogram } from '../generator/histogram.js';
import { lookAt, type LiveSocket } from '../live-socket.js';
import { operatorToken } from '../operator.js';
import type { Platform } from '../platform.js';

/** Degrees about the place that the screen shows. */
const AROUND = 0.2;
const ZOOM = 11;

/** One operator who looks so near that every seal has a mark of its own; how long each position was on its way to that screen. */
export class StreetWatch {
  readonly latency = new Histogram();

  private constructor(
    private readonly socket: LiveSocket,
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
    const bbox: [number, number, number, number] = [lon - AROUND, lat - AROUND, lon + AROUND, lat + AROUND];
    const token = await operatorToken(database);
    const { socket, first } = await lookAt(httpPort, token, { bbox, zoom: ZOOM });
    if (first.positions.length < first.total)
      throw new Error(`${String(first.total)} seals in view are not told one by one`);
    return new StreetWatch(socket, first.total);
  }

  close(): void {
    this.socket.disconnect();
  }
}
