import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { freePort, waitFor } from '@haidang/testkit';

/** The configuration that is recommended, so that it is also the one that is tested. */
const MANUAL = new URL('../../docs/external-broker.md', import.meta.url);
/** Settings of one installation: the test has its own. */
const LOCAL = ['listener', 'persistence_location', 'allow_anonymous', 'password_file', 'acl_file'];
const PLACES = ['/usr/sbin/mosquitto', '/usr/local/sbin/mosquitto', '/opt/homebrew/sbin/mosquitto'];

/** The Mosquitto on this machine, if there is one. */
export function mosquittoPath(): string | undefined {
  const given = process.env['MOSQUITTO_PATH'];
  return given !== undefined && given !== '' ? given : PLACES.find((place) => existsSync(place));
}

/** A real Mosquitto on loopback, set up as docs/external-broker.md says. */
export class Mosquitto {
  private child: ChildProcess | undefined;

  private constructor(
    readonly port: number,
    private readonly program: string,
    private readonly folder: string,
  ) {}

  /**
   * @param changes settings that stand in place of the recommended ones of the same name
   * @throws Error with what it said when it does not start
   */
  static async start(program: string, changes: readonly string[] = []): Promise<Mosquitto> {
    const port = await freePort();
    const folder = mkdtempSync(path.join(tmpdir(), 'haidang-mosquitto-'));
    writeFileSync(path.join(folder, 'mosquitto.conf'), configuration(port, folder, changes));
    const broker = new Mosquitto(port, program, folder);
    try {
      await broker.up();
      return broker;
    } catch (error) {
      await broker.stop();
      throw error;
    }
  }

  /** Starts it (again), on the same port and what it had kept. */
  async up(): Promise<void> {
    const file = path.join(this.folder, 'mosquitto.conf');
    const child = spawn(this.program, ['-c', file], { stdio: ['ignore', 'pipe', 'pipe'] });
    this.child = child;
    let said = '';
    child.stdout.on('data', (chunk: Buffer) => (said += chunk.toString()));
    child.stderr.on('data', (chunk: Buffer) => (said += chunk.toString()));
    await waitFor(() => child.exitCode !== null || answers(this.port), 10_000, 'Mosquitto');
    if (child.exitCode !== null) throw new Error(`Mosquitto does not start: ${said}`);
  }

  /** Ends it, in order (SIGTERM: it writes down what it holds) or not (SIGKILL); what it kept stays. */
  async down(signal: 'SIGTERM' | 'SIGKILL' = 'SIGTERM'): Promise<void> {
    const { child } = this;
    if (child === undefined || child.exitCode !== null || child.signalCode !== null) return;
    child.kill(signal);
    await once(child, 'exit');
  }

  /** Has it read its password and access files again. */
  reload(): void {
    this.child?.kill('SIGHUP');
  }

  get url(): string {
    return `mqtt://127.0.0.1:${this.port}`;
  }

  async stop(): Promise<void> {
    await this.down();
    rmSync(this.folder, { recursive: true, force: true });
  }
}

function configuration(port: number, folder: string, changes: readonly string[]): string {
  const block = /```conf\n([\s\S]*?)```/.exec(readFileSync(MANUAL, 'utf8'))?.[1];
  if (block === undefined) throw new Error('docs/external-broker.md has no configuration');
  const nameOf = (line: string) => line.split(' ')[0]!;
  const replaced = new Set([...LOCAL, ...changes.map(nameOf)]);
  const recommended = block.split('\n').filter((line) => !replaced.has(nameOf(line)));
  const anonymous = changes.some((line) => nameOf(line) === 'allow_anonymous')
    ? []
    : ['allow_anonymous true'];
  const local = [`listener ${port} 127.0.0.1`, `persistence_location ${folder}/`, ...anonymous];
  // as root it would become a user that cannot write to the folder
  const user = process.getuid?.() === 0 ? ['user root'] : [];
  return [...local, ...user, ...recommended, ...changes, ''].join('\n');
}

function answers(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect({ host: '127.0.0.1', port });
    socket.once('error', () => resolve(false));
    socket.once('connect', () => {
      socket.destroy();
      resolve(true);
    });
  });
}
