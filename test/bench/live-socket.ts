import {
  LIVE_NAMESPACE,
  SNAPSHOT_LIMIT,
  type ClientToServer,
  type ServerToClient,
  type Snapshot,
  type WatchRequest,
} from '@haidang/contract';
import { io, type Socket } from 'socket.io-client';

export type LiveSocket = Socket<ServerToClient, ClientToServer>;

/** An operator's live socket that looks at a view as the map does, and what it was shown first. @throws Error when it is refused */
export function lookAt(
  httpPort: number,
  token: string,
  { bbox, zoom }: Pick<WatchRequest, 'bbox' | 'zoom'>,
): Promise<{ socket: LiveSocket; first: Snapshot }> {
  const socket: LiveSocket = io(`http://127.0.0.1:${String(httpPort)}${LIVE_NAMESPACE}`, {
    transports: ['websocket'],
    forceNew: true,
    auth: { token },
  });
  socket.on('connect', () => socket.emit('watch', { bbox, zoom, filters: {}, clusterAbove: SNAPSHOT_LIMIT }));
  return new Promise((resolve, reject) => {
    socket.once('snapshot', (first) => resolve({ socket, first }));
    socket.once('connect_error', (error) => {
      socket.disconnect();
      reject(error);
    });
  });
}
