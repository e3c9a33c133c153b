import {
  byEventTime,
  DEFAULT_RULES,
  type AlarmChange,
  type AlarmKind,
  type Fix,
  type Leg,
  type Zone,
} from '@haidang/domain';
import type { Plan } from '@haidang/engine';
import { Corridor, ZoneIndex } from '@haidang/geo';
import { fixEvents, WatchLog, watchFixes } from '@haidang/testkit';

/** The only file here that knows the engine: when it changes its ways, this is what follows. */

/** An alarm as it stands after the last fix; `end` is null while it is open. */
export type Standing = Pick<AlarmChange, 'kind' | 'start' | 'end' | 'place'>;

export type { Plan };

/** The platform's own rules on these legs and zones. */
export function planOf(legs: readonly Leg[], zones: readonly Zone[] = []): Plan {
  return {
    transitId: 'T1',
    sealId: 'S1',
    from: 0,
    version: 1,
    before: null,
    corridor: Corridor.of(legs),
    zones: ZoneIndex.of(zones),
    rules: DEFAULT_RULES,
    origin: '',
    destination: '',
    stops: new Set(legs.flatMap((leg) => leg.stops)),
    checkpoints: [],
    cards: null,
    departBy: null,
    arriveBy: null,
  };
}

/** The alarms about places that fixes in the order of their own times leave, by their beginnings. */
export function run(fixes: readonly Fix[], plan: Plan): Standing[] {
  return standing(watchFixes(fixes, plan).changes);
}

/** The same of fixes in the order of their arrival: what comes behind a later one is folded in at its own time. */
export function runInArrivalOrder(arrivals: readonly Fix[], plan: Plan): Standing[] {
  const log = new WatchLog(plan);
  const [first] = [...arrivals].sort(byEventTime);
  if (first === undefined) return [];
  for (const step of ['seal', 'depart'] as const)
    log.arrive({ kind: 'step', step, time: first.time, mark: first.time });
  log.settle();
  for (const event of fixEvents(arrivals)) {
    log.arrive(event);
    log.settle();
  }
  return standing(log.standing());
}

/** Buses stand, turn back and jump: what is reckoned a second time here are places. */
const KINDS: ReadonlySet<AlarmKind> = new Set(['off_route', 'forbidden_zone', 'unscheduled_stop']);

function standing(changes: readonly AlarmChange[]): Standing[] {
  const last = new Map(changes.map((change) => [change.key, change]));
  return [...last.values()]
    .filter(({ kind }) => KINDS.has(kind))
    .map(({ kind, start, end, place }) => ({ kind, start, end, place }))
    .sort((a, b) => a.start - b.start);
}
