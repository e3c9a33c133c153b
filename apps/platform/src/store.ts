import { migrate, SeriesKeeper, superviseEmbedded, type EmbeddedServer } from '@haidang/store';
import pg from 'pg';
import type { Logger } from 'pino';
import type { Config } from './config/config.js';
import { withinTime } from './shut-down.js';

/** The store, open and at this code's schema. */
export interface OpenStore {
  readonly pool: pg.Pool;
  readonly keeper: SeriesKeeper;
  close(): Promise<void>;
}

/** Settings on which durability hangs: with one of them off, "committed" does not mean "on disk". */
const DURABILITY = ['fsync', 'full_page_writes', 'synchronous_commit'] as const;

const POOL_END_MS = 3_000;

/**
 * Opens DATABASE_URL, or the embedded PostgreSQL of DATA_DIR, and brings it to this code's schema.
 * @throws StoreError, or what the server says, before anything else of the platform is started
 */
export async function openStore(config: Config, logger: Logger): Promise<OpenStore> {
  const embedded = config.databaseUrl === undefined ? await embeddedServer(config, logger) : undefined;
  const pool = new pg.Pool({
    connectionString: config.databaseUrl ?? embedded!.url,
    // one of them hears the ends of sessions
    max: config.lanes + 9,
    application_name: 'haidang',
    connectionTimeoutMillis: 10_000,
    keepAlive: true,
  });
  pool.on('error', (error) => logger.warn({ err: error }, 'an idle database connection broke'));
  // one that breaks in use tells its query; but it emits too, and an event that nobody hears would end the process
  pool.on('connect', (client) => client.on('error', () => undefined));
  const close = async () => {
    // waits for the queries under way, which a database that stands still never ends
    if (!(await withinTime(POOL_END_MS, pool.end()))) logger.warn('the database connections do not end');
    await embedded?.stop();
  };
  try {
    const kind = await migrate(pool, { chunkHours: config.chunkHours });
    const keeper = new SeriesKeeper(pool, kind, config);
    logger.info({ store: kind, ...(await durability(pool)) }, 'store open');
    return { pool, keeper, close };
  } catch (error) {
    await close();
    throw error;
  }
}

async function embeddedServer(config: Config, logger: Logger): Promise<EmbeddedServer> {
  const server = await superviseEmbedded(
    { dataDir: config.dataDir },
    {
      restarted: ({ pid }) => logger.warn({ pid }, 'embedded PostgreSQL had ended and runs again'),
      failed: (error) =>
        logger.error({ err: error }, 'embedded PostgreSQL has ended and does not start; trying again'),
    },
  );
  logger.info({ pid: server.pid, adopted: server.adopted }, 'embedded PostgreSQL runs');
  return server;
}

async function durability(pool: pg.Pool): Promise<Record<string, string>> {
  const { rows } = await pool.query<Record<string, string>>(
    `select ${DURABILITY.map((name) => `current_setting('${name}') as ${name}`).join(', ')}`,
  );
  return rows[0]!;
}
