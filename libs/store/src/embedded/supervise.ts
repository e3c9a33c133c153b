import { isAlive } from './postmaster.js';
import { takeOwnership } from './ownership.js';
import { startEmbedded, type EmbeddedOptions, type EmbeddedServer } from './index.js';

/** How often it is looked whether the server is still there, in milliseconds. */
const LOOK_MS = 500;

/** What a supervisor has to tell. */
export interface SupervisorEvents {
  /** The server had ended unasked and runs again, on its old port; it has recovered everything committed. */
  restarted(server: EmbeddedServer): void;
  /** It could not be started again this time (its old sessions may still be ending); it is tried again. */
  failed(error: Error): void;
}

/**
 * Starts the PostgreSQL of the data folder as {@link startEmbedded} does and keeps it: one that ends unasked (killed, out of memory)
 * is started again where it was, so that a pool only has to connect anew. One that was left behind is taken over; one that a living
 * process keeps is not: its database would be stopped under it.
 * @throws what `startEmbedded` throws, at the first start
 * @throws StoreError `data_in_use` when a living process keeps the server of this folder
 */
export async function superviseEmbedded(
  options: EmbeddedOptions,
  events: SupervisorEvents,
): Promise<EmbeddedServer> {
  let server = await startEmbedded(options);
  let release = await takeOwnership(server.url);
  const { url, pid, adopted } = server;
  let starting: Promise<void> | undefined;
  const look = () => {
    if (starting !== undefined || isAlive(server.pid)) return;
    starting = startEmbedded({ ...options, port: Number(new URL(url).port) })
      .then(async (again) => {
        server = again;
        release = await takeOwnership(again.url);
        events.restarted(again);
      })
      .catch(events.failed)
      .finally(() => (starting = undefined));
  };
  const timer = setInterval(look, LOOK_MS);
  const stop = async () => {
    clearInterval(timer);
    await starting;
    await release();
    await server.stop();
  };
  return { url, pid, adopted, stop };
}
