import type { AlarmKind, Route, Zone } from '@haidang/domain';
import type { Plan } from '@haidang/engine';
import { placeZone } from '@haidang/geo';
import type { RouteRecord, TaskRecord, TrialScope } from '@haidang/store';
import { KnownRoute } from '../directory/known-route.js';
import { planOf, type Grounds } from '../directory/plans.js';
import { Version } from '../directory/version.js';
import type { ZoneSet } from '../directory/zone-set.js';

/** What somebody would have in the register. */
export type Draft = { readonly zone: Zone } | { readonly route: DraftRoute };
export type DraftRoute = Pick<Route, 'from' | 'to'> & RouteRecord;

/** Metres about a zone in which a position may still be in it, for all that is known of it. */
const REACH = 20_000;
const METRES_A_DEGREE = 111_000;

/** Kinds of the engine's rules that ask the way of a route. */
const OF_THE_WAY: ReadonlySet<AlarmKind> = new Set(['off_route', 'reverse_direction', 'unscheduled_stop']);

/** Alarms about two seals, about silence or about gates, by what of the map they ask. */
const UNTRIED = {
  facility: ['rendezvous', 'place_contradiction'],
  stop: ['rendezvous'],
  queue: ['rendezvous'],
  dead_stretch: ['signal_lost'],
  forbidden: [],
} as const satisfies Record<Zone['kind'], readonly AlarmKind[]>;
const UNTRIED_OF_ROUTES: readonly AlarmKind[] = ['rendezvous', 'signal_lost'];

/** Longitudes and latitudes, degrees. */
export interface Extent {
  readonly west: number;
  readonly south: number;
  readonly east: number;
  readonly north: number;
}

/**
 * A draft before the register as it is: how a seal is judged without it and with it. Both are judged by what holds now, for the whole of their
 * time, so that what differs is the draft's doing and nothing else's.
 */
export class DraftCase {
  readonly untried: readonly AlarmKind[];
  private readonly now: Grounds;
  private readonly drafted: Grounds;
  private readonly before: Zone | undefined;
  private readonly isKnownRoute: boolean;

  constructor(
    private readonly draft: Draft,
    known: Grounds,
  ) {
    this.now = asItIs(known);
    const zones = this.now.zones.value;
    this.before = 'zone' in draft ? zones.index.get(draft.zone.id)?.zone : undefined;
    this.isKnownRoute = 'route' in draft && this.now.routeOf(draft.route.id) != null;
    this.drafted = 'zone' in draft ? withZone(this.now, zones, draft.zone) : withRoute(this.now, draft.route);
    const kinds = 'zone' in draft ? [draft.zone.kind, this.before?.kind ?? draft.zone.kind] : [];
    this.untried =
      'route' in draft ? UNTRIED_OF_ROUTES : [...new Set(kinds.flatMap((kind) => UNTRIED[kind]))];
  }

  /** On which transits it is to be tried. */
  get transits(): Pick<TrialScope, 'routeId' | 'ends'> {
    if ('zone' in this.draft) return {};
    const { id, from, to } = this.draft.route;
    return this.isKnownRoute ? { routeId: id } : { ends: { from, to } };
  }

  /** Null while its route is not known. */
  planWithout(task: TaskRecord): Plan | null {
    return task.sealId === null ? null : planOf(this.now, task, task.sealId, undefined);
  }

  planWith(task: TaskRecord): Plan | null {
    if (task.sealId === null) return null;
    const routed = 'route' in this.draft ? { ...task, routeId: this.draft.route.id } : task;
    return planOf(this.drafted, routed, task.sealId, undefined);
  }

  /** False where it cannot make a difference: nothing was ever near the zone, as it is or as it would be. */
  mayConcern(extent: Extent): boolean {
    if ('route' in this.draft) return true;
    const zones = [this.draft.zone, ...(this.before === undefined ? [] : [this.before])];
    return zones.some((zone) => meets(zone, extent));
  }

  /** Whether an alarm is one that such a draft is drawn for, and is told though nothing changes. */
  isAbout({ kind, cause }: { readonly kind: AlarmKind; readonly cause: string }): boolean {
    if ('route' in this.draft) return OF_THE_WAY.has(kind);
    return kind === 'forbidden_zone' && cause === this.draft.zone.id;
  }
}

/** Without what was before. */
function asItIs(known: Grounds): Grounds {
  const flat = <T>(version: Version<T> | undefined) => version && new Version(version.value, []);
  return {
    zones: new Version(known.zones.value, []),
    routeOf: (id) => flat(known.routeOf(id)),
    cardsOf: (id) => flat(known.cardsOf(id)),
  };
}

function withZone(now: Grounds, zones: ZoneSet, zone: Zone): Grounds {
  return { ...now, zones: new Version(zones.with(zone.id, zone), []) };
}

function withRoute(now: Grounds, { id, legs, rules }: DraftRoute): Grounds {
  const route = new Version(KnownRoute.of({ id, legs, rules }), []);
  return { ...now, routeOf: (other) => (other === id ? route : now.routeOf(other)) };
}

function meets(zone: Zone, { west, south, east, north }: Extent): boolean {
  const { minX, minY, maxX, maxY } = placeZone(zone).shape.box;
  const y = REACH / METRES_A_DEGREE;
  const x = y / Math.max(0.05, Math.cos((Math.max(Math.abs(minY), Math.abs(maxY)) * Math.PI) / 180));
  if (minY - y > north || maxY + y < south) return false;
  // what lies about the antimeridian is looked at
  if (minX < -180 || maxX > 180 || east - west > 180) return true;
  return minX - x <= east && maxX + x >= west;
}
