import { prepareStore, startEmbedded } from '@haidang/store';
import pg from 'pg';
import type { Config } from '../config/config.js';
import type { WithDatabase } from './command.js';

/** Opens the database for one task, beside a running platform or without one. An embedded server that was found running goes on running. */
export function databaseOf(config: Config): WithDatabase {
  return async (work) => {
    const embedded =
      config.databaseUrl === undefined ? await startEmbedded({ dataDir: config.dataDir }) : undefined;
    const url = config.databaseUrl ?? embedded!.url;
    const pool = new pg.Pool({
      connectionString: url,
      max: 4,
      application_name: 'haidang-cli',
      connectionTimeoutMillis: 10_000,
    });
    pool.on('error', () => undefined);
    try {
      await prepareStore(pool, { url, chunkHours: config.chunkHours, given: config.databaseLogins });
      return await work(pool);
    } finally {
      await pool.end();
      if (embedded?.adopted === false) await embedded.stop();
    }
  };
}
