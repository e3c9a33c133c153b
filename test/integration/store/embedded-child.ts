import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { waitFor } from '@haidang/testkit';

export const CHILD_SCRIPT = fileURLToPath(new URL('embedded-child.mjs', import.meta.url));

/** What the child says of its server, or why it has none. */
export interface Said {
  readonly url: string;
  readonly pid: number;
  readonly adopted: boolean;
  readonly error?: string;
}

/** Another process that keeps the embedded PostgreSQL of a folder; it leads a process group of its own. */
export class EmbeddedChild {
  private constructor(
    private readonly child: ChildProcess,
    readonly said: Said,
  ) {}

  /** @param prefix a command that runs it as somebody else */
  static async start(dataDir: string, prefix: readonly string[] = []): Promise<EmbeddedChild> {
    const [command, ...args] = [...prefix, process.execPath, CHILD_SCRIPT, dataDir];
    const child = spawn(command, args, { stdio: ['ignore', 'pipe', 'inherit'], detached: true });
    let output = '';
    child.stdout.on('data', (chunk: Buffer) => (output += chunk.toString()));
    await waitFor(() => output.includes('\n') || child.exitCode !== null, 60_000, 'a word of the child');
    return new EmbeddedChild(child, JSON.parse(output) as Said);
  }

  /** Sends a signal to it alone, or to its whole process group as a terminal does; waits until it has ended. */
  async end(signal: NodeJS.Signals, whom: 'it' | 'its group' = 'it'): Promise<void> {
    if (this.child.exitCode !== null || this.child.signalCode !== null) return;
    process.kill(whom === 'it' ? this.child.pid! : -this.child.pid!, signal);
    await once(this.child, 'close');
  }
}
