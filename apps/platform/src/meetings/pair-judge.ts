import type { Instant } from '@haidang/domain';
import {
  meetings,
  reviseMeetings,
  type Correction,
  type Meeting,
  type ResolveEvent,
  type Stand,
} from '@haidang/engine';
import { commitPair, readPairResolves, readPairStanding, wereOne, type SeriesKeeper } from '@haidang/store';
import type { Pool } from 'pg';
import type { Metrics } from '../metrics/metrics.js';
import type { Published } from '../pipeline/published.js';
import { correctedBy } from '../watch/corrected.js';
import type { DuePair } from './pair-queue.js';

/** What is known of the two trucks. */
export interface Grounds {
  /** The stands of a transit, none of them open once it is over. */
  standsOf(transitId: string): readonly Stand[];
  /** How far the watches of a transit were told. */
  heardTo(transitId: string): Instant;
  /** Meetings that ended earlier rest on stands that may have been let go: nothing is said of them any more. */
  judgedSince(): Instant;
}

/** What a pair was last judged by. */
interface Judged {
  readonly acts: readonly ResolveEvent[];
  /** Parts of a transit that was split go about together as they like: an officer let them. */
  readonly oneCargo: boolean;
  readonly met: string;
}

/** Compares the meetings of a pair with the alarms that stand, and stores what differs. */
export class PairJudge {
  /** A truck that stands is told of at every position, and nearly always its meetings are what they were: then the store is not asked. */
  private readonly judged = new Map<string, Judged>();

  constructor(
    private readonly pool: Pool,
    private readonly keeper: SeriesKeeper,
    private readonly grounds: Grounds,
    private readonly published: Published,
    private readonly metrics: Metrics,
  ) {}

  async judge(pair: DuePair): Promise<void> {
    const { cause, first, second, acted } = pair;
    const known = acted ? undefined : this.judged.get(cause);
    const acts = known?.acts ?? (await this.actsOn(cause));
    const { grounds } = this;
    const oneCargo = known?.oneCargo ?? (await wereOne(this.pool, first, second));
    const met = oneCargo
      ? []
      : meetings([first, grounds.standsOf(first)], [second, grounds.standsOf(second)], acts);
    const said = JSON.stringify(met);
    if (known?.met === said) return;
    // until it is stored it is not judged
    this.judged.delete(cause);
    await this.correct(pair, met);
    this.judged.set(cause, { acts, oneCargo, met: said });
  }

  /** All pairs are compared with the store again when they are next judged. */
  forget(): void {
    this.judged.clear();
  }

  private async correct({ cause, first, second, heardTo }: DuePair, met: readonly Meeting[]): Promise<void> {
    const since = this.grounds.judgedSince();
    const standing = await readPairStanding(this.pool, cause);
    const named = met.map((one) => naming(one, second));
    const both = Math.min(heardTo, this.grounds.heardTo(first), this.grounds.heardTo(second));
    const corrections = reviseMeetings(named, standing, both, since);
    if (corrections.length > 0) await this.store(first, corrections);
  }

  private async store(first: string, corrections: readonly Correction[]): Promise<void> {
    const at = Date.now();
    await this.keeper.ensure('alarm_history', [at]);
    const alarms = await commitPair(this.pool, { first, at, ...correctedBy(corrections, at) });
    for (const { kind } of alarms) this.metrics.alarms.inc({ kind });
    this.published.alarms(alarms);
  }

  private async actsOn(cause: string): Promise<ResolveEvent[]> {
    const resolves = await readPairResolves(this.pool, cause);
    // two acts within a millisecond come in the order of the store, which is finer
    return resolves.map((act, seq) => ({ kind: 'resolve', seq, ...act }));
  }
}

/** The first transit's name stands in the alarm, whom it met in its reason: it is an alarm of both. */
function naming(meeting: Meeting, second: string): Meeting {
  const { why } = meeting;
  return { ...meeting, why: { ...why, measured: { ...why.measured, with: second } } };
}
