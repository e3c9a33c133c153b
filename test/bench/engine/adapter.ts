import { DEFAULT_RULES, type Fix } from '@haidang/domain';
import {
  keepWatch,
  memoryOf,
  placeOnRoute,
  resumeWatch,
  revise,
  startWatch,
  step,
  stepAll,
  WatchShelf,
  type FixEvent,
  type Plan,
  type WatchState,
} from '@haidang/engine';
import { PlaceSlip, type Corridor, type ZoneIndex } from '@haidang/geo';
import type { Results } from './results.js';
import type { Arrival } from './traffic.js';

/** The one file of this benchmark that knows the engine: whatever else asks it asks here. */

/** Fixes between two kept states; a late fix is folded in from a kept one on. */
const KEPT_EVERY = 8;
/** Filled in for each fix. */
const PLACE = new PlaceSlip();

/** A fix as it comes in, with its number in the traffic. */
export interface Counted extends Arrival {
  readonly number: number;
  readonly event: FixEvent;
}

/** A kept state, and the fixes folded into it since. */
interface Stage {
  /** Of the state on the shelf. */
  readonly place: number;
  readonly since: Counted[];
}

export function planOf(transit: number, corridor: Corridor, zones: ZoneIndex): Plan {
  const id = String(transit);
  return {
    transitId: `T${id}`,
    sealId: `VN${id}`,
    from: 0,
    version: 1,
    before: null,
    corridor,
    zones,
    rules: DEFAULT_RULES,
    origin: '',
    destination: '',
    stops: new Set(),
    checkpoints: [],
    cards: null,
    departBy: null,
    arriveBy: null,
  };
}

/** Watches on one shelf. */
export function watchAll(plans: readonly Plan[]): Watch[] {
  const shelf = new WatchShelf();
  return plans.map((plan, number) => new Watch(plan, shelf, number));
}

/**
 * One transit under watch: the engine's state of it, and what it takes to fold a late fix in at its own time. Its kept states lie on the shelf,
 * as the platform's do between events.
 */
export class Watch {
  readonly #plan: Plan;
  readonly #shelf: WatchShelf;
  #state: WatchState = startWatch('in_transit');
  #older: Stage;
  #newer: Stage;
  /** Alarms opened, resumed, worsened or ended so far. */
  changes = 0;

  /** @param number of the watch: it has two places on the shelf */
  constructor(plan: Plan, shelf: WatchShelf, number: number) {
    this.#plan = plan;
    this.#shelf = shelf;
    this.#older = this.#stageAt(2 * number);
    this.#newer = this.#stageAt(2 * number + 1);
  }

  /** Evaluates a fix later than all before it. */
  take(arrival: Counted, results: Results): void {
    if (this.#newer.since.length >= KEPT_EVERY) {
      const { place } = this.#older;
      this.#older = this.#newer;
      this.#newer = this.#stageAt(place);
    }
    this.#newer.since.push(arrival);
    this.#state = this.#evaluate(this.#state, arrival, results);
  }

  /** Evaluates a late fix, and again all that it comes before. */
  takeLate(arrival: Counted, results: Results): void {
    const [first] = this.#newer.since;
    const isRecent = first !== undefined && arrival.fix.time > first.fix.time;
    const { place, since } = isRecent ? this.#newer : this.#older;
    since.push(arrival);
    since.sort((a, b) => a.fix.time - b.fix.time);
    this.#state = this.#fold(this.#shelf.take(place)!, since, results);
    if (isRecent) return;
    this.#shelf.lay(this.#newer.place, this.#state);
    this.#state = this.#fold(this.#state, this.#newer.since, results);
  }

  /** Draws a line under what was taken so far: no later fix comes before it. */
  settle(): void {
    this.#older = this.#stageAt(this.#older.place);
    this.#newer = this.#stageAt(this.#newer.place);
  }

  #stageAt(place: number): Stage {
    this.#shelf.lay(place, this.#state);
    return { place, since: [] };
  }

  /** What the platform stores of the transit. */
  stored(): string {
    return JSON.stringify(keepWatch(this.#state));
  }

  #fold(state: WatchState, arrivals: readonly Counted[], results: Results): WatchState {
    for (const arrival of arrivals) state = this.#evaluate(state, arrival, results);
    return state;
  }

  #evaluate(before: WatchState, { number, event }: Counted, results: Results): WatchState {
    const { state, changes } = step(before, event, this.#plan);
    this.changes += changes.length;
    const place = placeOnRoute(state, PLACE);
    if (place !== null) results.place(number, place.distance, place.progress);
    let zones = 0;
    for (const { zoneId, entered } of memoryOf(state, 'forbidden_zone'))
      if (entered !== null) results.zone(number, zones++, zoneId);
    results.noMoreZones(number, zones);
    return state;
  }
}

/** Folds an hour of fixes again from the state before it, as one late fix makes the engine do. */
export function refold(before: WatchState, fixes: Iterable<Fix>, plan: Plan): WatchState {
  return revise(before, Array.from(fixes, eventOf), plan, [], 0).state;
}

/** The state after these fixes. */
export function stateAfter(fixes: Iterable<Fix>, plan: Plan): WatchState {
  return stepAll(startWatch('in_transit'), Array.from(fixes, eventOf), plan).state;
}

/** A stored state made ready to go on from. */
export function restored(text: string): WatchState {
  const state = resumeWatch(JSON.parse(text));
  if (state === undefined) throw new Error('a stored state cannot be gone on from');
  return state;
}

export function eventOf(fix: Fix): FixEvent {
  return { kind: 'fix', time: fix.time, fix, mark: fix.time };
}
