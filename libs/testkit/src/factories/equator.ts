import {
  DEFAULT_RULES,
  formatInstant,
  mergeRules,
  parseInstant,
  type AlarmKind,
  type Fix,
  type GeoPosition,
  type Instant,
  type LatLon,
  type Leg,
  type RuleSettings,
  type TransitState,
  type TransitStep,
  type Zone,
} from '@haidang/domain';
import { Corridor, ZoneIndex } from '@haidang/geo';
import {
  startWatch,
  stepAll,
  type FixEvent,
  type Plan,
  type ResolveEvent,
  type Step,
  type TransitStepEvent,
  type WatchEvent,
} from '@haidang/engine';

/** Metres in a degree at the equator of WGS 84: of longitude, of latitude. */
const EAST = 111_319.49;
const NORTH = 110_574.28;

/**
 * A place so many metres east and north of (0, 0), where a degree is a round number of metres either way: a test can
 * say "600 m beside the line" and a reader can check it.
 */
export function spot(east: number, north: number): LatLon {
  return { lat: north / NORTH, lon: east / EAST };
}

/** The same as a GeoJSON position. */
export function position(east: number, north: number): GeoPosition {
  const { lat, lon } = spot(east, north);
  return [lon, lat];
}

/** A time of 22 November 2026, UTC: `08:00:30` or `08:00`. */
export function clockTime(text: string): Instant {
  const instant = parseInstant(`2026-11-22T${text.length === 5 ? `${text}:00` : text}Z`);
  if (instant === undefined) throw new Error(`not a time of day: ${text}`);
  return instant;
}

/** A seal's fix with every field, quiet and healthy but for what is given. */
export function fixOf(time: Instant, place: LatLon | null, rest: Partial<Fix> = {}): Fix {
  return {
    seq: 0,
    time,
    lat: place?.lat ?? null,
    lon: place?.lon ?? null,
    accuracy: 10,
    speed: 50,
    heading: 90,
    satellites: 9,
    battery: 87,
    charging: false,
    lock: 'locked',
    events: 0,
    card: null,
    buffered: false,
    ...rest,
  };
}

/** A leg along the equator, from one metre east to another. */
export function legAlong(fromEast: number, toEast: number, halfWidth: number): Leg {
  const coordinates = [position(fromEast, 0), position(toEast, 0)];
  return { line: { type: 'LineString', coordinates }, halfWidth, stops: [], checkpoints: [] };
}

/** A rectangle by its south-western and north-eastern corners, in metres east and north. */
export function rectangle(id: string, west: number, south: number, east: number, north: number): Zone {
  const ring = [
    position(west, south),
    position(east, south),
    position(east, north),
    position(west, north),
    position(west, south),
  ];
  return { id, name: `Zone ${id}`, kind: 'forbidden', geometry: { type: 'Polygon', coordinates: [ring] } };
}

/** What a plan of the equator may differ in. */
export interface PlanChanges extends Partial<
  Pick<
    Plan,
    | 'transitId'
    | 'sealId'
    | 'origin'
    | 'destination'
    | 'departBy'
    | 'arriveBy'
    | 'checkpoints'
    | 'from'
    | 'version'
    | 'before'
  >
> {
  readonly legs?: readonly Leg[];
  readonly zones?: readonly Zone[];
  readonly rules?: RuleSettings;
  readonly stops?: readonly string[];
  readonly cards?: readonly string[];
}

/** A plan along the equator: 100 km, 500 m to either side, the platform's own rules, but for what is given. */
export function planOf({ legs, zones, rules, stops, cards, ...rest }: PlanChanges = {}): Plan {
  return {
    transitId: 'T1',
    sealId: 'S1',
    from: 0,
    version: 1,
    before: null,
    corridor: Corridor.of(legs ?? [legAlong(0, 100_000, 500)]),
    zones: ZoneIndex.of(zones ?? []),
    rules: rules === undefined ? DEFAULT_RULES : mergeRules(rules),
    origin: 'ORIGIN',
    destination: 'DESTINATION',
    stops: new Set(stops ?? []),
    checkpoints: [],
    cards: new Set(cards ?? []),
    departBy: null,
    arriveBy: null,
    ...rest,
  };
}

/** Fixes as events, taken in when they were made unless their arrival is given. */
export function fixEvents(fixes: Iterable<Fix>, mark?: Instant): FixEvent[] {
  return Array.from(fixes, (fix) => ({ kind: 'fix', time: fix.time, fix, mark: mark ?? fix.time }));
}

/** An officer's act on an alarm of a kind without causes, at a time of day; its author has seen all that was taken in by then. */
export function resolved(alarm: AlarmKind, time: string, rest: Partial<ResolveEvent> = {}): ResolveEvent {
  const at = clockTime(time);
  return { kind: 'resolve', seq: 0, time: at, alarm, cause: '', start: 0, end: null, seen: at, ...rest };
}

/** A step of the transit, at a time of day. */
export function stepped(step: TransitStep, time: string): TransitStepEvent {
  return { kind: 'step', step, time: clockTime(time), mark: clockTime(time) };
}

/** Folds fixes and other events, in their order, from the beginning: the changes about one kind, and the state in the end. */
export function watchKind(
  kind: AlarmKind,
  told: readonly (Fix | WatchEvent)[],
  plan: Plan,
  phase: TransitState = 'in_transit',
): Step {
  const events = told.map((one): WatchEvent => ('kind' in one ? one : fixEvents([one])[0]!));
  const whole = stepAll(startWatch(phase), events, plan);
  return { ...whole, changes: whole.changes.filter((change) => change.kind === kind) };
}

/** The alarms of one kind that come of it, in the order of their beginnings: `08:02:00 - 08:05:30`, or `08:02:00 -` while one goes on. */
export function spansOf(
  kind: AlarmKind,
  told: readonly (Fix | WatchEvent)[],
  plan: Plan,
  phase: TransitState = 'in_transit',
): string[] {
  const { changes } = watchKind(kind, told, plan, phase);
  const alarms = [...new Map(changes.map((change) => [change.key, change])).values()];
  return alarms
    .sort((a, b) => a.start - b.start)
    .map(({ start, end }) => `${timeOfDay(start)} -${end === null ? '' : ` ${timeOfDay(end)}`}`);
}

/** The time of day of {@link clockTime}, with milliseconds where there are some. */
export function timeOfDay(time: Instant): string {
  return formatInstant(time).slice(11, 23).replace('.000', '');
}

/** Folds fixes of a seal from the beginning; under way unless another phase is given. */
export function watchFixes(fixes: Iterable<Fix>, plan: Plan, phase: TransitState = 'in_transit'): Step {
  return stepAll(startWatch(phase), fixEvents(fixes), plan);
}
