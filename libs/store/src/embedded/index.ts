import { execFile, spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import {
  chmodSync,
  chownSync,
  closeSync,
  existsSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { createServer } from 'node:net';
import { dirname, join, resolve } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { promisify } from 'node:util';
import pg from 'pg';
import { findBinaries, type Binaries } from './binaries.js';
import { findPostmaster, isAlive, removeStaleLock } from './postmaster.js';
import { runAs, type RunAs } from './run-as.js';

export interface EmbeddedOptions {
  /** Holds the cluster, its log and its password; made when missing. */
  readonly dataDir: string;
  /** The database to open, made when missing. */
  readonly database?: string;
  /** Where it listens on loopback when it has to be started; without one, on a free port. */
  readonly port?: number;
  /** How long the server may take to accept connections; crash recovery counts. */
  readonly startTimeoutMs?: number;
}

export interface EmbeddedServer {
  readonly url: string;
  readonly pid: number;
  /** True when the server was left behind by an earlier process and was taken over. */
  readonly adopted: boolean;
  /** Fast shutdown: sessions are ended, everything committed is on disk. */
  stop(): Promise<void>;
}

const USER = 'haidang';

/**
 * Starts the PostgreSQL of the data folder, or takes over the one that still runs on it (the platform was killed, the
 * server lives on). It listens on loopback only, on a free port, with a password made at the first start.
 * The server is a process group of its own: a Ctrl-C in the terminal reaches the platform, which then stops it in order.
 */
export async function startEmbedded(options: EmbeddedOptions): Promise<EmbeddedServer> {
  const home = resolve(options.dataDir);
  const folder = join(home, 'postgres');
  mkdirSync(home, { recursive: true });
  const binaries = await findBinaries();
  const identity = runAs(folder, [home, dirname(binaries.postgres)]);
  if (!existsSync(join(folder, 'PG_VERSION'))) await initialise(home, folder, binaries, identity);
  const password = readPassword(home);

  const running = findPostmaster(folder);
  const { pid, port } =
    running ?? (await launch(home, folder, binaries, identity, options.port ?? (await freePort())));
  const urlOf = (database: string) => `postgres://${USER}:${password}@127.0.0.1:${port}/${database}`;
  const logFile = join(home, 'postgres.log');
  await untilReady(urlOf('postgres'), pid, logFile, options.startTimeoutMs ?? 120_000);
  const database = options.database ?? 'haidang';
  await ensureDatabase(urlOf('postgres'), database);
  return { url: urlOf(database), pid, adopted: running !== undefined, stop: () => stop(pid) };
}

function readPassword(home: string): string {
  try {
    return readFileSync(join(home, 'postgres.password'), 'utf8').trim();
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EACCES') throw error;
    throw new Error(`${home} belongs to another user: start as that one, or name another DATA_DIR`, {
      cause: error,
    });
  }
}

/** Makes the cluster beside its place and moves it there when whole, so that a half-made one is never started. */
async function initialise(home: string, folder: string, binaries: Binaries, identity: RunAs): Promise<void> {
  if (existsSync(folder) && readdirSync(folder).length > 0)
    throw new Error(`${folder} holds something else than PostgreSQL's data: name another DATA_DIR`);
  const draft = `${folder}.new`;
  rmSync(draft, { recursive: true, force: true });
  mkdirSync(draft, { mode: 0o700 });
  const password = randomBytes(24).toString('hex');
  const passwordFile = join(home, 'postgres.password');
  writeFileSync(passwordFile, `${password}\n`, { mode: 0o600 });
  if (identity.owner !== undefined) {
    chownSync(draft, identity.owner.uid, identity.owner.gid);
    chownSync(passwordFile, identity.owner.uid, identity.owner.gid);
  }
  const args = [
    '-D',
    draft,
    '-U',
    USER,
    `--pwfile=${passwordFile}`,
    '--auth=scram-sha-256',
    '-E',
    'UTF8',
    '--locale=C',
  ];
  const [command, ...rest] = [...identity.prefix, binaries.initdb, ...args];
  await promisify(execFile)(command!, rest, { cwd: '/' });
  renameSync(draft, folder);
}

async function launch(home: string, folder: string, binaries: Binaries, identity: RunAs, port: number) {
  removeStaleLock(folder);
  const logFile = join(home, 'postgres.log');
  const settings = {
    port,
    listen_addresses: '127.0.0.1',
    unix_socket_directories: '',
    max_wal_size: '2GB',
    checkpoint_timeout: '15min',
    log_min_messages: 'warning',
  };
  const args = [
    '-D',
    folder,
    ...Object.entries(settings).flatMap(([key, value]) => ['-c', `${key}=${value}`]),
  ];
  const [command, ...rest] = [...identity.prefix, binaries.postgres, ...args];
  const log = openSync(logFile, 'a');
  chmodSync(logFile, 0o600);
  const child = spawn(command!, rest, { cwd: '/', detached: true, stdio: ['ignore', log, log] });
  closeSync(log);
  await new Promise<void>((started, failed) => child.once('spawn', started).once('error', failed));
  child.unref();
  return { pid: child.pid!, port };
}

async function untilReady(url: string, pid: number, logFile: string, timeoutMs: number): Promise<void> {
  for (const deadline = Date.now() + timeoutMs; ; await sleep(50)) {
    const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 5_000 });
    client.on('error', () => undefined);
    try {
      await client.connect();
      await client.end();
      return;
    } catch (error) {
      const lastWords = readFileSync(logFile, 'utf8').trimEnd().split('\n').slice(-3).join(' | ');
      if (!isAlive(pid)) throw new Error(`the embedded PostgreSQL ended: ${lastWords}`, { cause: error });
      if (Date.now() > deadline)
        throw new Error(`the embedded PostgreSQL did not answer: ${lastWords}`, { cause: error });
    }
  }
}

async function ensureDatabase(url: string, database: string): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    const found = await client.query('select 1 from pg_database where datname = $1', [database]);
    if (found.rowCount === 0) await client.query(`create database ${pg.escapeIdentifier(database)}`);
  } finally {
    await client.end();
  }
}

async function stop(pid: number): Promise<void> {
  if (!isAlive(pid)) return;
  process.kill(pid, 'SIGINT');
  for (const deadline = Date.now() + 30_000; isAlive(pid); await sleep(20)) {
    if (Date.now() > deadline) {
      process.kill(pid, 'SIGQUIT');
      return;
    }
  }
}

function freePort(): Promise<number> {
  return new Promise((found, failed) => {
    const server = createServer();
    server.once('error', failed);
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      server.close(() => found(typeof address === 'object' && address !== null ? address.port : 0));
    });
  });
}
