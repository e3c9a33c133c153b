import { spawn, type ChildProcess } from 'node:child_process';
import { closeSync, existsSync, mkdirSync, openSync, renameSync } from 'node:fs';
import path from 'node:path';

export interface ProgramOptions {
  readonly script: string;
  /** What Node itself is told, before the script. */
  readonly nodeOptions?: readonly string[];
  readonly args?: readonly string[];
  readonly env?: Readonly<Record<string, string | undefined>>;
  /** Takes what the program prints; the run before is kept beside it. Its errors go to our own. */
  readonly logFile: string;
}

/** How a program ended: exactly one of the two is there. */
export interface Ending {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
}

/** A program of ours that runs as a process of its own. */
export class Program {
  readonly ended: Promise<Ending>;
  private readonly child: ChildProcess;

  /**
   * Starts the script with this very Node. Its process group is its own: a Ctrl-C in the terminal reaches the launcher
   * alone, which then stops its programs in their order.
   */
  constructor(options: ProgramOptions) {
    const log = openLog(options.logFile);
    const { nodeOptions = [], script, args = [] } = options;
    this.child = spawn(process.execPath, [...nodeOptions, script, ...args], {
      env: { ...process.env, ...options.env },
      stdio: ['ignore', log, 'inherit'],
      detached: process.platform !== 'win32',
    });
    closeSync(log);
    this.ended = new Promise((resolve, reject) => {
      this.child.once('error', reject);
      this.child.once('exit', (code, signal) => resolve({ code, signal }));
    });
  }

  get running(): boolean {
    return this.child.exitCode === null && this.child.signalCode === null;
  }

  /** Asks it to end and waits until it has. */
  async stop(): Promise<void> {
    if (this.running) this.child.kill('SIGTERM');
    await this.ended;
  }

  /** Ends it at once; what it held and had not committed is lost to it, not to those who sent it. */
  kill(): void {
    this.child.kill('SIGKILL');
  }
}

function openLog(file: string): number {
  mkdirSync(path.dirname(file), { recursive: true });
  if (existsSync(file)) renameSync(file, file.replace(/\.log$/, '.previous.log'));
  return openSync(file, 'w');
}
