import {
  prepareStore,
  ScopedPool,
  SeriesKeeper,
  superviseEmbedded,
  type EmbeddedServer,
} from '@haidang/store';
import pg from 'pg';
import type { Logger } from 'pino';
import type { Config } from './config/config.js';
import { actorNow } from './identity/acting.js';
import { withinTime } from './shut-down.js';

/** The store, open and at this code's schema: a pool for each of the platform's roles at the database (libs/store/src/access). */
export interface OpenStore {
  readonly pools: Pools;
  readonly keeper: SeriesKeeper;
  close(): Promise<void>;
}

/** Settings on which durability hangs: with one of them off, "committed" does not mean "on disk". */
const DURABILITY = ['fsync', 'full_page_writes', 'synchronous_commit'] as const;

const POOL_END_MS = 3_000;

export interface Pools {
  /** In nobody's name: the road and all that follows from it. */
  readonly road: pg.Pool;
  /** In somebody's: what people ask for. */
  readonly serving: ScopedPool;
  /** Who people and devices are. */
  readonly identity: pg.Pool;
}

/** The owner keeps partitions and chunks, one task at a time, and is there for the start. */
const OWNER_CONNECTIONS = 3;
const SERVING_CONNECTIONS = 8;
/** One of them hears the ends of sessions. */
const IDENTITY_CONNECTIONS = 5;

/**
 * Opens DATABASE_URL, or the embedded PostgreSQL of DATA_DIR, and brings it to this code's schema.
 * @throws StoreError, or what the server says, before anything else of the platform is started
 */
export async function openStore(config: Config, logger: Logger): Promise<OpenStore> {
  const embedded = config.databaseUrl === undefined ? await embeddedServer(config, logger) : undefined;
  const url = config.databaseUrl ?? embedded!.url;
  const open: pg.Pool[] = [];
  const poolOf = (address: pg.PoolConfig, max: number) => {
    const pool = openPool(address, max, logger);
    open.push(pool);
    return pool;
  };
  const close = async () => {
    // waits for the queries under way, which a database that stands still never ends
    const ended = Promise.all(open.map((pool) => pool.end()));
    if (!(await withinTime(POOL_END_MS, ended))) logger.warn('the database connections do not end');
    await embedded?.stop();
  };
  try {
    const owner = poolOf({ connectionString: url }, OWNER_CONNECTIONS);
    const { kind, logins } = await prepareStore(owner, {
      url,
      chunkHours: config.chunkHours,
      given: config.databaseLogins,
    });
    const keeper = new SeriesKeeper(owner, kind, config);
    const pools = {
      road: poolOf(logins.ingest, config.lanes + 8),
      serving: new ScopedPool(poolOf(logins.serve, SERVING_CONNECTIONS), actorNow),
      identity: poolOf(logins.identity, IDENTITY_CONNECTIONS),
    };
    logger.info({ store: kind, ...(await durability(owner)) }, 'store open');
    return { pools, keeper, close };
  } catch (error) {
    await close();
    throw error;
  }
}

function openPool(address: pg.PoolConfig, max: number, logger: Logger): pg.Pool {
  const pool = new pg.Pool({
    ...address,
    max,
    // opening one takes tens of milliseconds, in which a commit may be waiting for it
    idleTimeoutMillis: 0,
    application_name: 'haidang',
    connectionTimeoutMillis: 10_000,
    keepAlive: true,
  });
  pool.on('error', (error) => logger.warn({ err: error }, 'an idle database connection broke'));
  // one that breaks in use tells its query; but it emits too, and an event that nobody hears would end the process
  pool.on('connect', (client) => client.on('error', () => undefined));
  return pool;
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
