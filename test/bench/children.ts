import { fork, spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';

/** Milliseconds a child has to end by itself before it is killed. */
const PATIENCE = 15_000;

/**
 * Every process a bench started, so that none outlives it: the end of the run, a failure and Ctrl-C all end in
 * `stopAll`. Nothing is ever ended by name.
 */
export class Children {
  private readonly alive = new Set<ChildProcess>();
  private readonly endings: (() => Promise<unknown> | void)[] = [];
  private ending: Promise<void> | undefined;

  /** Starts a compiled module beside this one with an IPC channel. */
  fork(module: string, env: NodeJS.ProcessEnv = {}): ChildProcess {
    this.refuseAfterEnd();
    const path = fileURLToPath(new URL(module, import.meta.url));
    return this.keep(
      fork(path, { env: { ...process.env, ...env }, stdio: ['ignore', 'inherit', 'inherit', 'ipc'] }),
    );
  }

  /** Starts a program; its output goes to `onOutput`. */
  spawn(
    command: string,
    args: readonly string[],
    env: NodeJS.ProcessEnv,
    onOutput: (text: string) => void,
  ): ChildProcess {
    this.refuseAfterEnd();
    const child = this.keep(spawn(command, args, { env, stdio: ['ignore', 'pipe', 'pipe'] }));
    child.stdout?.on('data', (chunk: Buffer) => onOutput(chunk.toString()));
    child.stderr?.on('data', (chunk: Buffer) => onOutput(chunk.toString()));
    return child;
  }

  /** Something else to undo at the end, the latest first, after the processes have ended. */
  atEnd(ending: () => Promise<unknown> | void): void {
    this.endings.push(ending);
  }

  /** SIGTERM, and SIGKILL when that is not heard. */
  async stop(child: ChildProcess): Promise<void> {
    if (child.exitCode !== null || child.signalCode !== null) return;
    const ended = once(child, 'exit');
    child.kill('SIGTERM');
    const patience = new AbortController();
    const late = sleep(PATIENCE, 'late', { signal: patience.signal }).catch(() => 'ended');
    if ((await Promise.race([ended, late])) === 'late') child.kill('SIGKILL');
    await ended;
    patience.abort();
  }

  /** Ends everything, once; nothing can be started afterwards. */
  stopAll(): Promise<void> {
    return (this.ending ??= this.endAll());
  }

  private async endAll(): Promise<void> {
    await Promise.all([...this.alive].map((child) => this.stop(child)));
    for (const ending of this.endings.splice(0).reverse()) await ending();
  }

  private keep(child: ChildProcess): ChildProcess {
    this.alive.add(child);
    child.once('exit', () => this.alive.delete(child));
    child.once('error', () => this.alive.delete(child));
    return child;
  }

  /** @throws Error once the end has begun */
  private refuseAfterEnd(): void {
    if (this.ending !== undefined) throw new Error('the run has ended');
  }
}

/** The next message of a child. @throws Error when it ends, or stays silent longer than `ms`, before it has said one. */
export async function message<T>(child: ChildProcess, what: string, ms: number): Promise<T> {
  const over = new AbortController();
  const { signal } = over;
  try {
    return await Promise.race([
      once(child, 'message', { signal }).then(([said]) => said as T),
      once(child, 'exit', { signal }).then(([code, killedBy]) => {
        throw new Error(`${what} ended (${String(code ?? killedBy)}) before it answered`);
      }),
      sleep(ms, undefined, { signal }).then(() => {
        throw new Error(`${what} did not answer within ${String(ms)} ms`);
      }),
    ]);
  } finally {
    over.abort();
  }
}
