import { randomBytes } from 'node:crypto';
import { rmSync } from 'node:fs';
import { startEmbedded } from '@haidang/store';
import pg from 'pg';
import { passingFolder } from '../passing-folder.js';
import { serverUrl, TEST_SERVERS } from './servers.js';
import { templateName } from './template.js';

/**
 * Gives a run of tests its embedded PostgreSQL, unless TEST_DATABASE_URL names one.
 * Sets TEST_DATABASE_URL and HAIDANG_TEST_RUN for this process and those it starts.
 * @returns what ends it: the templates are dropped, the server stops, its folder goes
 */
export async function startRunServer(): Promise<() => Promise<void>> {
  const owner = process.env['HAIDANG_TEST_RUN'] === undefined;
  process.env['HAIDANG_TEST_RUN'] ??= randomBytes(4).toString('hex');
  const stopServer = serverUrl(TEST_SERVERS[0]) === undefined ? await startTemporary() : undefined;
  return async () => {
    if (owner) await dropTemplates(stopServer === undefined ? TEST_SERVERS : TEST_SERVERS.slice(1));
    await stopServer?.();
  };
}

async function startTemporary(): Promise<() => Promise<void>> {
  const folder = passingFolder('haidang-test-');
  const server = await startEmbedded({ dataDir: folder });
  // a run that dies without its teardown must not leave a server behind
  const onExit = () => {
    process.kill(server.pid, 'SIGQUIT');
    rmSync(folder, { recursive: true, force: true });
  };
  process.once('exit', onExit);
  await hurry(server.url);
  process.env['TEST_DATABASE_URL'] = server.url;
  return async () => {
    process.off('exit', onExit);
    delete process.env['TEST_DATABASE_URL'];
    await server.stop();
    rmSync(folder, { recursive: true, force: true });
  };
}

/**
 * Test databases are made and dropped by the dozen, and each drop waits for the disk. This server alone does without:
 * its data ends with the run. What a crash may lose is tested on servers that the platform itself starts.
 */
async function hurry(url: string): Promise<void> {
  const admin = new pg.Client({ connectionString: url });
  await admin.connect();
  await admin.query('alter system set fsync = off');
  await admin.query('select pg_reload_conf()').finally(() => admin.end());
}

async function dropTemplates(servers: readonly (typeof TEST_SERVERS)[number][]): Promise<void> {
  for (const url of servers.map(serverUrl)) {
    if (url === undefined) continue;
    const admin = new pg.Client({ connectionString: url });
    await admin.connect();
    await admin.query(`drop database if exists ${templateName()} with (force)`).finally(() => admin.end());
  }
}
