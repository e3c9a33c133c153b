import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Role } from '@haidang/domain';
import { startEmbedded } from '@haidang/store';
import { freePort } from '../free-port.js';
import { passingFolder } from '../passing-folder.js';
import { waitFor } from '../wait-for.js';
import { NodeProcess } from './process.js';
import { signInAt, usualRole } from './signed-in.js';

const SCRIPT = fileURLToPath(new URL('../../../../apps/platform/dist/main.js', import.meta.url));

const CLI = fileURLToPath(new URL('../../../../apps/platform/dist/cli.js', import.meta.url));

export interface PlatformOptions {
  /** Added to the environment. Without DATABASE_URL the platform starts an embedded PostgreSQL of its own. */
  readonly env?: Readonly<Record<string, string | undefined>>;
  /** How long it may take to become ready. */
  readonly readyMs?: number;
  /** Its data may lie in memory: for tests that prove nothing of what is kept on the disk, nor how fast. */
  readonly passing?: boolean;
}

/** A whole platform as users run it: its own process, free ports, a data folder of its own. */
export interface RunningPlatform {
  /** `http://127.0.0.1:PORT` */
  readonly origin: string;
  readonly port: number;
  /** `mqtt://127.0.0.1:MQTT_PORT`, or the external broker's address. */
  readonly broker: string;
  readonly mqttPort: number;
  readonly dataDir: string;
  readonly pid: number;
  /** Runs an operator's task beside it, `npm run cli -- …`. @returns what it printed. @throws Error with what it said when it fails */
  cli(...args: readonly string[]): Promise<string>;
  /** What it printed since its last start. */
  readonly log: string;
  /** A token of somebody signed in, the shift supervisor of the centre unless told otherwise; the same one for the same role and organisation. */
  token(role?: Role, organisationId?: string): Promise<string>;
  /** A call below `/api/v1` as whom it is usually left to; with a body it posts. @throws Error with the problem's words when it is refused */
  call<T>(path: string, body?: object): Promise<T>;
  /** Graceful; answers the exit code. */
  stop(): Promise<number | null>;
  /** `kill -9`. An embedded PostgreSQL lives on until the next start or {@link dispose}. */
  kill(): Promise<void>;
  /** Starts it again on the same ports and data, after {@link stop} or {@link kill}. */
  restart(env?: Readonly<Record<string, string | undefined>>): Promise<void>;
  /** Ends everything and removes the data. Safe to call twice, and after a failure. */
  dispose(): Promise<void>;
}

/**
 * Starts the built platform and waits for /health/ready.
 * @throws Error with the platform's last lines when it ends or does not become ready
 */
export async function startPlatform({
  env = {},
  readyMs = 60_000,
  passing = false,
}: PlatformOptions = {}): Promise<RunningPlatform> {
  if (!existsSync(SCRIPT)) throw new Error('the platform is not built: run npm run build');
  const prefix = 'haidang-platform-';
  const dataDir = passing ? passingFolder(prefix) : mkdtempSync(path.join(tmpdir(), prefix));
  const port = env['PORT'] === undefined ? await freePort() : Number(env['PORT']);
  const mqttPort = await freePort();
  const origin = `http://127.0.0.1:${port}`;
  const settings = {
    PORT: String(port),
    MQTT_PORT: String(mqttPort),
    DATA_DIR: dataDir,
    HAIDANG_DEMO: '0',
    ...env,
  };
  const start = (more: Readonly<Record<string, string | undefined>> = {}) =>
    startReady({ ...settings, ...more }, origin, readyMs);

  let platform: NodeProcess;
  try {
    platform = await start();
  } catch (error) {
    await removeData(dataDir);
    throw error;
  }
  const tokens = new Map<string, Promise<string>>();
  const token = (role?: Role, organisationId?: string) => {
    const key = `${role} ${organisationId}`;
    const known = tokens.get(key);
    const given = known ?? signInAt({ databaseUrl: env['DATABASE_URL'], dataDir }, role, organisationId);
    tokens.set(key, given);
    return given;
  };
  return {
    origin,
    port,
    token,
    call: async (path, body) =>
      callApi(origin, await token(usualRole(body === undefined ? 'GET' : 'POST', path)), path, body),
    broker: env['MQTT_URL'] ?? `mqtt://127.0.0.1:${mqttPort}`,
    mqttPort,
    dataDir,
    get pid() {
      return platform.pid;
    },
    get log() {
      return platform.log;
    },
    cli: (...args) => runCli(args, settings),
    stop: () => platform.stop(),
    kill: () => platform.kill(),
    async restart(more) {
      if (platform.running) await platform.stop();
      platform = await start(more);
    },
    async dispose() {
      if (platform.running) await platform.stop().catch(() => undefined);
      await removeData(dataDir);
    },
  };
}

/** @throws Error with the problem's words when it is refused */
export async function callApi<T>(origin: string, token: string, path: string, body?: object): Promise<T> {
  const answer = await fetch(`${origin}/api/v1${path}`, {
    headers: { authorization: `Bearer ${token}`, ...(body && { 'content-type': 'application/json' }) },
    ...(body && { method: 'POST', body: JSON.stringify(body) }),
  });
  const text = await answer.text();
  if (!answer.ok) throw new Error(`${path}: ${answer.status} ${text}`);
  return (text === '' ? undefined : JSON.parse(text)) as T;
}

/** The secrets of the demo's seals and gates, by name. */
export function demoSecrets({ dataDir }: Pick<RunningPlatform, 'dataDir'>): Map<string, string> {
  const lines = readFileSync(path.join(dataDir, 'demo-devices.csv'), 'utf8').trim().split('\n').slice(1);
  return new Map(lines.map((line) => line.split(',')).map(([name, , secret]) => [name!, secret!]));
}

async function startReady(
  env: Readonly<Record<string, string | undefined>>,
  origin: string,
  readyMs: number,
): Promise<NodeProcess> {
  const platform = new NodeProcess({ script: SCRIPT, env });
  try {
    await waitFor(() => !platform.running || isReady(origin), readyMs, 'the readiness of the platform');
    if (!platform.running) throw new Error('the platform ended before it was ready');
    return platform;
  } catch (error) {
    if (platform.running) await platform.kill();
    throw new Error(`${(error as Error).message}; it said:\n${platform.lastLines(30)}`, { cause: error });
  }
}

async function runCli(
  args: readonly string[],
  env: Readonly<Record<string, string | undefined>>,
): Promise<string> {
  const task = new NodeProcess({ script: CLI, args, env });
  const { code } = await task.ended;
  if (code !== 0) throw new Error(task.log.trim());
  return task.log;
}

async function isReady(origin: string): Promise<boolean> {
  const answer = await fetch(`${origin}/health/ready`, { signal: AbortSignal.timeout(2_000) });
  await answer.body?.cancel();
  return answer.status === 200;
}

/** A killed platform leaves its PostgreSQL running: it is taken over, as the next start would, and stopped. */
async function removeData(dataDir: string): Promise<void> {
  if (existsSync(path.join(dataDir, 'postgres', 'postmaster.pid'))) {
    const server = await startEmbedded({ dataDir });
    await server.stop();
  }
  rmSync(dataDir, { recursive: true, force: true });
}
