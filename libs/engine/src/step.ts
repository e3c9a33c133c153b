import {
  TRANSIT_STATES,
  TRANSIT_STEPS,
  type AlarmChange,
  type Fix,
  type Instant,
  type Metres,
  type TransitState,
} from '@haidang/domain';
import { distance, PlaceSlip } from '@haidang/geo';
import { Book } from './book.js';
import type { Episode } from './episode.js';
import { rankOf, seqOf, type WatchEvent } from './event.js';
import type { Stand } from './meeting/stand.js';
import type { Moment } from './moment.js';
import {
  beginAnew,
  DUE,
  lastIn,
  layLast,
  layOrder,
  layPlace,
  OUTLIERS,
  placeIn,
  timeIn,
  type Filled,
} from './numbers.js';
import { planAt, plansSince, type Plan } from './plan.js';
import { ALL_RULES, TIMED_RULES, type Memories, type NamedRule } from './rules/index.js';
import { NEVER, type Hearing, type Rule, type Scene } from './rules/rule.js';
import { STATE_VERSION, type WatchState } from './state.js';
import { believe, follow, SightingSlip, type Sighting } from './track.js';

/** What an event leads to: the state from now on, and what there is to say of alarms, mostly nothing. */
export interface Step {
  readonly state: WatchState;
  /** The last word on each episode that the event changed. */
  readonly changes: readonly AlarmChange[];
  /** The last word on each stand that the event began to tell of, prolonged or ended. */
  readonly stands: readonly Stand[];
}

/**
 * One event further. Pure: the same state, event and plan give the same step, and none of them is changed. The event must be later
 * than the state's last; what comes late is folded in by `revise`.
 * @param plan the newest version; the event is judged by that of its own time
 */
export function step(state: WatchState, event: WatchEvent, plan: Plan): Step {
  watch.take(state, event, plan);
  watch.passTo(event.time);
  if (event.kind === 'fix') watch.hear(event.fix);
  else if (event.kind === 'step') watch.enter(TRANSIT_STEPS[event.step].to, event.time);
  else if (event.kind === 'remove') watch.remove(event.time);
  else if (event.kind === 'resolve') watch.book.resolve(event);
  return watch.done(event);
}

/** Many events, each later than the one before: the same as stepping them one by one. */
export function stepAll(state: WatchState, events: Iterable<WatchEvent>, plan: Plan): Step {
  const changes: AlarmChange[] = [];
  const stands: Stand[] = [];
  for (const event of events) {
    const next = step(state, event, plan);
    state = next.state;
    changes.push(...next.changes);
    stands.push(...next.stands);
  }
  return { state, changes, stands };
}

const NONE: readonly Sighting[] = [];
const HEARING = inEachPhase((rule) => rule.hear);
const SEEING = inEachPhase((rule) => rule.see);
const AWAITING = ALL_RULES.filter(({ rule }) => rule.awaits !== undefined);
const JOURNEY = ALL_RULES.findIndex(({ name }) => name === 'journey');

/**
 * The working copy of a state while one event is judged; nothing of the state itself is changed. There is one for all steps, as none runs
 * within another: at hundreds of thousands of steps a second, what a step throws away costs more than what it asks.
 */
class Watch {
  readonly book = new Book();
  private state!: WatchState;
  private newest!: Plan;
  private mark: Instant = 0;
  private now: Instant = 0;
  private plan!: Plan;
  private phase!: TransitState;
  private numbers!: number[];
  /** The last believed position. */
  private last!: Sighting | null;
  private doubted!: readonly Sighting[];
  private rules!: Memories;
  private readonly lastSlip = new SightingSlip();
  private readonly hereSlip = new SightingSlip();
  private readonly placeSlip = new PlaceSlip();
  private readonly placeBeforeSlip = new PlaceSlip();
  private readonly scene = { book: this.book } as Filled<Scene>;
  private readonly hearing = { book: this.book } as Filled<Hearing>;
  private readonly moment = { book: this.book } as Filled<Moment>;
  private readonly isAwaited = ({ kind, cause }: Episode): boolean =>
    AWAITING.some(({ index, rule }) => rule.kind === kind && rule.awaits!(this.rules[index], cause));

  take(state: WatchState, event: WatchEvent, newest: Plan): void {
    this.state = state;
    this.newest = newest;
    this.plan = versionOf(state, newest, event.time);
    this.mark = markOf(event);
    this.now = event.time;
    this.phase = event.kind === 'attach' ? event.phase : state.phase;
    this.numbers = state.numbers.slice();
    this.last = lastIn(this.numbers, this.lastSlip);
    this.doubted = state.doubted;
    this.rules = state.rules;
    this.book.take(state.episodes, this.plan, event.time, this.mark);
  }

  /** What happens by the clock and by changes of the plan, up to a time, in order. */
  passTo(time: Instant): void {
    const isPlanned = this.state.plan !== this.newest.version;
    if (isPlanned) {
      for (const next of plansSince(this.newest, this.plan.version, time)) this.replan(next);
      if (Number.isNaN(timeIn(this.state.numbers))) this.numbers[DUE] = this.nextDue();
    }
    if (!isPlanned && this.numbers[DUE]! > time) return;
    this.strikeUntil(time);
    this.book.turnTo(time, this.mark);
  }

  hear(fix: Fix): void {
    const before = this.last;
    const followed = follow(before, fix, this.plan.rules, this.hereSlip);
    if (followed === undefined) this.weigh(fix);
    else {
      this.see(followed, before, false, followed.moved);
      this.numbers[OUTLIERS]! += this.doubted.length;
      this.doubted = NONE;
    }
    const { hearing } = this;
    hearing.plan = this.plan;
    hearing.phase = this.phase;
    hearing.time = fix.time;
    hearing.numbers = this.numbers;
    hearing.last = this.last;
    hearing.fix = fix;
    hearing.before = before;
    this.askAll(HEARING[this.phase], hearing);
  }

  /**
   * The transit enters another phase, unless it is past that already: a step entered afterwards, with a time before another's, takes
   * nothing back. The rules of the phase it leaves forget, and their alarms end.
   */
  enter(phase: TransitState, time: Instant): void {
    const left = this.phase;
    if (TRANSIT_STATES.indexOf(phase) <= TRANSIT_STATES.indexOf(left)) return;
    this.phase = phase;
    for (const { index, rule } of ALL_RULES) {
      if (!rule.phases.includes(left) || rule.phases.includes(phase)) continue;
      rule.leave?.(this.rules[index], { ...this.sceneAt(time), phase: left });
      if (rule.kind !== null) this.book.leave(rule.kind, time);
      this.remember(index, rule.start);
      beginAnew(this.numbers, rule.numbers);
    }
  }

  /** The seal's part in the transit is over; what it found of the journey is the transit's, and stays. */
  remove(time: Instant): void {
    const found = this.rules[JOURNEY];
    this.enter('closed', time);
    this.remember(JOURNEY, found);
  }

  done(event: WatchEvent): Step {
    const { state, book } = this;
    if (this.mayWait(state)) this.numbers[DUE] = this.nextDue();
    this.strikeUntil(event.time);
    book.prune(this.isAwaited, this.doubted[0]?.time ?? Infinity);
    layOrder(this.numbers, event.time, rankOf(event), seqOf(event));
    const next: WatchState = {
      version: STATE_VERSION,
      phase: this.phase,
      plan: this.plan.version,
      numbers: this.numbers,
      rules: this.rules,
      doubted: this.doubted,
      episodes: book.episodes,
    };
    return { state: next, changes: book.changes, stands: book.stands };
  }

  /**
   * A fix that does not simply go on from the last believed position. What was doubted until the plan changed is believed now, but no more judged: what the plan
   * says held for none of it.
   */
  private weigh(fix: Fix): void {
    const known = { last: this.last, doubted: this.doubted, outliers: this.numbers[OUTLIERS]! };
    const { track, usable, jumped } = believe(known, fix, this.plan.rules);
    let previous = this.last;
    let isFirst = true;
    for (const here of usable) {
      if (here.time < this.plan.from && this.plan.before !== null) continue;
      const moved = previous === null ? NaN : distance(previous, here);
      this.see(here, previous, jumped && isFirst, moved);
      previous = here;
      isFirst = false;
    }
    this.doubted = track.doubted;
    this.numbers[OUTLIERS] = track.outliers;
  }

  private see(here: Sighting, previous: Sighting | null, jumped: boolean, moved: Metres): void {
    const { plan, moment, numbers } = this;
    const linked = previous !== null && !jumped && here.time - previous.time <= plan.rules.maxGap;
    const from = linked ? previous : here;
    moment.plan = plan;
    moment.phase = this.phase;
    moment.time = this.book.time;
    moment.numbers = numbers;
    moment.last = moment.here = here;
    moment.before = linked ? previous : null;
    moment.earlier = previous;
    moment.moved = moved;
    moment.jumped = jumped;
    const placeBefore = placeIn(numbers, this.placeBeforeSlip);
    moment.placeBefore = placeBefore;
    moment.place = plan.corridor.locate(here, placeBefore?.segment, this.placeSlip);
    moment.zones = plan.zones.near(from, here);
    this.askAll(SEEING[this.phase], moment);
    layPlace(numbers, moment.place);
    layLast(numbers, here);
    this.last = here;
  }

  private replan(next: Plan): void {
    this.strikeUntil(next.from - 1);
    const before = this.plan;
    this.plan = this.book.plan = next;
    if (!next.corridor.isSameAs(before.corridor)) layPlace(this.numbers, null);
    const scene = this.sceneAt(next.from);
    for (const { index, rule } of ALL_RULES) {
      if (rule.replan !== undefined && rule.phases.includes(this.phase))
        this.remember(index, rule.replan(this.rules[index], scene, before));
    }
    this.numbers[DUE] = this.nextDue();
  }

  private strikeUntil(time: Instant): void {
    while (this.numbers[DUE]! <= time) {
      const due = this.numbers[DUE]!;
      const scene = this.sceneAt(due);
      for (const { index, rule } of TIMED_RULES) {
        if (rule.phases.includes(this.phase) && rule.due!(this.rules[index], scene) <= due)
          this.remember(index, rule.strike!(this.rules[index], scene));
      }
      const next = this.nextDue();
      this.numbers[DUE] = next;
      if (next <= due) throw new RangeError(`a rule waits for ${due} for ever`);
    }
  }

  private nextDue(): Instant {
    const scene = this.filledScene(this.book.time);
    let due = NEVER;
    for (const { index, rule } of TIMED_RULES) {
      if (rule.phases.includes(this.phase)) due = Math.min(due, rule.due!(this.rules[index], scene));
    }
    return due;
  }

  private askAll<Asked extends Scene>(rules: readonly Asking<Asked>[], asked: Asked): void {
    for (let i = 0; i < rules.length; i++) {
      const { index, ask } = rules[i]!;
      this.remember(index, ask(this.rules[index], asked));
    }
  }

  /** The state's own memories are copied once a step, before the first change. */
  private remember(index: number, memory: unknown): void {
    if (memory === this.rules[index]) return;
    if (this.rules === this.state.rules) this.rules = this.state.rules.slice();
    (this.rules as unknown[])[index] = memory;
  }

  /** What is due may have changed: not while the phase stays and no rule that waits remembers anything. A change of plan sees to it itself. */
  private mayWait({ rules, phase }: WatchState): boolean {
    if (this.phase !== phase) return true;
    for (let i = 0; i < TIMED_RULES.length; i++) {
      const { index, rule } = TIMED_RULES[i]!;
      if (this.rules[index] !== rule.start || rules[index] !== rule.start) return true;
    }
    return false;
  }

  /** What was due by the last event and comes up only now, by a phase or a plan, is said now: what was said by then is settled. */
  private sceneAt(due: Instant): Scene {
    // before the first event there is no time, and this is false
    const time = due <= timeIn(this.state.numbers) ? this.now : due;
    this.book.turnTo(time, due);
    return this.filledScene(time);
  }

  private filledScene(time: Instant): Scene {
    const { scene } = this;
    scene.plan = this.plan;
    scene.phase = this.phase;
    scene.time = time;
    scene.numbers = this.numbers;
    scene.last = this.last;
    return scene;
  }
}

const watch = new Watch();

/** One question of a rule, and the number of its memory. */
interface Asking<Asked> {
  readonly index: number;
  readonly ask: (memory: unknown, asked: Asked) => unknown;
}

/** For each phase the rules that are asked in it, so that no fix asks the others. */
function inEachPhase<Asked>(
  question: (rule: Rule<unknown>) => Asking<Asked>['ask'] | undefined,
): Readonly<Record<TransitState, readonly Asking<Asked>[]>> {
  const inPhase = (phase: TransitState): Asking<Asked>[] =>
    ALL_RULES.flatMap(({ index, rule }: NamedRule) => {
      const ask = rule.phases.includes(phase) ? question(rule) : undefined;
      return ask === undefined ? [] : [{ index, ask }];
    });
  return Object.fromEntries(TRANSIT_STATES.map((phase) => [phase, inPhase(phase)])) as unknown as Record<
    TransitState,
    readonly Asking<Asked>[]
  >;
}

/** When the platform took in what a fix tells. What else happens was known when its time came. */
function markOf(event: WatchEvent): Instant {
  return event.kind === 'fix' ? event.mark : event.time;
}

/** The version the state was last judged by; at its beginning, that of the time. */
function versionOf({ plan: version }: WatchState, newest: Plan, time: Instant): Plan {
  if (version < 0) return planAt(newest, time);
  let plan = newest;
  while (plan.version > version && plan.before !== null) plan = plan.before;
  return plan;
}
