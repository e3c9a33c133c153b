import type { Children } from './children.js';
import type { Contestant } from './contestants.js';
import type { LoadJob, LoadResult } from './generator/job.js';
import { runLoad } from './load.js';
import type { Options } from './options.js';
import type { Key, Report } from './report.js';
import type { Setting } from './shapes.js';
import { unloggedTables, type Database, type Stage } from './stage.js';
import type { World } from './world.js';

/** One run of the benchmark: what every figure needs. */
export class Run<K extends string = Key> {
  private turn = 0;

  constructor(
    readonly children: Children,
    readonly stage: Stage,
    readonly world: World,
    readonly options: Options<K>,
    readonly report: Report<K>,
  ) {}

  /** The setting of the next load against a contestant. */
  next(contestant: Contestant): Setting {
    return {
      port: contestant.port,
      lines: this.world.lines,
      duration: this.options.duration,
      turn: this.turn++,
    };
  }

  /** Runs a load against a contestant, who then owes what it acknowledged; prints one line. */
  async load(contestant: Contestant, what: string, job: LoadJob): Promise<LoadResult> {
    const result = await runLoad(this.children, job);
    contestant.owe(result);
    const { p50, p99 } = result.latency;
    this.report.say(
      `  ${what}, ${contestant.name}: ${result.fixRate.toFixed(0)} fix/s in ${result.messageRate.toFixed(0)} message/s,` +
        ` PUBACK p50 ${p50.toFixed(1)} ms, p99 ${p99.toFixed(1)} ms, load ${result.cpu.toFixed(1)} s of processor`,
    );
    if (result.lost > 0) this.report.void(`${contestant.name} closed ${String(result.lost)} connections`);
    return result;
  }

  /** Holds contestants to their promise, and their databases to being logged. */
  async audit(contestants: readonly Contestant[], databases: readonly Database[]): Promise<void> {
    for (const contestant of contestants) {
      const broken = await contestant.broken();
      if (broken !== undefined) this.report.void(broken);
    }
    for (const database of databases) {
      const tables = await unloggedTables(database);
      if (tables.length > 0) this.report.void(`unlogged tables: ${tables.join(', ')}`);
    }
  }
}
