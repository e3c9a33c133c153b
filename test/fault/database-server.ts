import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { startEmbedded, type EmbeddedServer } from '@haidang/store';
import { freePort, waitFor } from '@haidang/testkit';

/** How a database goes away, and comes back. */
export interface Outage {
  readonly name: 'frozen' | 'shut down' | 'killed';
  begin(server: DatabaseServer): Promise<void>;
  end(server: DatabaseServer): Promise<void>;
}

export const OUTAGES: readonly Outage[] = [
  // connections stay open and nobody answers: a disk that hangs, a machine that swaps
  {
    name: 'frozen',
    begin: (server) => server.signalAll('SIGSTOP'),
    end: (server) => server.signalAll('SIGCONT'),
  },
  // sessions are ended in order, new ones refused: an upgrade
  { name: 'shut down', begin: (server) => server.shutDown(), end: (server) => server.startAgain() },
  // no last words; the next start recovers from the write-ahead log
  { name: 'killed', begin: (server) => server.kill(), end: (server) => server.startAgain() },
];

/** A PostgreSQL of the test's own, on a port that stays the same over its restarts. */
export class DatabaseServer {
  private constructor(
    private readonly dataDir: string,
    private readonly port: number,
    private server: EmbeddedServer,
  ) {}

  static async start(): Promise<DatabaseServer> {
    const dataDir = mkdtempSync(path.join(tmpdir(), 'haidang-fault-'));
    const port = await freePort();
    return new DatabaseServer(dataDir, port, await startEmbedded({ dataDir, port }));
  }

  get url(): string {
    return this.server.url;
  }

  /** To the postmaster and every process of it. */
  async signalAll(signal: NodeJS.Signals): Promise<void> {
    for (const pid of await this.family()) process.kill(pid, signal);
  }

  /** Fast shutdown. */
  shutDown(): Promise<void> {
    return this.server.stop();
  }

  /** SIGKILL of the postmaster; its sessions see it and end. */
  async kill(): Promise<void> {
    const family = await this.family();
    process.kill(this.server.pid, 'SIGKILL');
    await waitFor(
      () => family.every((pid) => !alive(pid)),
      20_000,
      'the end of every process of the database',
    );
  }

  async startAgain(): Promise<void> {
    this.server = await startEmbedded({ dataDir: this.dataDir, port: this.port });
  }

  /** Ends it, whatever state it is in, and removes its data. */
  async dispose(): Promise<void> {
    if (alive(this.server.pid)) {
      await this.signalAll('SIGCONT');
      await this.server.stop();
    }
    rmSync(this.dataDir, { recursive: true, force: true });
  }

  /** The postmaster first. */
  private async family(): Promise<number[]> {
    const { stdout } = await promisify(execFile)('ps', ['-A', '-o', 'pid=,ppid=']);
    const pairs = stdout
      .trim()
      .split('\n')
      .map((line) => line.trim().split(/\s+/).map(Number));
    const children = pairs.filter(([, parent]) => parent === this.server.pid).map(([pid]) => pid!);
    return [this.server.pid, ...children];
  }
}

function alive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}
