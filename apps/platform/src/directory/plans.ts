import { HOUR, mergeRules, type Instant, type Millis, type Rules } from '@haidang/domain';
import type { Plan } from '@haidang/engine';
import type { Corridor, ZoneIndex } from '@haidang/geo';
import type { PlanChange, TermsRecord } from '@haidang/store';
import type { KnownRoute } from './known-route.js';
import { Version } from './version.js';
import type { ZoneSet } from './zone-set.js';

/** Versions that ended longer ago judge nothing any more; a little more than the horizon. */
export const KEEP: Millis = 96 * HOUR;

/** Whom a plan is of, and what it is made from. */
interface Grounds {
  readonly transitId: string;
  readonly sealId: string;
  /** What ended before it judges nothing of this seal. */
  readonly since: Instant;
  readonly terms: Version<TermsRecord>;
  readonly zones: Version<ZoneSet>;
  routeOf(id: string): Version<KnownRoute | null> | undefined;
}

/**
 * What a seal of a transit is judged by from a time on. Every version follows from what zones, route and transit were at that time, and is
 * named by it: so it is the same one after a restart.
 */
class TransitPlan implements Plan {
  readonly transitId: string;
  readonly sealId: string;
  readonly version: Instant;
  readonly corridor: Corridor;
  readonly zones: ZoneIndex;
  readonly rules: Rules;
  readonly origin: string;
  readonly destination: string;
  readonly stops: ReadonlySet<string>;
  readonly checkpoints: readonly string[];
  readonly cards = null;
  readonly departBy: Instant | null;
  readonly arriveBy: Instant | null;
  private earlier: Plan | null | undefined;

  constructor(
    private readonly grounds: Grounds,
    readonly from: Instant,
    { rules, fromId, toId, departBy, arriveBy }: TermsRecord,
    route: KnownRoute,
    zones: ZoneSet,
  ) {
    this.transitId = grounds.transitId;
    this.sealId = grounds.sealId;
    this.version = from;
    this.corridor = route.corridor;
    this.zones = zones.index;
    this.rules = rules === null ? route.rules : mergeRules(route.record.rules ?? undefined, rules);
    this.origin = fromId;
    this.destination = toId;
    this.stops = route.stops;
    this.checkpoints = route.checkpoints;
    this.departBy = departBy?.getTime() ?? null;
    this.arriveBy = arriveBy?.getTime() ?? null;
  }

  get before(): Plan | null {
    if (this.from <= this.grounds.since) return null;
    this.earlier ??= planAt(this.grounds, this.from - 1);
    return this.earlier;
  }
}

/** What a seal is judged by now, and behind it what it was judged by. @returns null while its route is not known */
export function planOf(grounds: Grounds): Plan | null {
  return planAt(grounds, Infinity);
}

/** The papers of a transit as they are and, behind them, as they were. @param changes the transit's own */
export function termsVersions(
  now: TermsRecord,
  changes: readonly PlanChange<TermsRecord>[],
): Version<TermsRecord> {
  return new Version(
    now,
    changes.map(({ id, at, before }) => ({ ...{ id, at }, undo: (terms: TermsRecord) => before ?? terms })),
  );
}

function planAt(grounds: Grounds, time: Instant): Plan | null {
  const terms = grounds.terms.at(time);
  const zones = grounds.zones.at(time);
  const route = grounds.routeOf(terms.value.routeId)?.at(time);
  if (route === undefined || route.value === null) return null;
  const from = Math.max(terms.from, zones.from, route.from);
  return new TransitPlan(grounds, from, terms.value, route.value, zones.value);
}
