import { spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import {
  closeSync,
  existsSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import path from 'node:path';
import pg from 'pg';
import { freePort } from './free-port.mjs';
import { run } from './run-command.mjs';
import { timescaleImage } from './timescale-image.mjs';

const POSTGRES = '/usr/lib/postgresql/17/bin';
/** Clusters live inside the image, one a run. */
const CLUSTERS = 'srv/haidang';
const USER = 'haidang';
/** What is mounted after this is seen by nobody else, and goes with the last process that sees it. */
const PRIVATE_MOUNTS = ['unshare', '--mount', '--propagation', 'private'];
/** A cluster takes 130 MB; the rest is for those who work on it. */
const ENOUGH_MEMORY = 4 * 1024 ** 3;

/**
 * Gives the tests a TimescaleDB: the one TEST_TIMESCALE_URL names; else, with CI=true or TEST_TIMESCALE=auto, one
 * brought up here; else none. Sets TEST_TIMESCALE_URL for this process and those it starts.
 * @returns {Promise<{ says: string, missing: boolean, stop: () => Promise<void> }>} `says`: one line on what there is
 */
export async function prepareTimescale() {
  const nothing = async () => undefined;
  if (process.env['TEST_TIMESCALE_URL']) {
    return { says: 'the server that TEST_TIMESCALE_URL names', missing: false, stop: nothing };
  }
  if (process.env['CI'] !== 'true' && process.env['TEST_TIMESCALE'] !== 'auto') {
    const how =
      'set TEST_TIMESCALE_URL to one, or TEST_TIMESCALE=auto to bring one up (root, Debian, 700 MB)';
    return { says: `none; its tests are skipped: ${how}`, missing: true, stop: nothing };
  }
  const image = await timescaleImage();
  if ('missing' in image) return { says: `none: ${image.missing}`, missing: true, stop: nothing };
  if (process.getuid?.() !== 0)
    return { says: 'none: starting it takes root (chroot)', missing: true, stop: nothing };
  const cluster = await startCluster(image.folder);
  process.env['TEST_TIMESCALE_URL'] = cluster.url;
  const stop = async () => {
    delete process.env['TEST_TIMESCALE_URL'];
    await cluster.stop();
  };
  return { says: `brought up from ${image.folder}, process ${cluster.pid}`, missing: false, stop };
}

async function startCluster(image) {
  removeAbandoned(image);
  const name = `${process.pid}-${randomBytes(4).toString('hex')}`;
  const home = path.join(image, CLUSTERS, name);
  const inside = `/${CLUSTERS}/${name}`;
  const data = path.join(home, 'data');
  const password = randomBytes(16).toString('hex');
  mkdirSync(data, { recursive: true });
  writeFileSync(path.join(home, 'password'), `${password}\n`);
  const inMemory = await canMount(data);
  const port = await freePort();
  const log = openSync(path.join(home, 'log'), 'a');
  const settings = {
    port,
    listen_addresses: '127.0.0.1',
    unix_socket_directories: '',
    shared_preload_libraries: 'timescaledb',
    'timescaledb.telemetry_level': 'off',
    dynamic_shared_memory_type: 'mmap',
    max_connections: 200,
    // its data ends with the run
    fsync: 'off',
  };
  const flags = Object.entries(settings).flatMap(([key, value]) => ['-c', `${key}=${value}`]);
  const cluster = [`--pgdata=${inside}/data`, `--username=${USER}`, `--pwfile=${inside}/password`];
  const chroot = ['chroot', image];
  const steps = [
    ...(inMemory ? [['mount', '-t', 'tmpfs', 'haidang', data]] : []),
    [...chroot, 'chown', '-R', 'postgres:postgres', inside],
    [
      ...[...chroot, ...asPostgres(), `${POSTGRES}/initdb`, ...cluster],
      ...['--no-sync', '--auth=scram-sha-256', '--encoding=UTF8', '--locale=C'],
    ],
    // the server gets its fast shutdown when this process dies, however it dies
    [
      ...['exec', ...chroot, ...asPostgres('--pdeathsig=INT'), `${POSTGRES}/postgres`],
      ...['-D', `${inside}/data`, ...flags],
    ],
  ];
  const script = steps.map((words) => words.map(quoted).join(' ')).join(' && ');
  const shell = [...(inMemory ? PRIVATE_MOUNTS : []), 'sh', '-c', script];
  const server = spawn(shell[0], shell.slice(1), {
    env: { LC_ALL: 'C', PATH: '/usr/sbin:/usr/bin:/sbin:/bin' },
    stdio: ['ignore', log, log],
    detached: true,
  });
  closeSync(log);
  const ended = new Promise((resolve) => server.once('exit', resolve));
  const onExit = () => server.kill('SIGINT');
  process.once('exit', onExit);

  const stop = async () => {
    process.off('exit', onExit);
    server.kill('SIGINT');
    await ended;
    rmSync(home, { recursive: true, force: true });
  };
  const url = `postgres://${USER}:${password}@127.0.0.1:${port}/postgres`;
  try {
    await untilReady(url, server);
  } catch (error) {
    const lastWords = readFileSync(path.join(home, 'log'), 'utf8').trim().split('\n').slice(-5).join(' | ');
    await stop();
    throw new Error(`TimescaleDB did not start: ${lastWords}`, { cause: error });
  }
  return { url, pid: server.pid, stop };
}

/** PostgreSQL does not run as root. @param {...string} more further options of setpriv */
function asPostgres(...more) {
  return ['setpriv', '--reuid=postgres', '--regid=postgres', '--clear-groups', ...more];
}

/** Memory can be mounted, and there is enough: emptied tables are files by the thousand, which a disk is slow at. */
async function canMount(folder) {
  if (process.availableMemory() < ENOUGH_MEMORY) return false;
  const [command, ...args] = [...PRIVATE_MOUNTS, 'mount', '-t', 'tmpfs', 'haidang', folder];
  return (await run(command, args)).code === 0;
}

/** @param {string} word */
function quoted(word) {
  return `'${word.replaceAll("'", `'\\''`)}'`;
}

async function untilReady(url, server) {
  for (const deadline = Date.now() + 60_000; ; await new Promise((resolve) => setTimeout(resolve, 50))) {
    const client = new pg.Client({ connectionString: url });
    client.on('error', () => undefined);
    try {
      await client.connect();
      await client.end();
      return;
    } catch (error) {
      if (server.exitCode !== null || Date.now() > deadline) throw error;
    }
  }
}

/** Clusters of runs that were killed: their names begin with the process that made them. */
function removeAbandoned(image) {
  const folder = path.join(image, CLUSTERS);
  if (!existsSync(folder)) return;
  for (const name of readdirSync(folder)) {
    if (!existsSync(`/proc/${name.split('-')[0]}`))
      rmSync(path.join(folder, name), { recursive: true, force: true });
  }
}
