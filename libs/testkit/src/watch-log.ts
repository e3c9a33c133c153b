import { contentOf, HOUR, type AlarmChange, type Instant } from '@haidang/domain';
import {
  lastEvent,
  compareEvents,
  compareOrder,
  keepWatch,
  milestoneOf,
  orderOf,
  resumeWatch,
  revise,
  startWatch,
  step,
  WatchShelf,
  type Plan,
  type StandRevision,
  type Standing,
  type WatchEvent,
  type WatchState,
} from '@haidang/engine';

/** An alarm of a {@link WatchLog}. */
export interface LoggedAlarm extends Standing {
  readonly episode: AlarmChange;
  readonly late: boolean;
  /** An officer had resolved it, and evidence that came after took that back. */
  readonly reopened: boolean;
  /** The alarm it was merged into. */
  readonly into: string | null;
}

/**
 * One watch as the platform keeps it, in memory: events come in any order, those in their turn are stepped at once, the others are
 * folded in by {@link settle}.
 */
export class WatchLog {
  private readonly shelf = new WatchShelf();
  readonly alarms = new Map<string, LoggedAlarm>();
  private readonly events: WatchEvent[] = [];
  private readonly milestones = new Map<Instant, WatchState>();
  /** The earliest event that is not folded in yet. */
  private late: WatchEvent | undefined;
  /** When the seal was taken off. */
  private until: Instant = Infinity;

  /** @param stood is told of the seal's stands, and how far the watch was folded when they were late; -Infinity when they were not */
  constructor(
    private plan: Plan,
    private readonly stood: (stands: StandRevision, heardTo: Instant) => void = () => undefined,
  ) {
    this.state = startWatch();
  }

  /** Kept flat between events, as the platform keeps it. */
  get state(): WatchState {
    return this.shelf.take(0)!;
  }

  private set state(state: WatchState) {
    this.shelf.lay(0, state);
  }

  /** Takes an event in; one that is there already (same time, rank and seq) changes nothing, unless its content is the one to be judged. */
  arrive(event: WatchEvent): void {
    if (event.time > this.until && event.kind !== 'resolve') return;
    const at = this.events.findLastIndex((one) => compareEvents(one, event) <= 0);
    if (at >= 0 && compareEvents(this.events[at]!, event) === 0) return this.contest(at, event);
    this.events.splice(at + 1, 0, event);
    const told = lastEvent(this.state);
    const inTurn = compareOrder(orderOf(event), told) > 0;
    if (inTurn && event.kind === 'fix') return this.follow(event);
    if (this.late === undefined || compareEvents(event, this.late) < 0) this.late = event;
  }

  /** Word comes that another version of its plan holds since a time, which may lie behind what was told. */
  replan(plan: Plan, since: Instant): void {
    this.plan = plan;
    this.foldFrom(since);
  }

  /** Word comes that the seal was taken off at a time: what it said since is not of this watch. */
  takeOff(time: Instant): void {
    this.until = time;
    const kept = this.events.filter((event) => event.time <= time || event.kind === 'resolve');
    this.events.splice(0, this.events.length, ...kept);
    this.arrive({ kind: 'remove', time });
    this.foldFrom(time);
  }

  /** Folds in what came late. */
  settle(): void {
    if (this.late !== undefined) this.foldFrom(this.late.time);
  }

  /** Forgets everything but the log and the alarms, and folds from the beginning. */
  refold(): void {
    this.milestones.clear();
    this.foldFrom(-Infinity);
  }

  /** The process ends and another begins: all that is left is what JSON carries. */
  restart(): void {
    this.state = carried(this.state);
    for (const [hour, one] of this.milestones) this.milestones.set(hour, carried(one));
    for (const [key, alarm] of this.alarms)
      this.alarms.set(key, JSON.parse(JSON.stringify(alarm)) as LoggedAlarm);
  }

  private contest(at: number, event: WatchEvent): void {
    const known = this.events[at]!;
    if (event.kind !== 'fix' || known.kind !== 'fix' || contentOf(event.fix) >= contentOf(known.fix)) return;
    this.events[at] = event;
    if (this.late === undefined || compareEvents(event, this.late) < 0) this.late = event;
  }

  private foldFrom(since: Instant): void {
    const time = Math.min(since, this.late?.time ?? since);
    const hour = Math.floor(time / HOUR) * HOUR;
    const base =
      [...this.milestones].filter(([of]) => of < hour).sort(([a], [b]) => b - a)[0]?.[1] ?? startWatch();
    const after = this.events.filter((one) => compareOrder(orderOf(one), lastEvent(base)) > 0);
    const heardTo = lastEvent(this.state).time;
    const { state, milestones, keptTo, corrections, stands } = revise(
      base,
      after,
      this.plan,
      [...this.alarms.values()],
      heardTo,
    );
    for (const hour of this.milestones.keys()) if (hour > keptTo) this.milestones.delete(hour);
    for (const one of milestones) this.milestones.set(milestoneOf(one)!, one);
    for (const correction of corrections) {
      if (correction.kind === 'withdrawn') {
        const { key, ending, into } = correction;
        this.alarms.set(key, { ...this.alarms.get(key)!, withdrawn: ending, into });
      } else this.alarms.set(...told(correction.episode, correction.late, this.alarms));
    }
    this.state = state;
    this.late = undefined;
    this.stood(stands, heardTo);
  }

  /** What stands, in the order of its beginnings. */
  standing(): AlarmChange[] {
    return [...this.alarms.values()]
      .filter(({ withdrawn }) => withdrawn === null)
      .map(({ episode }) => episode);
  }

  private follow(event: WatchEvent): void {
    const before = this.state;
    const { state, changes, stands } = step(before, event, this.plan);
    if (milestoneOf(before) !== null && milestoneOf(before) !== milestoneOf(state))
      this.milestones.set(milestoneOf(before)!, before);
    this.state = state;
    if (stands.length > 0) this.stood({ since: Infinity, stands }, -Infinity);
    for (const episode of changes) this.alarms.set(...told(episode, false, this.alarms));
  }
}

function carried(state: WatchState): WatchState {
  const back = resumeWatch(JSON.parse(JSON.stringify(keepWatch(state))));
  if (back === undefined) throw new Error('a state of another version');
  return back;
}

/** An alarm as it stands after a word on it, under its key. */
export function told(
  episode: AlarmChange,
  late: boolean,
  alarms: ReadonlyMap<string, LoggedAlarm>,
): [string, LoggedAlarm] {
  const before = alarms.get(episode.key);
  const reopened = before?.reopened === true || (before?.episode.resolved === true && !episode.resolved);
  return [episode.key, { episode, late: before?.late ?? late, reopened, withdrawn: null, into: null }];
}
