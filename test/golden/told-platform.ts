import type { Instant, Millis } from '@haidang/domain';
import {
  createTestDatabase,
  freePort,
  serverUrl,
  startPlatform,
  TEST_SERVERS,
  type RunningPlatform,
  type TestDatabase,
} from '@haidang/testkit';

/** A platform whose clock the test tells, its database's included. */
export interface ToldPlatform extends Pick<
  RunningPlatform,
  'origin' | 'broker' | 'call' | 'cli' | 'dataDir'
> {
  /** It becomes this time, and what is due until then is done on the way. */
  tell(time: Instant): Promise<void>;
  /** It is another time, and nothing has happened between. */
  jump(time: Instant): Promise<void>;
  dispose(): Promise<void>;
}

/** @param step what is asked more often than this is asked so often */
export async function startTold(time: Instant, step?: Millis): Promise<ToldPlatform> {
  const port = await freePort();
  const database = await createTestDatabase(serverUrl(TEST_SERVERS[0])!);
  await tellDatabase(database, time);
  const platform = await startPlatform({
    env: {
      HAIDANG_DEMO: '1',
      DATABASE_URL: database.url,
      HAIDANG_TOLD_TIME: String(time),
      HAIDANG_TOLD_PORT: String(port),
      ...(step !== undefined && { HAIDANG_TOLD_STEP: String(step) }),
      NODE_OPTIONS: `--import ${new URL('told-clock.mjs', import.meta.url).href}`,
    },
  });
  await tellFunctions(database);
  let told: string | undefined;
  const post = async (at: Instant, body: string): Promise<void> => {
    if (body === told) return;
    told = body;
    await database.pool.query('update told set at = $1', [new Date(at)]);
    const answer = await fetch(`http://127.0.0.1:${port}`, { method: 'POST', body });
    await answer.text();
  };
  return {
    origin: platform.origin,
    broker: platform.broker,
    call: platform.call,
    cli: async (...args) => {
      const said = await platform.cli(...args);
      await tellFunctions(database);
      return said;
    },
    dataDir: platform.dataDir,
    tell: (at) => post(at, String(at)),
    jump: (at) => post(at, `jump=${at}`),
    dispose: async () => {
      await platform.dispose();
      await database.drop();
    },
  };
}

/** The database writes down when people acted: its `clock_timestamp()` becomes one that finds the told time. */
async function tellDatabase({ pool, url }: TestDatabase, time: Instant): Promise<void> {
  const name = new URL(url).pathname.slice(1);
  await pool.query('create table told (at timestamptz not null)');
  await pool.query('insert into told values ($1)', [new Date(time)]);
  await pool.query(`create function public.clock_timestamp() returns timestamptz language sql volatile security definer
    as 'select at from public.told'`);
  await pool.query(`alter database ${name} set search_path = public, pg_catalog`);
}

/** Functions that act for the owner look where they were told to look when they were made, at the start: for the time, now also here first. */
async function tellFunctions({ pool }: TestDatabase): Promise<void> {
  // who starts on a database lets the roles call what it knows, and this is not among it
  await pool.query('grant execute on function public.clock_timestamp() to public');
  const { rows } = await pool.query<{ name: string }>(
    `select oid::regprocedure::text as name from pg_proc
     where pronamespace = 'public'::regnamespace and prosecdef and prosrc like '%clock_timestamp()%'`,
  );
  for (const { name } of rows)
    await pool.query(`alter function ${name} set search_path = public, pg_catalog, pg_temp`);
}
