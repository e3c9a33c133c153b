import type { AlarmChange, Instant } from '@haidang/domain';
import {
  lastEvent,
  meetings,
  pairOf,
  reviseMeetings,
  StandIndex,
  type Plan,
  type ResolveEvent,
  type StandRevision,
  type WatchEvent,
} from '@haidang/engine';
import { told, WatchLog, type LoggedAlarm } from './watch-log.js';

/** The watches of several transits, one seal each, and what is said of their meetings, as the platform keeps it. */
export class MeetingLog {
  readonly alarms = new Map<string, LoggedAlarm>();
  index = new StandIndex();
  private readonly logs: ReadonlyMap<string, WatchLog>;
  private acts: ResolveEvent[] = [];

  constructor(private readonly plans: readonly Plan[]) {
    this.logs = new Map(
      plans.map((plan) => [plan.transitId, new WatchLog(plan, (stands, to) => this.stood(plan, stands, to))]),
    );
  }

  /** The watch of a transit's seal. */
  watch(transitId: string): WatchLog {
    return this.logs.get(transitId)!;
  }

  arrive(transitId: string, event: WatchEvent): void {
    this.logs.get(transitId)!.arrive(event);
  }

  settle(): void {
    for (const log of this.logs.values()) log.settle();
  }

  resolve(act: ResolveEvent): void {
    this.acts.push(act);
    const [first, second] = act.cause.split('+');
    this.judge(first!, second!, -Infinity);
  }

  /** The process ends and another begins: all that is left is what JSON carries, and all pairs are judged, as at every start. */
  restart(): void {
    for (const log of this.logs.values()) log.restart();
    const known = this.index;
    this.index = new StandIndex();
    for (const { transitId, sealId } of this.plans)
      this.index.add(transitId, sealId, carried(known.of(transitId)));
    this.acts = carried(this.acts);
    for (const [key, alarm] of this.alarms) this.alarms.set(key, carried(alarm));
    for (const { transitId } of this.plans)
      for (const other of this.index.near(transitId)) this.judge(transitId, other, -Infinity);
  }

  /** What stands, in the order of its beginnings. */
  standing(): AlarmChange[] {
    const stands = [...this.alarms.values()].filter(({ withdrawn }) => withdrawn === null);
    return stands
      .map(({ episode }) => episode)
      .sort((a, b) => a.start - b.start || (a.cause < b.cause ? -1 : 1));
  }

  private stood({ transitId, sealId }: Plan, stands: StandRevision, heardTo: Instant): void {
    for (const other of this.index.revise(transitId, sealId, stands)) this.judge(transitId, other, heardTo);
  }

  private judge(a: string, b: string, heardTo: Instant): void {
    const cause = pairOf(a, b);
    const met = meetings([a, this.index.of(a)], [b, this.index.of(b)], this.acts);
    const known = [...this.alarms.values()].filter(({ episode }) => episode.cause === cause);
    const both = Math.min(heardTo, this.heardTo(a), this.heardTo(b));
    for (const one of reviseMeetings(met, known, both)) {
      if (one.kind === 'withdrawn')
        this.alarms.set(one.key, { ...this.alarms.get(one.key)!, withdrawn: one.ending, into: one.into });
      else this.alarms.set(...told(one.episode, one.late, this.alarms));
    }
  }

  private heardTo(transitId: string): Instant {
    return lastEvent(this.logs.get(transitId)!.state).time;
  }
}

function carried<T>(value: T): T {
  return JSON.parse(JSON.stringify(value)) as T;
}
