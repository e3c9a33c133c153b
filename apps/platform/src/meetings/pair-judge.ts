import { mergeRules, type Instant, type Rules } from '@haidang/domain';
import {
  meetings,
  reviseMeetings,
  type Correction,
  type Episode,
  type ResolveEvent,
  type Stand,
} from '@haidang/engine';
import {
  commitPair,
  readPairResolves,
  readPairRules,
  readPairStanding,
  type SeriesKeeper,
} from '@haidang/store';
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
interface Judged extends Terms {
  readonly met: string;
}

/** What the meetings of a pair are judged by, beside the stands. */
interface Terms {
  readonly rules: Rules;
  readonly acts: readonly ResolveEvent[];
}

/**
 * Compares the meetings of a pair with the alarms that stand, and stores what differs. Two transits may have different settings: they meet by
 * both, so the nearer and the longer counts. A distance over the platform's own finds nobody more: further away nobody is looked for.
 */
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
    const { acts, rules } = known ?? (await this.termsOf(pair));
    const { grounds } = this;
    const met = meetings([first, grounds.standsOf(first)], [second, grounds.standsOf(second)], rules, acts);
    const said = JSON.stringify(met);
    if (known?.met === said) return;
    // until it is stored it is not judged
    this.judged.delete(cause);
    await this.correct(pair, met, rules);
    this.judged.set(cause, { acts, rules, met: said });
  }

  /** All pairs are compared with the store again when they are next judged. */
  forget(): void {
    this.judged.clear();
  }

  private async correct(
    { cause, first, second, heardTo }: DuePair,
    met: readonly Episode[],
    { rejoin }: Rules,
  ): Promise<void> {
    const since = this.grounds.judgedSince();
    const standing = await readPairStanding(this.pool, cause, since);
    const named = met.filter(({ end }) => end === null || end >= since).map((one) => naming(one, second));
    const both = Math.min(heardTo, this.grounds.heardTo(first), this.grounds.heardTo(second));
    const corrections = reviseMeetings(named, standing, rejoin, both);
    if (corrections.length > 0) await this.store(first, corrections);
  }

  private async store(first: string, corrections: readonly Correction[]): Promise<void> {
    const at = Date.now();
    await this.keeper.ensure('alarm_history', [at]);
    const alarms = await commitPair(this.pool, { first, at, ...correctedBy(corrections) });
    for (const { kind } of alarms) this.metrics.alarms.inc({ kind });
    this.published.alarms(alarms);
  }

  private async termsOf({ cause, first, second }: DuePair): Promise<Terms> {
    const resolves = await readPairResolves(this.pool, cause);
    const settings = await readPairRules(this.pool, [first, second]);
    // two acts within a millisecond come in the order of the store, which is finer
    const acts = resolves.map((act, seq) => ({ kind: 'resolve' as const, seq, ...act }));
    return { acts, rules: both(settings.map((of) => mergeRules(...of))) };
  }
}

/** One of them may have been deleted. */
function both([one, other]: readonly Rules[]): Rules {
  const [a, b] = [one ?? mergeRules(), other ?? one ?? mergeRules()];
  return {
    ...a,
    rendezvousRadius: Math.min(a.rendezvousRadius, b.rendezvousRadius),
    rendezvousAfter: Math.max(a.rendezvousAfter, b.rendezvousAfter),
    rejoin: Math.max(a.rejoin, b.rejoin),
  };
}

/** The alarm is the first transit's; whom it met is told by its reason. */
function naming(episode: Episode, second: string): Episode {
  const { why } = episode;
  return { ...episode, why: { ...why, measured: { ...why.measured, with: second } } };
}
