import { once } from 'node:events';
import { mkdtempSync, readFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { Contestant } from './contestants.js';
import type { Database, Stage } from './stage.js';

const ROOT = fileURLToPath(new URL('../../../', import.meta.url));
/** What `npm run serve` gives to Node. */
const SERVE = servedBy(JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')) as Manifest);
/** Milliseconds until it must be ready; it may have 100,000 seals to read. */
const START = 120_000;
/** Clock ticks a second in /proc (USER_HZ, 100 on every Linux of today). */
const TICKS = 100;
/** Characters of its output kept, to show when it fails. */
const TAIL = 4_000;

/** The platform as `npm run serve` starts it, in a process of its own. */
export class Platform extends Contestant {
  constructor(
    private readonly process: { readonly child: Contestant['child']; readonly output: () => string },
    mqttPort: number,
    readonly httpPort: number,
    readonly database: Database,
  ) {
    super('the platform', process.child, mqttPort, { database, table: 'fixes' });
  }

  /** The end of what it wrote. */
  get output(): string {
    return this.process.output();
  }

  /** Seconds of processor time it used until now, all threads. */
  cpu(): number {
    const stat = this.proc('stat');
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    return (Number(fields[11]) + Number(fields[12])) / TICKS;
  }

  /** The most memory it ever held, in megabytes of 1,000,000 bytes. */
  peakMemory(): number {
    const kib = /^VmHWM:\s+(\d+) kB$/m.exec(this.proc('status'))?.[1];
    return (Number(kib) * 1024) / 1e6;
  }

  private proc(file: string): string {
    return readFileSync(`/proc/${String(this.child.pid)}/${file}`, 'utf8');
  }
}

/** @param mqttUrl an external broker in place of the embedded one */
export async function startPlatform(stage: Stage, database: Database, mqttUrl?: string): Promise<Platform> {
  const [httpPort, mqttPort] = await Promise.all([freePort(), freePort()]);
  const env: NodeJS.ProcessEnv = {
    ...process.env,
    NODE_ENV: 'production',
    DATABASE_URL: database.url,
    DATA_DIR: mkdtempSync(join(stage.folder, 'platform-')),
    PORT: String(httpPort),
    MQTT_PORT: String(mqttPort),
  };
  delete env['HAIDANG_DEMO'];
  delete env['MQTT_URL'];
  if (mqttUrl !== undefined) env['MQTT_URL'] = mqttUrl;

  let output = '';
  const child = stage.children.spawn(process.execPath, SERVE, env, (text) => {
    output = (output + text).slice(-TAIL);
  });
  const platform = new Platform({ child, output: () => output }, mqttPort, httpPort, database);
  await untilReady(platform);
  return platform;
}

async function untilReady(platform: Platform): Promise<void> {
  const deadline = Date.now() + START;
  const ended = once(platform.child, 'exit').then(() => {
    throw new Error(`the platform ended at its start:\n${platform.output}`);
  });
  ended.catch(() => undefined);
  while (!(await Promise.race([isReady(platform.httpPort), ended]))) {
    if (Date.now() > deadline) throw new Error(`the platform was not ready in time:\n${platform.output}`);
    await Promise.race([sleep(100), ended]);
  }
}

async function isReady(port: number): Promise<boolean> {
  try {
    const answer = await fetch(`http://127.0.0.1:${String(port)}/health/ready`);
    await answer.arrayBuffer();
    return answer.status === 200;
  } catch {
    return false;
  }
}

/** A port that was free a moment ago. */
export async function freePort(): Promise<number> {
  const server = createServer();
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  server.close();
  await once(server, 'close');
  if (address === null || typeof address === 'string') throw new Error('no free port');
  return address.port;
}

interface Manifest {
  readonly scripts: { readonly serve: string };
}

function servedBy({ scripts }: Manifest): string[] {
  const [, ...args] = scripts.serve.split(' ');
  return [...args.slice(0, -1), join(ROOT, args.at(-1)!)];
}
