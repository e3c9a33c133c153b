import type { ChildProcess } from 'node:child_process';
import { message } from '../children.js';
import { operatorToken } from '../operator.js';
import type { Platform } from '../platform.js';
import type { LiveRun } from './figures.js';

/** West, south, east, north: the country, as a screen shows it. */
export const COUNTRY = [100, 7, 112, 24] as const;
export const NATIONAL_ZOOM = 6;
/** Milliseconds until all of them must see the map. */
const PATIENCE = 60_000;

/** What a crowd has to do; plain data, for it is another process. */
export interface CrowdJob {
  readonly port: number;
  readonly tokens: readonly string[];
  readonly bbox: readonly [number, number, number, number];
  readonly zoom: number;
}

/** What all of a crowd's sockets were sent since it was asked last. */
export interface CrowdTally {
  /** As they came over the line, the frames' heads included, compression not used. */
  bytes: number;
  /** Messages of `positions`. */
  batches: number;
  clusters: number;
  alarms: number;
  /** Snapshots beyond each one's first. */
  snapshots: number;
  /** Seals in view, as the last one to look was told. */
  total: number;
}

/** Operators who look at the map, in a process of their own. */
export class Crowd {
  private constructor(
    private readonly run: LiveRun,
    private readonly child: ChildProcess,
    readonly size: number,
  ) {}

  static async open(run: LiveRun, platform: Platform, size: number): Promise<Crowd> {
    const tokens: string[] = [];
    for (let i = 0; i < size; i++) tokens.push(await operatorToken(platform.database));
    const child = run.children.fork('./live/crowd-process.js');
    const watching = message<'watching' | { error: string }>(child, 'the operators', PATIENCE);
    const job: CrowdJob = { port: platform.httpPort, tokens, bbox: COUNTRY, zoom: NATIONAL_ZOOM };
    child.send(job);
    const said = await watching;
    if (said !== 'watching') throw new Error(`the operators cannot watch: ${said.error}`);
    return new Crowd(run, child, size);
  }

  /** What came in since this was asked last. */
  async tally(): Promise<CrowdTally> {
    const told = message<CrowdTally>(this.child, 'the operators', PATIENCE);
    this.child.send('tally');
    return told;
  }

  close(): Promise<void> {
    return this.run.children.stop(this.child);
  }
}
