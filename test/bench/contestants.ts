import type { ChildProcess } from 'node:child_process';
import { message } from './children.js';
import { createFloorTable, FLOOR_TABLE } from './floor-table.js';
import type { LoadResult } from './generator/job.js';
import type { Database, Stage } from './stage.js';

/** A program under load, and the promise it is held to: what it acknowledged is in its table, exactly. */
export class Contestant {
  private acknowledged = 0;
  private uncertain = 0;

  constructor(
    readonly name: string,
    readonly child: ChildProcess,
    readonly port: number,
    private readonly log?: { readonly database: Database; readonly table: string },
  ) {}

  /** Adds a load to what the table must hold. */
  owe(result: Pick<LoadResult, 'acknowledged' | 'fixesAcknowledged' | 'unacknowledged'>): void {
    const fixesPerMessage = result.acknowledged === 0 ? 1 : result.fixesAcknowledged / result.acknowledged;
    this.acknowledged += result.fixesAcknowledged;
    this.uncertain += result.unacknowledged * fixesPerMessage;
  }

  async stored(): Promise<number> {
    if (this.log === undefined) return 0;
    const { rows } = await this.log.database.pool.query<{ n: string }>(
      `select count(*) as n from ${this.log.table}`,
    );
    return Number(rows[0]?.n);
  }

  /** @returns what is wrong with the promise, if anything is */
  async broken(): Promise<string | undefined> {
    if (this.log === undefined) return undefined;
    const stored = await this.stored();
    const most = this.acknowledged + this.uncertain;
    if (stored >= this.acknowledged && stored <= most) return undefined;
    return `${this.name} acknowledged ${String(this.acknowledged)} fixes and holds ${String(stored)}`;
  }
}

/** The floor program on a database of its own. */
export async function startFloor(stage: Stage): Promise<Contestant> {
  const database = await stage.database('floor');
  const client = await database.pool.connect();
  try {
    await createFloorTable(client, Date.now());
  } finally {
    client.release();
  }
  const child = stage.children.fork('./floor.js', { DATABASE_URL: database.url });
  const { port } = await message<{ port: number }>(child, 'the floor program', 10_000);
  return new Contestant('the floor program', child, port, { database, table: FLOOR_TABLE });
}

/** The bare waiting aedes. */
export async function startBare(stage: Stage): Promise<Contestant> {
  return plain(stage, 'the bare aedes', './bare.js');
}

/** The acceptor that does nothing but acknowledge. */
export async function startAcceptor(stage: Stage): Promise<Contestant> {
  return plain(stage, 'the do-nothing acceptor', './acceptor.js');
}

async function plain(stage: Stage, name: string, module: string): Promise<Contestant> {
  const child = stage.children.fork(module);
  const { port } = await message<{ port: number }>(child, name, 10_000);
  return new Contestant(name, child, port);
}
