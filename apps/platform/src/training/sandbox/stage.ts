import {
  formatInstant,
  mergeRules,
  parseInstant,
  type Fix,
  type Instant,
  type Millis,
  type TrainingMessage,
  type TrainingRecording,
  type TrainingTruck,
} from '@haidang/domain';
import { Reception, type HeardChange, type Plan, type WatchEvent } from '@haidang/engine';
import { Corridor, ZoneIndex } from '@haidang/geo';
import { decodeFixes, Rejection } from '@haidang/wire';
import { SealWatch, type Word } from './seal-watch.js';

/** A fix as it came into the sandbox. */
export interface TakenFix {
  readonly fix: Fix;
  readonly receivedAt: Instant;
}

/** Something that happens in the story, at a time of its own. */
interface Happening {
  readonly after: Millis;
  happen(mark: Instant): void;
}

/** A truck's seal, what it is judged by and what it said. */
interface Watched {
  readonly truck: TrainingTruck;
  readonly plan: Plan;
  readonly watch: SealWatch;
  readonly track: TakenFix[];
}

/**
 * A recording brought to life: its messages and steps happen at their times, moved to where the session began, and the engine judges them as it does
 * everything else: watches of seals, and what was heard when. It has nothing in its hands but the recording.
 */
export class Stage {
  private readonly watched = new Map<string, Watched>();
  private readonly reception = new Reception();
  private readonly happenings: readonly Happening[];
  private next = 0;

  /**
   * @param begun what the recording's start is moved to
   * @param tell of each word of the engine
   */
  constructor(
    recording: TrainingRecording,
    private readonly begun: Instant,
    private readonly tell: (word: Word, truck: TrainingTruck, mark: Instant) => void,
  ) {
    const zones = ZoneIndex.of([...recording.zones]);
    for (const truck of recording.trucks) {
      const plan = planOf(truck, recording, zones, begun);
      this.watched.set(truck.sealId, { truck, plan, watch: new SealWatch(plan), track: [] });
    }
    this.happenings = [
      ...[...this.watched.values()].flatMap((one) =>
        one.truck.steps.map(({ after, step }) => ({
          after,
          happen: (mark: Instant) => this.judge(one, [{ kind: 'step', time: mark, step, mark }], mark),
        })),
      ),
      ...together(recording.messages).map(({ after, sealId, fixes }) => ({
        after,
        happen: (mark: Instant) => this.hear(sealId, fixes, mark, begun - recording.start),
      })),
    ].sort((a, b) => a.after - b.after);
  }

  /** When the next thing happens, or a rule has waited long enough. After the start; Infinity: nothing more does. */
  get due(): Millis {
    const rules = [...this.watched.values()].map(({ watch }) => watch.due - this.begun);
    return Math.min(this.happenings[this.next]?.after ?? Infinity, ...rules);
  }

  /** Time has come to a time after the start, and everything up to it happens. */
  pass(to: Millis): void {
    for (let happening = this.happenings[this.next]; happening !== undefined && happening.after <= to;) {
      this.next++;
      happening.happen(this.begun + happening.after);
      happening = this.happenings[this.next];
    }
    const mark = this.begun + to;
    for (const one of this.watched.values())
      if (one.watch.due <= mark) this.judge(one, [{ kind: 'tick', time: mark }], mark);
    this.heard(this.reception.tick(mark), mark);
  }

  /** An officer's act, for whoever judges what it is about. */
  resolve(sealId: string, event: Extract<WatchEvent, { kind: 'resolve' }>, key: string): void {
    const one = this.watched.get(sealId);
    if (one === undefined) return;
    if (event.alarm === 'signal_lost' || event.alarm === 'clock_drift')
      this.heard(this.reception.resolve(sealId, key, event.seen), event.time);
    else this.judge(one, [event], event.time);
  }

  trackOf(sealId: string): readonly TakenFix[] | undefined {
    return this.watched.get(sealId)?.track;
  }

  /** Its transit is under way. */
  isUnderWay(sealId: string): boolean {
    return this.watched.get(sealId)?.watch.phase === 'in_transit';
  }

  /** For how long it may say nothing before it is not where it was: no story tells the interval of its seals. */
  silenceOf(sealId: string): Millis {
    return this.watched.get(sealId)!.plan.rules.signalLostAfter;
  }

  private hear(sealId: string, sent: TrainingMessage['fixes'], mark: Instant, by: Millis): void {
    const one = this.watched.get(sealId)!;
    const moved = sent.map((fix) => ({ ...fix, time: formatInstant(parseInstant(fix.time)! + by) }));
    const decoded = decodeFixes(Buffer.from(JSON.stringify(moved)), mark);
    if (decoded instanceof Rejection) return;
    for (const { rejection } of decoded.rejected)
      if (rejection.off !== undefined)
        this.heard(this.reception.heardAlive(sealId, mark, rejection.off), mark);
    const { fixes } = decoded;
    one.track.push(...fixes.map((fix) => ({ fix, receivedAt: mark })));
    this.judge(
      one,
      fixes.map((fix) => ({ kind: 'fix', time: fix.time, fix, mark }) as const),
      mark,
    );
    const newest = fixes.toSorted((a, b) => a.time - b.time).at(-1);
    if (newest !== undefined) this.listen(one, newest, mark);
  }

  private listen({ truck, plan }: Watched, { time, buffered, lat, lon }: Fix, mark: Instant): void {
    const place = lat === null || lon === null ? undefined : { lat, lon };
    const near = place === undefined ? [] : plan.zones.at(place.lat, place.lon);
    const dead = near.some(({ kind }) => kind === 'dead_stretch');
    this.heard(this.reception.heard(truck.sealId, { mark, time, buffered, place, dead }), mark);
  }

  private judge({ truck, plan, watch }: Watched, events: readonly WatchEvent[], mark: Instant): void {
    const before = watch.phase;
    for (const word of watch.arrive(events, mark)) this.tell(word, truck, mark);
    if (watch.phase === before) return;
    const { sealId, transitId, origin: region, rules, corridor } = plan;
    this.heard(
      watch.phase === 'in_transit'
        ? this.reception.watch({ sealId, transitId, region, rules }, mark, corridor.at(0))
        : this.reception.unwatch(sealId, mark),
      mark,
    );
  }

  private heard(changes: readonly HeardChange[], mark: Instant): void {
    for (const change of changes) {
      const one = change.sealId === null ? undefined : this.watched.get(change.sealId);
      if (one !== undefined) this.tell({ kind: 'said', episode: change, late: false }, one.truck, mark);
    }
  }
}

/** What a seal sends at one time comes together. */
function together(messages: readonly TrainingMessage[]): TrainingMessage[] {
  const joined: TrainingMessage[] = [];
  for (const message of messages) {
    const at = joined.findLastIndex(({ sealId }) => sealId === message.sealId);
    const before = joined[at];
    if (before?.after === message.after)
      joined[at] = { ...before, fixes: [...before.fixes, ...message.fixes] };
    else joined.push(message);
  }
  return joined;
}

function planOf(
  { sealId, transitNumber, routeId, rules, cards, arriveBy }: TrainingTruck,
  { routes }: TrainingRecording,
  zones: ZoneIndex,
  begun: Instant,
): Plan {
  const route = routes.find(({ id }) => id === routeId)!;
  return {
    ...{ transitId: transitNumber, sealId, from: 0, version: 1, before: null, zones },
    corridor: Corridor.of(route.legs),
    rules: mergeRules(route.rules, rules),
    origin: route.from,
    destination: route.to,
    stops: new Set(route.legs.flatMap(({ stops }) => stops)),
    checkpoints: route.legs.flatMap(({ checkpoints }) => checkpoints),
    cards: cards.length === 0 ? null : new Set(cards),
    departBy: null,
    arriveBy: arriveBy === undefined ? null : begun + arriveBy,
  };
}
