import { startRunServer } from '@haidang/testkit/run-server';
import { prepareTimescale } from './timescale.mjs';

/** Vitest's global setup: the databases that this run lacks. `npm test` has started TimescaleDB before. */
export default async function setup(): Promise<() => Promise<void>> {
  const stopEmbedded = await startRunServer();
  const timescale = await prepareTimescale();
  return async () => {
    await stopEmbedded();
    await timescale.stop();
  };
}
