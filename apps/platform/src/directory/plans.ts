import { HOUR, mergeRules, type Instant, type Millis, type Rules } from '@haidang/domain';
import type { Plan } from '@haidang/engine';
import type { Corridor, ZoneIndex } from '@haidang/geo';
import type { PlanChange, TaskRecord, TermsRecord } from '@haidang/store';
import type { KnownRoute } from './known-route.js';
import { Version } from './version.js';
import type { ZoneSet } from './zone-set.js';

/** Versions that ended longer ago judge nothing any more; a little more than the horizon. */
export const KEEP: Millis = 96 * HOUR;

/** The cards that may open seals at an office; null: it keeps no list. */
export type Cards = ReadonlySet<string> | null;

/** What plans are made from: all of it as it is and, behind that, as it was. */
export interface Grounds {
  readonly zones: Version<ZoneSet>;
  routeOf(id: string): Version<KnownRoute | null> | undefined;
  /** undefined: it never kept a list. */
  cardsOf(facilityId: string): Version<Cards> | undefined;
}

/**
 * What a seal of a transit is judged by from a time on. Every version follows from what zones, route, cards and transit were at that time, and
 * is named by it: so it is the same one after a restart. There is one for each seal under way, so it holds only what others do not.
 */
class TransitPlan implements Plan {
  readonly rules: Rules;
  /** Worked out when it is asked for, which is seldom, and let go again. */
  private earlier: WeakRef<TransitPlan> | undefined;

  constructor(
    private readonly grounds: Grounds,
    private readonly task: TaskRecord,
    readonly sealId: string,
    private readonly versions: Version<TermsRecord> | undefined,
    readonly from: Instant,
    private readonly terms: TermsRecord,
    private readonly route: KnownRoute,
    readonly zones: ZoneIndex,
    readonly cards: Cards,
  ) {
    this.rules =
      terms.rules === null ? route.rules : mergeRules(route.record.rules ?? undefined, terms.rules);
  }

  get transitId(): string {
    return this.task.transitId;
  }

  get version(): Instant {
    return this.from;
  }

  get corridor(): Corridor {
    return this.route.corridor;
  }

  get stops(): ReadonlySet<string> {
    return this.route.stops;
  }

  get checkpoints(): readonly string[] {
    return this.route.checkpoints;
  }

  get origin(): string {
    return this.terms.fromId;
  }

  get destination(): string {
    return this.terms.toId;
  }

  get departBy(): Instant | null {
    return this.isFirst ? this.terms.departBy : null;
  }

  get arriveBy(): Instant | null {
    return this.isFirst ? this.terms.arriveBy : null;
  }

  /** A transit is late once, however many seals it has. */
  private get isFirst(): boolean {
    return this.from >= this.task.firstSince;
  }

  /** Before all time nothing held. */
  get before(): Plan | null {
    if (this.from === 0) return null;
    const known = this.earlier?.deref();
    if (known !== undefined) return known;
    const plan = planAt(this.grounds, this.task, this.sealId, this.versions, this.from - 1);
    if (plan !== null) this.earlier = new WeakRef(plan);
    return plan;
  }
}

/**
 * What a seal is judged by now, and behind it what it was judged by.
 * @param versions of the transit's papers; undefined where they were never changed
 * @returns null while its route is not known
 */
export function planOf(
  grounds: Grounds,
  task: TaskRecord,
  sealId: string,
  versions: Version<TermsRecord> | undefined,
): Plan | null {
  return planAt(grounds, task, sealId, versions, Infinity);
}

/** The papers of a transit as they are and, behind them, as they were; undefined where none of the changes is the transit's own. */
export function termsVersions(
  task: TaskRecord,
  changes: readonly PlanChange<TermsRecord>[],
): Version<TermsRecord> | undefined {
  const own = changes.filter(({ id }) => id === task.transitId);
  if (own.length === 0) return undefined;
  return new Version<TermsRecord>(
    task,
    own.map(({ id, at, before }) => ({ ...{ id, at }, undo: (terms) => before ?? terms })),
  );
}

/**
 * What zones, routes and cards were when the transit was registered is the first that it is judged by, and holds for what was before as well;
 * only its own papers may have been changed for a time before that.
 */
function planAt(
  grounds: Grounds,
  task: TaskRecord,
  sealId: string,
  versions: Version<TermsRecord> | undefined,
  time: Instant,
): TransitPlan | null {
  const papers = versions?.at(time);
  const terms = papers?.value ?? task;
  const { registeredAt } = task;
  const asOf = Math.max(time, registeredAt);
  const zones = grounds.zones.at(asOf);
  const route = grounds.routeOf(terms.routeId)?.at(asOf);
  if (route === undefined || route.value === null) return null;
  const cards = grounds.cardsOf(terms.toId)?.at(asOf);
  const changed = Math.max(zones.from, route.from, cards?.from ?? 0);
  // the present is asked for as Infinity
  const first = task.firstSince < Infinity && task.firstSince <= time ? task.firstSince : 0;
  const from = Math.max(papers?.from ?? 0, changed <= registeredAt ? 0 : changed, first);
  const { index } = zones.value;
  return new TransitPlan(
    grounds,
    task,
    sealId,
    versions,
    from,
    terms,
    route.value,
    index,
    cards?.value ?? null,
  );
}
