import { isDeepStrictEqual } from 'node:util';
import { mergeRules, type Rules } from '@haidang/domain';
import { Corridor } from '@haidang/geo';
import type { PlanChange, RouteRecord } from '@haidang/store';
import { Version } from './version.js';

/** A route and what the engine asks of it; its corridor is built when somebody asks, and shared by all who drive on it. */
export class KnownRoute {
  /** Zones in which a stop is permitted, and checkpoints in their order, of all legs. */
  readonly stops: ReadonlySet<string>;
  readonly checkpoints: readonly string[];
  /** The numbers of transits that set none of their own. */
  readonly rules: Rules;
  private built: Corridor | undefined;

  private constructor(
    readonly record: RouteRecord,
    known: KnownRoute | undefined,
  ) {
    const { legs, rules } = record;
    this.stops = new Set(legs.flatMap((leg) => leg.stops));
    this.checkpoints = legs.flatMap((leg) => leg.checkpoints);
    this.rules = mergeRules(rules ?? undefined);
    if (known !== undefined && isDeepStrictEqual(known.record.legs, legs)) this.built = known.corridor;
  }

  /** @param known another version of it: where the legs are the same, so is the corridor */
  static of(record: RouteRecord, known?: KnownRoute | null): KnownRoute {
    return new KnownRoute(record, known ?? undefined);
  }

  get corridor(): Corridor {
    this.built ??= Corridor.of(this.record.legs);
    return this.built;
  }
}

/** A route as it is, null when it is there no more, and behind it as it was. @param changes its own */
export function routeVersions(
  now: RouteRecord | null,
  changes: readonly PlanChange<RouteRecord>[],
  known?: Version<KnownRoute | null>,
): Version<KnownRoute | null> {
  const undo = changes.map(({ id, at, before }) => ({
    ...{ id, at },
    undo: (route: KnownRoute | null) => (before === null ? null : KnownRoute.of(before, route)),
  }));
  return new Version(now === null ? null : KnownRoute.of(now, known?.value), undo, known);
}
