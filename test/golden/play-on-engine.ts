import {
  ALARM_KINDS,
  formatInstant,
  mergeRules,
  SECOND,
  type AlarmChange,
  type AlarmKind,
  type Fix,
  type Instant,
} from '@haidang/domain';
import {
  Reception,
  type FixEvent,
  type HeardChange,
  type Plan,
  type ResolveEvent,
  type WatchEvent,
} from '@haidang/engine';
import { Corridor, ZoneIndex } from '@haidang/geo';
import { MeetingLog, WatchLog, type LoggedAlarm } from '@haidang/testkit';
import { decodeFixes, Rejection } from '@haidang/wire';
import type { Act, Delivery, ExceptionAct } from '../../firmware-sim/src/index.js';
import type { GoldenAlarm } from './alarms.js';
import { country, type Story, type StoryTransit } from './story.js';

/**
 * Straight into the engine, in the order of arrival, decoded as the platform does; what comes late is folded in a message at a time.
 * A fix of the future stays in the quarantine, and reception hears of it.
 */
export function playOnEngine(story: Story): GoldenAlarm[] {
  const stage = new Stage(story);
  for (const { tell } of happenings(story, stage)) tell();
  return stage.alarms();
}

interface Happening {
  readonly at: Instant;
  tell(): void;
}

/** Acts, messages and at last the passing of time; what people do comes before a message of the same moment. */
function happenings({ transits, deliveries, start, duration }: Story, stage: Stage): Happening[] {
  const end = start + duration * SECOND;
  const acts = [...transits].flatMap(([sealId, { papers }]) =>
    papers.acts.map((act, seq): Happening => {
      const at = start + act.at * SECOND;
      return { at, tell: () => stage.act(sealId, act, at, seq) };
    }),
  );
  const heard = deliveries.map((one): Happening => ({ at: one.at, tell: () => stage.hear(one) }));
  return [...acts, ...heard, { at: end, tell: () => stage.end(end) }].sort((a, b) => a.at - b.at);
}

/** The engine's three parts as the platform puts them together: watches, meetings between them, and what was heard when. */
class Stage {
  private readonly plans: Map<string, Plan>;
  private readonly watches: MeetingLog;
  /** Of seals that were attached on the way; and what those said that lie ready. */
  private readonly attached = new Map<string, WatchLog>();
  private readonly ready = new Map<string, FixEvent[]>();
  private readonly reception = new Reception();
  private readonly heard = new Map<string, HeardChange>();
  private readonly start: Instant;
  private readonly transits: readonly string[];

  constructor({ transits, spares, start }: Story) {
    this.start = start;
    this.transits = [...transits.keys()].map(transitOf);
    this.plans = new Map([...transits].map(([id, transit]) => [id, planOf(id, transit, start)]));
    this.watches = new MeetingLog([...this.plans.values()]);
    for (const id of spares.keys()) this.ready.set(id, []);
  }

  hear({ sealId, fixes, at: mark }: Delivery): void {
    const decoded = decodeFixes(Buffer.from(JSON.stringify(fixes)), mark);
    if (decoded instanceof Rejection) throw new Error(decoded.detail);
    for (const { rejection } of decoded.rejected) {
      if (rejection.off === undefined) throw new Error(rejection.detail);
      this.take(this.reception.heardAlive(sealId, mark, rejection.off));
    }
    const taken = [...decoded.fixes].sort((a, b) => a.time - b.time);
    this.tellAll(
      sealId,
      decoded.fixes.map((fix) => ({ kind: 'fix', time: fix.time, fix, mark })),
    );
    if (!this.plans.has(sealId)) return;
    const newest = taken.at(-1);
    if (newest === undefined) return;
    const held = newest.buffered ? undefined : taken.findLast(({ buffered }) => buffered);
    if (held !== undefined) this.listen(sealId, held, mark);
    this.listen(sealId, newest, mark);
  }

  act(sealId: string, act: Act, time: Instant, seq: number): void {
    if ('step' in act) {
      this.tell(sealId, { kind: 'step', time, step: act.step, mark: time });
      return this.follow(sealId, time);
    }
    if (!('resolve' in act)) return this.except(sealId, act, time);
    const event = this.resolution(sealId, act, time, seq);
    if (act.resolve === 'rendezvous') this.watches.resolve(event);
    else this.tell(sealId, event);
  }

  /** The story is over: time has passed up to here. */
  end(time: Instant): void {
    for (const sealId of this.plans.keys()) this.tell(sealId, { kind: 'tick', time });
    this.take(this.reception.tick(time));
  }

  alarms(): GoldenAlarm[] {
    const own = this.transits.flatMap((transitId) => {
      const seals = [...this.plans].flatMap(([sealId, plan]) =>
        plan.transitId === transitId ? [sealId] : [],
      );
      const watched = seals.flatMap((sealId) => [...this.logOf(sealId).alarms.values()]);
      const heard = [...this.heard.values()].filter((one) => one.transitId === transitId).map(asLogged);
      return inOrder([...watched, ...heard]).map((alarm) =>
        toGolden(alarm.episode.key.split('/')[1]!, alarm),
      );
    });
    const pairs = inOrder([...this.watches.alarms.values()]).map((one) =>
      toGolden(one.episode.cause.replaceAll('T-', ''), one),
    );
    const feeds = [...this.heard.values()].filter(({ sealId }) => sealId === null);
    return [...own, ...pairs, ...inOrder(feeds.map(asLogged)).map((one) => toGolden(one.episode.cause, one))];
  }

  private tell(sealId: string, event: WatchEvent): void {
    this.tellAll(sealId, [event]);
  }

  /** What comes in one message is folded in at once. */
  private tellAll(sealId: string, events: readonly WatchEvent[]): void {
    const attached = this.attached.get(sealId);
    if (attached === undefined && !this.plans.has(sealId))
      return void this.ready.get(sealId)!.push(...events.filter((event) => event.kind === 'fix'));
    for (const event of events)
      if (attached === undefined) this.watches.arrive(transitOf(sealId), event);
      else attached.arrive(event);
    if (attached === undefined) this.watches.settle();
    else attached.settle();
  }

  private logOf(sealId: string): WatchLog {
    return this.attached.get(sealId) ?? this.watches.watch(transitOf(sealId));
  }

  /** An officer enters what holds since a time. What carries the seal is nothing to the engine. */
  private except(sealId: string, act: ExceptionAct, mark: Instant): void {
    const since = this.start + act.since * SECOND;
    const before = this.plans.get(sealId)!;
    if ('reroute' in act) {
      const plan = reroutedPlan(before, act.reroute, since);
      this.plans.set(sealId, plan);
      this.logOf(sealId).replan(plan, since);
      this.follow(sealId, mark);
    }
    if (!('replaceSeal' in act)) return;
    const spare = act.replaceSeal;
    this.logOf(sealId).takeOff(since);
    this.take(this.reception.unwatch(sealId, mark));
    this.plans.set(spare, { ...before, sealId: spare });
    this.attached.set(spare, new WatchLog(this.plans.get(spare)!));
    this.tell(spare, { kind: 'attach', time: since, phase: 'in_transit' });
    for (const event of this.ready.get(spare)!) if (event.time >= since) this.tell(spare, event);
    this.follow(spare, mark);
  }

  /** An officer resolves what stands at that moment, having seen all that was known of it. */
  private resolution(
    sealId: string,
    { resolve: alarm, cause }: Extract<Act, { resolve: AlarmKind }>,
    time: Instant,
    seq: number,
  ): ResolveEvent {
    const log = alarm === 'rendezvous' ? this.watches : this.logOf(sealId);
    const shown = log.standing().filter((one) => one.kind === alarm && (cause === '' || one.cause === cause));
    const newest = shown.sort((a, b) => b.start - a.start)[0];
    if (newest === undefined) throw new Error(`no ${alarm} to resolve`);
    const { start, end, cause: of } = newest;
    return { kind: 'resolve', seq, time, alarm, cause: of, start, end, seen: time };
  }

  private listen(sealId: string, { time, buffered, lat, lon }: Fix, mark: Instant): void {
    const place = lat === null || lon === null ? undefined : { lat, lon };
    const near = place === undefined ? [] : this.plans.get(sealId)!.zones.at(place.lat, place.lon);
    const dead = near.some(({ kind }) => kind === 'dead_stretch');
    this.take(this.reception.heard(sealId, { mark, time, buffered, place, dead }));
  }

  /** A seal is listened for while its transit is under way. */
  private follow(sealId: string, mark: Instant): void {
    const { transitId, origin: region, corridor, rules } = this.plans.get(sealId)!;
    const isUnderWay = this.logOf(sealId).state.phase === 'in_transit';
    const listening = { sealId, transitId, region, rules };
    this.take(
      isUnderWay
        ? this.reception.watch(listening, mark, corridor.at(0))
        : this.reception.unwatch(sealId, mark),
    );
  }

  private take(changes: readonly HeardChange[]): void {
    for (const change of changes) this.heard.set(change.key, change);
  }
}

function transitOf(sealId: string): string {
  return `T-${sealId}`;
}

function planOf(sealId: string, { route, papers }: StoryTransit, start: Instant): Plan {
  const { legs, rules, from: origin, to: destination } = country.routes.get(route)!;
  const by = (seconds: number | undefined) => (seconds === undefined ? null : start + seconds * SECOND);
  return {
    transitId: transitOf(sealId),
    sealId,
    from: 0,
    version: 1,
    before: null,
    corridor: Corridor.of(legs),
    zones: ZoneIndex.of([...country.zones.values()]),
    rules: mergeRules(rules ?? undefined, papers.rules),
    origin,
    destination,
    stops: new Set(legs.flatMap(({ stops }) => stops)),
    checkpoints: legs.flatMap(({ checkpoints }) => checkpoints),
    cards: new Set(papers.cards),
    departBy: by(papers.departBy),
    arriveBy: by(papers.arriveBy),
  };
}

function reroutedPlan(before: Plan, route: string, since: Instant): Plan {
  const { legs } = country.routes.get(route)!;
  return {
    ...before,
    ...{ from: since, version: since, before, corridor: Corridor.of(legs) },
    stops: new Set(legs.flatMap(({ stops }) => stops)),
    checkpoints: legs.flatMap(({ checkpoints }) => checkpoints),
  };
}

function asLogged(episode: AlarmChange): LoggedAlarm {
  return { episode, late: false, reopened: false, withdrawn: null, into: null };
}

function inOrder(alarms: readonly LoggedAlarm[]): LoggedAlarm[] {
  const rank = (kind: AlarmKind) => ALARM_KINDS.indexOf(kind);
  return [...alarms].sort(
    ({ episode: a }, { episode: b }) => a.start - b.start || rank(a.kind) - rank(b.kind),
  );
}

function toGolden(seal: string, { episode, late, withdrawn, reopened }: LoggedAlarm): GoldenAlarm {
  const { kind, severity, start } = episode;
  // one that is taken back while it is open ends where it was last spoken of
  const end = episode.end ?? (withdrawn === null ? null : Math.max(start, episode.settled));
  const clock = (time: number) => formatInstant(time).slice(11, 19);
  return {
    ...{ seal, kind, severity, start: clock(start), end: end === null ? 'never' : clock(end) },
    ...(late && { late }),
    ...(reopened && { reopened }),
    ...(withdrawn !== null && { withdrawn }),
  };
}
