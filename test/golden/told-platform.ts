import type { Instant } from '@haidang/domain';
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
export interface ToldPlatform extends Pick<RunningPlatform, 'origin' | 'broker' | 'call' | 'dataDir'> {
  /** It becomes this time, and what is due until then is done on the way. */
  tell(time: Instant): Promise<void>;
  /** It is another time, and nothing has happened between. */
  jump(time: Instant): Promise<void>;
  dispose(): Promise<void>;
}

export async function startTold(time: Instant): Promise<ToldPlatform> {
  const port = await freePort();
  const database = await createTestDatabase(serverUrl(TEST_SERVERS[0])!);
  await tellDatabase(database, time);
  const platform = await startPlatform({
    env: {
      HAIDANG_DEMO: '1',
      DATABASE_URL: database.url,
      HAIDANG_TOLD_TIME: String(time),
      HAIDANG_TOLD_PORT: String(port),
      NODE_OPTIONS: `--import ${new URL('told-clock.mjs', import.meta.url).href}`,
    },
  });
  const post = async (at: Instant, body: string): Promise<void> => {
    await database.pool.query('update told set at = $1', [new Date(at)]);
    const answer = await fetch(`http://127.0.0.1:${port}`, { method: 'POST', body });
    await answer.text();
  };
  return {
    origin: platform.origin,
    broker: platform.broker,
    call: platform.call,
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
  await pool.query(`create function public.clock_timestamp() returns timestamptz language sql volatile
    as 'select at from public.told'`);
  await pool.query(`alter database ${name} set search_path = public, pg_catalog`);
}
