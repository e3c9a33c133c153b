import type { FoundStep, Instant, TransitState } from '@haidang/domain';
import { etaOf, type Eta } from './eta.js';
import type { Plan } from './plan.js';
import { memoryOf } from './rules/index.js';
import type { JourneyState } from './rules/journey.js';
import type { WatchState } from './state.js';

/** What one seal's watch has found of the journey: the same object, or one with the same parts, while nothing new is found. */
export type Findings = Pick<JourneyState, 'departedAt' | 'arrivedAt' | 'passed'>;

export function findingsOf(watch: WatchState): Findings {
  return memoryOf(watch, 'journey');
}

/** One checkpoint of the route, in its order. Neither time: it lies ahead. */
export interface CheckpointFinding {
  readonly zoneId: string;
  readonly passedAt: Instant | null;
  /** When a later one was passed, or the destination reached, without it. */
  readonly missedAt: Instant | null;
}

/** How the journey of a transit goes, as all its seals tell it together. */
export interface TransitJourney {
  /** When the first of its seals left the origin. */
  readonly departedAt: Instant | null;
  /** When the last of its seals came into the destination; null until all have. */
  readonly arrivedAt: Instant | null;
  readonly checkpoints: readonly CheckpointFinding[];
}

/** What happened on the way otherwise than planned, as far as the journey goes by it. */
export interface Turns {
  /** What the seals found that were taken off it. */
  readonly removed?: readonly Findings[];
  /** It came upon its route on the way: the route's first checkpoints may lie where it never was, and it did not miss them. */
  readonly takenUp?: boolean;
}

/** A fold of the seals' findings; the order of the seals does not matter. @param checkpoints the route's, in order */
export function journeyOf(
  seals: readonly Findings[],
  checkpoints: readonly string[],
  { removed = [], takenUp = false }: Turns = {},
): TransitJourney {
  const all = [...seals, ...removed];
  const departures = all.flatMap(({ departedAt }) => departedAt ?? []);
  const arrivals = seals.flatMap(({ arrivedAt }) => arrivedAt ?? []);
  const arrivedAt = seals.length > 0 && arrivals.length === seals.length ? Math.max(...arrivals) : null;
  return {
    departedAt: departures.length === 0 ? null : Math.min(...departures),
    arrivedAt,
    checkpoints: checkpointsOf(all, checkpoints, arrivedAt, takenUp),
  };
}

/** A step of the transit that its seals show to have happened, and that nobody has taken yet. */
export interface Proposal {
  readonly step: FoundStep;
  readonly at: Instant;
}

/** How far people have taken a transit. */
export interface TransitStage {
  readonly state: TransitState;
  readonly sealedAt: Instant | null;
  readonly approvedAt: Instant | null;
  readonly departedAt: Instant | null;
}

/**
 * What there is to propose. A departure is the leaving of the origin once sealed and approved, so one that was approved afterwards is for an
 * officer to enter; an arrival holds once the transit is under way.
 */
export function proposalOf(stage: TransitStage, journey: TransitJourney): Proposal | null {
  const { state, sealedAt, approvedAt } = stage;
  if (state === 'sealed') {
    const at = journey.departedAt;
    if (at === null || approvedAt === null || at < approvedAt || at < (sealedAt ?? at)) return null;
    return { step: 'depart', at };
  }
  if (state !== 'in_transit' || journey.arrivedAt === null) return null;
  return { step: 'arrive', at: Math.max(journey.arrivedAt, stage.departedAt ?? journey.arrivedAt) };
}

/** Where the transit is and when it may arrive: by its hindmost seal. */
export function etaOfTransit(seals: readonly { readonly watch: WatchState; readonly plan: Plan }[]): Eta {
  const all = seals.map(({ watch, plan }) => etaOf(watch, plan));
  return {
    progress: least(all.map(({ progress }) => progress)),
    remaining: most(all.map(({ remaining }) => remaining)),
    eta: most(all.map(({ eta }) => eta)),
    speed: least(all.map(({ speed }) => speed)),
  };
}

/** Those of the route, and before them those of an earlier one that it passed. */
function checkpointsOf(
  seals: readonly Findings[],
  zoneIds: readonly string[],
  arrivedAt: Instant | null,
  takenUp: boolean,
): CheckpointFinding[] {
  const passed = new Map<string, Instant>();
  for (const { zoneId, time } of seals.flatMap((seal) => seal.passed))
    passed.set(zoneId, Math.min(time, passed.get(zoneId) ?? time));
  let next = arrivedAt;
  const found = [...zoneIds].reverse().map((zoneId): CheckpointFinding => {
    const passedAt = passed.get(zoneId) ?? null;
    if (passedAt !== null) next = passedAt;
    return { zoneId, passedAt, missedAt: passedAt === null ? next : null };
  });
  const ofRoute = found.reverse();
  const first = ofRoute.findIndex(({ passedAt }) => passedAt !== null);
  const behind = takenUp ? (first < 0 ? ofRoute.length : first) : 0;
  const earlier = [...passed].filter(([zoneId]) => !zoneIds.includes(zoneId)).sort(([, a], [, b]) => a - b);
  return [
    ...earlier.map(([zoneId, passedAt]) => ({ zoneId, passedAt, missedAt: null })),
    ...ofRoute.map((one, i) => (i < behind ? { ...one, missedAt: null } : one)),
  ];
}

function least(values: readonly (number | null)[]): number | null {
  const known = values.filter((value) => value !== null);
  return known.length === 0 ? null : Math.min(...known);
}

function most(values: readonly (number | null)[]): number | null {
  const known = values.filter((value) => value !== null);
  return known.length === 0 ? null : Math.max(...known);
}
