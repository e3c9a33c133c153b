import type { Instant, Rules } from '@haidang/domain';
import type { Corridor, ZoneIndex } from '@haidang/geo';

/**
 * What one seal of one transit is judged by, from a time on. A change of the route, a zone, the settings or the transit makes a new
 * version; an event is judged by the version of its own time.
 */
export interface Plan {
  readonly transitId: string;
  readonly sealId: string;
  /** When it began to hold. The oldest one holds for all time before as well. */
  readonly from: Instant;
  /** Grows from version to version. */
  readonly version: number;
  /** The version before, as far back as late evidence is taken. */
  readonly before: Plan | null;
  readonly corridor: Corridor;
  /** Zones of every kind, shared by all plans; each rule asks those of its own kind. */
  readonly zones: ZoneIndex;
  /** The numbers in force: the platform's, overridden by the route's, then by the transit's. */
  readonly rules: Rules;
  /** Facility ids: the zones of kind `facility` that carry them are the origin and the destination. */
  readonly origin: string;
  readonly destination: string;
  /** Zones in which the route permits a stop. */
  readonly stops: ReadonlySet<string>;
  /** Checkpoint zones, in the order in which they are to be passed. */
  readonly checkpoints: readonly string[];
  /** Cards that may open the seal at the destination; null where its office keeps no list: then none is asked for. */
  readonly cards: ReadonlySet<string> | null;
  readonly departBy: Instant | null;
  readonly arriveBy: Instant | null;
}

/** The version that holds at a time. */
export function planAt(newest: Plan, time: Instant): Plan {
  let plan = newest;
  while (time < plan.from && plan.before !== null) plan = plan.before;
  return plan;
}

/** The versions that came into force after `version` and up to a time, oldest first. */
export function plansSince(newest: Plan, version: number, time: Instant): readonly Plan[] {
  const since: Plan[] = [];
  for (
    let plan: Plan | null = planAt(newest, time);
    plan !== null && plan.version > version;
    plan = plan.before
  )
    since.unshift(plan);
  return since;
}
