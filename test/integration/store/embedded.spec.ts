import { execFileSync, spawn, spawnSync } from 'node:child_process';
import {
  chmodSync,
  chownSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { startEmbedded, superviseEmbedded } from '@haidang/store';
import { describeNeeding, failOnLeaks, serverUrl, TEST_SERVERS, waitFor } from '@haidang/testkit';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { CHILD_SCRIPT, EmbeddedChild } from './embedded-child.js';

failOnLeaks();

const isRoot = process.getuid?.() === 0;
const quiet = { restarted: () => undefined, failed: () => undefined };

describe('the embedded PostgreSQL of a folder', () => {
  let home: string;
  const lockFile = () => path.join(home, 'postgres', 'postmaster.pid');
  beforeAll(() => {
    home = mkdtempSync(path.join(tmpdir(), 'haidang-embedded-'));
  });
  afterAll(() => rmSync(home, { recursive: true, force: true }));

  it('starts first on a folder where a half-made cluster lies', async () => {
    mkdirSync(path.join(home, 'postgres.new'));
    writeFileSync(path.join(home, 'postgres.new', 'PG_VERSION'), '18');
    const server = await startEmbedded({ dataDir: home });
    expect(server.adopted).toBe(false);
    expect(statSync(path.join(home, 'postgres.password')).mode & 0o777).toBe(0o600);
    expect(existsSync(path.join(home, 'postgres.new'))).toBe(false);
    await ask(server.url, 'create table kept (n integer)');
    await ask(server.url, 'insert into kept values (1)');
    expect(await ask(server.url, `select setting from pg_settings where name = 'listen_addresses'`)).toBe(
      '127.0.0.1',
    );
    const before = performance.now();
    await server.stop();
    expect(performance.now() - before).toBeLessThan(10_000);
    expect(isAlive(server.pid)).toBe(false);
  });

  it('starts again on its data', async () => {
    const server = await startEmbedded({ dataDir: home });
    expect(server.adopted).toBe(false);
    expect(await ask(server.url, 'select n from kept')).toBe(1);
    await server.stop();
  });

  it('lives on when its starter is killed, and is adopted by the next', async () => {
    const starter = await EmbeddedChild.start(home);
    await starter.end('SIGKILL');
    expect(isAlive(starter.said.pid)).toBe(true);
    const server = await superviseEmbedded({ dataDir: home }, quiet);
    expect(server).toMatchObject({ pid: starter.said.pid, adopted: true });
    expect(await ask(server.url, 'select n from kept')).toBe(1);
    await server.stop();
    expect(isAlive(server.pid)).toBe(false);
  });

  it('is not taken from a process that lives, and goes on for that one', async () => {
    const keeper = await EmbeddedChild.start(home);
    await expect(superviseEmbedded({ dataDir: home }, quiet)).rejects.toMatchObject({
      code: 'data_in_use',
      message: 'another Haidang works on this DATA_DIR: stop it, or name another one',
    });
    expect(await ask(keeper.said.url, 'select n from kept')).toBe(1);
    await keeper.end('SIGTERM');
    expect(isAlive(keeper.said.pid)).toBe(false);
  });

  it('is not reached by the Ctrl-C that ends its starter’s process group', async () => {
    const starter = await EmbeddedChild.start(home);
    await starter.end('SIGINT', 'its group');
    expect(isAlive(starter.said.pid)).toBe(true);
    const server = await startEmbedded({ dataDir: home });
    expect(server.adopted).toBe(true);
    await server.stop();
  });

  it('starts and recovers after it was itself killed: the pid in its file is of nobody', async () => {
    const server = await startEmbedded({ dataDir: home });
    await ask(server.url, 'insert into kept values (2)');
    process.kill(server.pid, 'SIGKILL');
    await waitFor(() => !isAlive(server.pid));
    expect(existsSync(lockFile())).toBe(true);
    // its sessions may still be ending: the start is tried again, as the supervisor does
    const again = await waitFor(() => startEmbedded({ dataDir: home }), 20_000, 'the start');
    expect(again.adopted).toBe(false);
    expect(await ask(again.url, 'select max(n) from kept')).toBe(2);
    await again.stop();
  });

  it('starts although another program of its user got the pid in its file', async () => {
    const { uid, gid } = statSync(path.join(home, 'postgres'));
    const stranger = spawn('sleep', ['60'], { uid, gid, cwd: '/', stdio: 'ignore' });
    try {
      writeLock(stranger.pid!);
      const server = await startEmbedded({ dataDir: home });
      expect(server.adopted).toBe(false);
      expect(await ask(server.url, 'select max(n) from kept')).toBe(2);
      await server.stop();
    } finally {
      stranger.kill();
    }
  });

  it('does not take another folder’s PostgreSQL for its own', async () => {
    const other = (await ask(serverUrl(TEST_SERVERS[0])!, `select pg_read_file('postmaster.pid')`)) as string;
    writeLock(Number(other.split('\n')[0]));
    const server = await startEmbedded({ dataDir: home });
    expect(server.adopted).toBe(false);
    expect(await ask(server.url, 'select max(n) from kept')).toBe(2);
    await server.stop();
  });

  it('does not touch a folder that holds something else', async () => {
    const foreign = mkdtempSync(path.join(tmpdir(), 'haidang-foreign-'));
    mkdirSync(path.join(foreign, 'postgres'));
    writeFileSync(path.join(foreign, 'postgres', 'letters.txt'), 'dear');
    await expect(startEmbedded({ dataDir: foreign })).rejects.toThrow(
      /holds something else than PostgreSQL's data: name another DATA_DIR$/,
    );
    expect(readFileSync(path.join(foreign, 'postgres', 'letters.txt'), 'utf8')).toBe('dear');
    rmSync(foreign, { recursive: true });
  });

  /** A `postmaster.pid` as PostgreSQL leaves it, of this pid. */
  function writeLock(pid: number): void {
    const folder = path.join(home, 'postgres');
    const { uid, gid } = statSync(folder);
    writeFileSync(lockFile(), [pid, folder, 1_700_000_000, 1, '', '127.0.0.1', '', 'ready', ''].join('\n'));
    chownSync(lockFile(), uid, gid);
    chmodSync(lockFile(), 0o600);
  }
});

const NOBODY = ['setpriv', '--reuid=nobody', '--regid=nogroup', '--clear-groups'];

describeNeeding(whyNotAsNobody(), 'an ordinary user', () => {
  let home: string;
  beforeAll(() => {
    home = mkdtempSync(path.join(tmpdir(), 'haidang-nobody-'));
  });
  afterAll(() => rmSync(home, { recursive: true, force: true }));

  it('runs it as himself, and root adopts it', async () => {
    const [uid, gid] = ['-u', '-g'].map((flag) =>
      Number(execFileSync('id', [flag, 'nobody'], { encoding: 'utf8' })),
    );
    chownSync(home, uid!, gid!);
    const starter = await EmbeddedChild.start(home, NOBODY);
    expect(starter.said).toMatchObject({ adopted: false });
    expect(statSync(`/proc/${starter.said.pid}`).uid).toBe(uid);
    await starter.end('SIGKILL');
    const server = await startEmbedded({ dataDir: home });
    expect(server).toMatchObject({ pid: starter.said.pid, adopted: true });
    await server.stop();
    const again = await EmbeddedChild.start(home, NOBODY);
    expect(again.said).toMatchObject({ adopted: false });
    await again.end('SIGTERM');
    expect(isAlive(again.said.pid)).toBe(false);
  });

  it('is told when the folder is another’s', async () => {
    const password = path.join(home, 'postgres.password');
    chownSync(password, 0, 0);
    const { said } = await EmbeddedChild.start(home, NOBODY);
    expect(said.error).toBe(`${home} belongs to another user: start as that one, or name another DATA_DIR`);
  });
});

function whyNotAsNobody(): string | undefined {
  if (!isRoot) return 'only root can start a program as another user';
  const [command, ...rest] = NOBODY;
  const { status } = spawnSync(command!, [...rest, process.execPath, '--check', CHILD_SCRIPT]);
  return status === 0 ? undefined : 'the user nobody cannot read this clone or run this Node.js';
}

/** The first column of the first row. */
async function ask(url: string, query: string): Promise<unknown> {
  const client = new pg.Client({ connectionString: url });
  client.on('error', () => undefined);
  await client.connect();
  try {
    const { rows } = await client.query<unknown[]>({ text: query, rowMode: 'array' });
    return rows[0]?.[0];
  } finally {
    await client.end();
  }
}

function isAlive(pid: number): boolean {
  try {
    return !/\) Z /.test(readFileSync(`/proc/${pid}/stat`, 'utf8'));
  } catch {
    return false;
  }
}
