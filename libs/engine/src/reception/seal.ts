import type { Instant, LatLon, Millis, Rules } from '@haidang/domain';
import type { Episode } from '../episode.js';

/** The numbers of the stage itself, beside those of {@link Rules} that hold for a seal. */
export interface ReceptionSettings {
  /** More than this part of the audible seals of a region falling silent together is a loss of the feed... */
  readonly massShare: number;
  /** ...when they are at least so many... */
  readonly massLeast: number;
  /** ...whose last messages came within so long, and within half of `signalLostAfter`. Seals that report more seldom than what is left of that look silent. */
  readonly massWindow: Millis;
  /** The platform not receiving for so long is an alarm; a restart is shorter. */
  readonly feedLostAfter: Millis;
  /** Being deaf again sooner is the same alarm. */
  readonly feedRejoin: Millis;
  /** Clocks off by amounts that differ no more than this are steadily off. */
  readonly driftSpread: Millis;
  readonly driftFixes: number;
}

export const DEFAULT_RECEPTION: ReceptionSettings = {
  massShare: 0.3,
  massLeast: 10,
  massWindow: 5 * 60_000,
  feedLostAfter: 2 * 60_000,
  feedRejoin: 5 * 60_000,
  driftSpread: 60_000,
  driftFixes: 3,
};

export type SealRules = Pick<
  Rules,
  'signalLostAfter' | 'signalLostCritical' | 'deadStretchAfter' | 'clockDrift' | 'rejoin'
>;

/** What a seal is listened for by, from its departure to its arrival. */
export interface Listening {
  readonly sealId: string;
  readonly transitId: string;
  /** Origin office or route: where a loss in common is looked for. */
  readonly region: string;
  readonly rules: SealRules;
}

/** Messages in a row whose times are off by much the same. */
export interface DriftRun {
  readonly since: Instant;
  readonly count: number;
  readonly low: Millis;
  readonly high: Millis;
}

/** All that is remembered of one seal: plain data. */
export interface SealReception extends Listening {
  /** Where it was last, and whether that is in a dead stretch of its route. */
  readonly place: LatLon;
  readonly dead: boolean;
  /** The arrival of its last message, or its departure. */
  readonly lastMark: Instant;
  /** The same, and from where its silence counts, in milliseconds of receiving. */
  readonly lastUp: Millis;
  readonly silentUp: Millis;
  /** Where its silence counts from, by the clock. */
  readonly silentMark: Instant;
  readonly lost: Episode | null;
  readonly drift: Episode | null;
  readonly run: DriftRun | null;
}

/** When the seal's silence, should it last, has something to say: it is lost, or critically so. In milliseconds of receiving. */
export function dueOf(seal: Pick<SealReception, 'rules' | 'dead' | 'silentUp' | 'lost'>): Millis {
  return seal.silentUp + (seal.lost?.end === null ? criticalAfter(seal) : lostAfter(seal));
}

/** How long a seal may be silent before it is lost. */
export function lostAfter({ rules, dead }: Pick<SealReception, 'rules' | 'dead'>): Millis {
  return dead ? Math.max(rules.deadStretchAfter, rules.signalLostAfter) : rules.signalLostAfter;
}

/** A dead stretch puts off what is critical by as much as what is lost. */
function criticalAfter(seal: Pick<SealReception, 'rules' | 'dead'>): Millis {
  return lostAfter(seal) + seal.rules.signalLostCritical - seal.rules.signalLostAfter;
}
