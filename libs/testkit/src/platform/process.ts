import { spawn, type ChildProcess } from 'node:child_process';

export interface NodeProcessOptions {
  readonly script: string;
  readonly args?: readonly string[];
  /** Added to ours; an undefined value takes a variable away. */
  readonly env?: Readonly<Record<string, string | undefined>>;
}

/** A program of ours that a test runs as a process of its own; what it prints is kept. */
export class NodeProcess {
  readonly pid: number;
  readonly ended: Promise<{ code: number | null; signal: NodeJS.Signals | null }>;
  private readonly child: ChildProcess;
  private text = '';

  constructor({ script, args = [], env = {} }: NodeProcessOptions) {
    this.child = spawn(process.execPath, [script, ...args], {
      env: { ...process.env, ...env },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    if (this.child.pid === undefined) throw new Error(`cannot start ${script}`);
    this.pid = this.child.pid;
    this.child.stdout!.on('data', (chunk: Buffer) => (this.text += chunk.toString()));
    this.child.stderr!.on('data', (chunk: Buffer) => (this.text += chunk.toString()));
    // a test run that is cut short takes its children with it
    const onExit = () => this.child.kill('SIGKILL');
    process.once('exit', onExit);
    this.ended = new Promise((resolve) => {
      this.child.once('close', (code, signal) => {
        process.off('exit', onExit);
        resolve({ code, signal });
      });
    });
  }

  /** Everything it printed so far, both streams in order of arrival. */
  get log(): string {
    return this.text;
  }

  get running(): boolean {
    return this.child.exitCode === null && this.child.signalCode === null;
  }

  /** Asks it to end and waits; what has not ended in time is killed and the test fails. */
  async stop(ms = 30_000): Promise<number | null> {
    if (this.running) this.child.kill('SIGTERM');
    const timer = setTimeout(() => this.child.kill('SIGKILL'), ms);
    const { code, signal } = await this.ended;
    clearTimeout(timer);
    if (signal === 'SIGKILL')
      throw new Error(`it did not stop within ${ms} ms; it said:\n${this.lastLines(20)}`);
    return code;
  }

  /** `kill -9`: no last words, nothing flushed. */
  async kill(): Promise<void> {
    this.child.kill('SIGKILL');
    await this.ended;
  }

  lastLines(count: number): string {
    return this.text.trimEnd().split('\n').slice(-count).join('\n');
  }
}
