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
  private constructor(
    readonly port: number,
    private readonly child: ChildProcess,
    private readonly folder: string,
  ) {}

  /** @throws Error with what it said when it does not start */
  static async start(program: string): Promise<Mosquitto> {
    const port = await freePort();
    const folder = mkdtempSync(path.join(tmpdir(), 'haidang-mosquitto-'));
    const file = path.join(folder, 'mosquitto.conf');
    writeFileSync(file, configuration(port, folder));
    const child = spawn(program, ['-c', file], { stdio: ['ignore', 'pipe', 'pipe'] });
    let said = '';
    child.stdout.on('data', (chunk: Buffer) => (said += chunk.toString()));
    child.stderr.on('data', (chunk: Buffer) => (said += chunk.toString()));
    const broker = new Mosquitto(port, child, folder);
    try {
      await waitFor(() => answers(port), 10_000, 'Mosquitto');
      return broker;
    } catch (error) {
      await broker.stop();
      throw new Error(`Mosquitto does not start: ${said}`, { cause: error });
    }
  }

  get url(): string {
    return `mqtt://127.0.0.1:${this.port}`;
  }

  async stop(): Promise<void> {
    if (this.child.exitCode === null && this.child.signalCode === null) {
      this.child.kill('SIGTERM');
      await once(this.child, 'exit');
    }
    rmSync(this.folder, { recursive: true, force: true });
  }
}

function configuration(port: number, folder: string): string {
  const block = /```conf\n([\s\S]*?)```/.exec(readFileSync(MANUAL, 'utf8'))?.[1];
  if (block === undefined) throw new Error('docs/external-broker.md has no configuration');
  const recommended = block.split('\n').filter((line) => !LOCAL.includes(line.split(' ')[0]!));
  const local = [`listener ${port} 127.0.0.1`, `persistence_location ${folder}/`, 'allow_anonymous true'];
  // as root it would become a user that cannot write to the folder
  const user = process.getuid?.() === 0 ? ['user root'] : [];
  return [...local, ...user, ...recommended, ''].join('\n');
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
