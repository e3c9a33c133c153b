import {
  TRANSIT_STATES,
  TRANSIT_STEPS,
  type AlarmChange,
  type Fix,
  type Instant,
  type TransitState,
} from '@haidang/domain';
import type { CorridorPlace } from '@haidang/geo';
import { Book } from './book.js';
import { orderOf, type WatchEvent } from './event.js';
import type { Stand } from './meeting/stand.js';
import type { Moment } from './moment.js';
import { planAt, plansSince, type Plan } from './plan.js';
import { ALL_RULES, type NamedRule, type RuleName, type RuleStates } from './rules/index.js';
import { NEVER, type Rule, type Scene } from './rules/rule.js';
import { STATE_VERSION, type WatchState } from './state.js';
import { believe, type Sighting, type Track } from './track.js';

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
  const watch = new Watch(state, plan, event);
  watch.passTo(event.time);
  if (event.kind === 'fix') watch.hear(event.fix);
  else if (event.kind === 'step') watch.enter(TRANSIT_STEPS[event.step].to, event.time);
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
    if (next.changes.length > 0) changes.push(...next.changes);
    if (next.stands.length > 0) stands.push(...next.stands);
  }
  return { state, changes, stands };
}

const HEARING = inEachPhase((rule) => rule.hear !== undefined);
const SEEING = inEachPhase((rule) => rule.see !== undefined);
const TIMED = ALL_RULES.filter(({ rule }) => rule.due !== undefined);

/** The working copy of a state while one event is judged; nothing of the state itself is changed. */
class Watch {
  readonly book: Book;
  private readonly mark: Instant;
  private readonly now: Instant;
  private plan: Plan;
  private phase: TransitState;
  private track: Track;
  private place: CorridorPlace | null;
  private rules: RuleStates;
  private due: Instant;

  constructor(
    private readonly state: WatchState,
    private readonly newest: Plan,
    event: WatchEvent,
  ) {
    this.plan = versionOf(state, newest, event.time);
    this.mark = markOf(event);
    this.now = event.time;
    this.book = new Book(state.episodes, this.plan, event.time, this.mark);
    ({ phase: this.phase, track: this.track, place: this.place, rules: this.rules, due: this.due } = state);
  }

  /** What happens by the clock and by changes of the plan, up to a time, in order. */
  passTo(time: Instant): void {
    if (this.state.plan !== this.newest.version) {
      for (const next of plansSince(this.newest, this.plan.version, time)) this.replan(next);
      if (this.state.at === null) this.due = this.nextDue();
    }
    this.strikeUntil(time);
    this.book.turnTo(time, this.mark);
  }

  hear(fix: Fix): void {
    const { track, usable, jumped } = believe(this.track, fix, this.plan.rules);
    const before = this.track.last;
    let previous = before;
    for (let i = 0; i < usable.length; i++) {
      const here = usable[i]!;
      this.see(here, previous, jumped && i === 0);
      previous = here;
    }
    this.track = track;
    const { plan, phase, book } = this;
    const hearing = { plan, phase, time: fix.time, book, last: track.last, fix, before };
    for (const named of HEARING[this.phase]) this.ask(named, (rule, state) => rule.hear!(state, hearing));
  }

  /**
   * The transit enters another phase, unless it is past that already: a step entered afterwards, with a time before another's, takes
   * nothing back. The rules of the phase it leaves forget, and their alarms end.
   */
  enter(phase: TransitState, time: Instant): void {
    const left = this.phase;
    if (TRANSIT_STATES.indexOf(phase) <= TRANSIT_STATES.indexOf(left)) return;
    this.phase = phase;
    for (const { name, rule } of ALL_RULES) {
      if (!rule.phases.includes(left) || rule.phases.includes(phase)) continue;
      rule.leave?.(this.rules[name], { ...this.scene(time), phase: left });
      if (rule.kind !== null) this.book.leave(rule.kind, time);
      this.remember(name, rule.start);
    }
  }

  done(event: WatchEvent): Step {
    const { state, book } = this;
    if (this.mayWait(state)) this.due = this.nextDue();
    this.strikeUntil(event.time);
    book.prune();
    const next: WatchState = {
      version: STATE_VERSION,
      at: orderOf(event),
      phase: this.phase,
      plan: this.plan.version,
      track: this.track,
      place: this.place,
      rules: this.rules,
      episodes: book.episodes,
      due: this.due,
    };
    return { state: next, changes: book.changes, stands: book.stands };
  }

  private see(here: Sighting, previous: Sighting | null, jumped: boolean): void {
    const { plan } = this;
    const linked = previous !== null && !jumped && here.time - previous.time <= plan.rules.maxGap;
    const from = linked ? previous : here;
    const moment: Moment = {
      plan,
      phase: this.phase,
      time: this.book.time,
      book: this.book,
      last: here,
      here,
      before: linked ? previous : null,
      lastTime: previous?.time ?? null,
      earlier: previous,
      jumped,
      place: plan.corridor.locate(here.lat, here.lon, this.place?.segment),
      zones: plan.zones.near(from.lat, from.lon, here.lat, here.lon),
    };
    this.place = moment.place;
    for (const named of SEEING[this.phase]) this.ask(named, (rule, state) => rule.see!(state, moment));
  }

  private replan(next: Plan): void {
    this.strikeUntil(next.from - 1);
    const before = this.plan;
    this.plan = this.book.plan = next;
    const scene = this.scene(next.from);
    for (const named of ALL_RULES) {
      if (named.rule.replan !== undefined)
        this.ask(named, (rule, state) => rule.replan!(state, scene, before));
    }
    this.due = this.nextDue();
  }

  private strikeUntil(time: Instant): void {
    while (this.due <= time) {
      const { due } = this;
      const scene = this.scene(due);
      for (const named of TIMED) {
        if (!named.rule.phases.includes(this.phase)) continue;
        if (named.rule.due!(this.rules[named.name], scene) <= due)
          this.ask(named, (rule, state) => rule.strike!(state, scene));
      }
      this.due = this.nextDue();
      if (this.due <= due) throw new RangeError(`a rule waits for ${due} for ever`);
    }
  }

  private nextDue(): Instant {
    const { plan, phase, book } = this;
    const scene = { plan, phase, time: book.time, book, last: this.track.last };
    let due = NEVER;
    for (const { name, rule } of TIMED) {
      if (rule.phases.includes(this.phase)) due = Math.min(due, rule.due!(this.rules[name], scene));
    }
    return due;
  }

  private ask({ name, rule }: NamedRule, how: (rule: Rule<unknown>, state: unknown) => unknown): void {
    if (!rule.phases.includes(this.phase)) return;
    const state = this.rules[name];
    const next = how(rule, state);
    if (next !== state) this.remember(name, next);
  }

  /** The state's own memory is copied once a step, before the first change. */
  private remember(name: RuleName, memory: unknown): void {
    if (this.rules === this.state.rules) this.rules = { ...this.rules };
    (this.rules as Record<RuleName, unknown>)[name] = memory;
  }

  /** What is due may have changed: nothing is while nothing was and no rule that waits has learnt anything. */
  private mayWait({ rules, phase }: WatchState): boolean {
    if (this.due !== NEVER || this.book.changed || this.phase !== phase) return true;
    return TIMED.some(({ name }) => this.rules[name] !== rules[name]);
  }

  /** What was due by the last event and comes up only now, by a phase or a plan, is said now: what was said by then is settled. */
  private scene(due: Instant): Scene {
    const time = this.state.at !== null && due <= this.state.at.time ? this.now : due;
    this.book.turnTo(time, due);
    return { plan: this.plan, phase: this.phase, time, book: this.book, last: this.track.last };
  }
}

/** For each phase the rules that are asked in it, so that no fix asks the others. */
function inEachPhase(
  isAsked: (rule: Rule<unknown>) => boolean,
): Readonly<Record<TransitState, readonly NamedRule[]>> {
  const of = (phase: TransitState) =>
    ALL_RULES.filter(({ rule }) => isAsked(rule) && rule.phases.includes(phase));
  return Object.fromEntries(TRANSIT_STATES.map((phase) => [phase, of(phase)])) as unknown as Record<
    TransitState,
    readonly NamedRule[]
  >;
}

/** When the platform took the event in. What happens by the clock was known when its time came. */
function markOf(event: WatchEvent): Instant {
  return event.kind === 'fix' || event.kind === 'step' ? event.mark : event.time;
}

/** The version the state was last judged by; at its beginning, that of the time. */
function versionOf({ plan: version }: WatchState, newest: Plan, time: Instant): Plan {
  if (version < 0) return planAt(newest, time);
  let plan = newest;
  while (plan.version > version && plan.before !== null) plan = plan.before;
  return plan;
}
