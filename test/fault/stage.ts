import type { Instant } from '@haidang/domain';
import { startEmbedded } from '@haidang/store';
import {
  createTestDatabase,
  serverUrl,
  startPlatform,
  TEST_SERVERS,
  type RunningPlatform,
} from '@haidang/testkit';
import pg from 'pg';
import { registerTransits } from '../integration/road.js';

/** A whole platform with seals on transits under way, and a look into its database. */
export interface Stage {
  readonly platform: RunningPlatform;
  /** The test's own sessions; they live on when the platform dies. */
  readonly pool: pg.Pool;
  close(): Promise<void>;
}

/** A stage whose platform started its own PostgreSQL. */
export interface EmbeddedStage extends Stage {
  readonly databasePid: number;
}

/** A platform on its embedded PostgreSQL. The register is filled behind its back, so it is started twice. */
export async function openEmbeddedStage(seals: readonly string[], start: Instant): Promise<EmbeddedStage> {
  const platform = await startPlatform();
  const database = await startEmbedded({ dataDir: platform.dataDir });
  const pool = observer(database.url);
  const close = async () => {
    await pool.end();
    await platform.dispose();
  };
  try {
    await registerTransits(pool, seals, start);
    await platform.kill();
    await platform.restart();
    return { platform, pool, databasePid: database.pid, close };
  } catch (error) {
    await close();
    throw error;
  }
}

/** A platform on a database of its own in the PostgreSQL of the test run. */
export async function openStage(
  seals: readonly string[],
  start: Instant,
  env: Readonly<Record<string, string>> = {},
): Promise<Stage> {
  const database = await createTestDatabase(serverUrl(TEST_SERVERS[0])!);
  try {
    await registerTransits(database.pool, seals, start);
    const platform = await startPlatform({ env: { DATABASE_URL: database.url, ...env } });
    const close = async () => {
      await platform.dispose();
      await database.drop();
    };
    return { platform, pool: database.pool, close };
  } catch (error) {
    await database.drop();
    throw error;
  }
}

/** `VN000001` and so on. */
export function sealIds(count: number): string[] {
  return Array.from({ length: count }, (_, index) => `VN${String(index + 1).padStart(6, '0')}`);
}

/** A pool for the test's own questions. The server may go away under it. */
export function observer(url: string): pg.Pool {
  const pool = new pg.Pool({ connectionString: url, max: 2, application_name: 'test' });
  pool.on('error', () => undefined);
  return pool;
}

/** A metric of the platform's, summed over its labels. @param label only where one of them has this value */
export async function metric({ origin }: RunningPlatform, name: string, label = ''): Promise<number> {
  const answer = await fetch(`${origin}/metrics`, { signal: AbortSignal.timeout(5_000) });
  const lines = (await answer.text()).split('\n');
  return lines
    .filter((line) => line.startsWith(`${name} `) || line.startsWith(`${name}{`))
    .filter((line) => label === '' || line.includes(`="${label}"`))
    .reduce((sum, line) => sum + Number(line.slice(line.lastIndexOf(' ') + 1)), 0);
}

/** Resident memory of the platform in megabytes of 1,000,000 bytes. */
export async function residentMegabytes(platform: RunningPlatform): Promise<number> {
  return Math.round((await metric(platform, 'process_resident_memory_bytes')) / 1e6);
}

/** What /health/ready answers. */
export async function readiness({ origin }: RunningPlatform): Promise<number> {
  const answer = await fetch(`${origin}/health/ready`, { signal: AbortSignal.timeout(10_000) });
  await answer.body?.cancel();
  return answer.status;
}
