import type { AlarmChange, Instant, LatLon, Millis } from '@haidang/domain';
import type { Episode } from '../episode.js';
import { drifted } from './drift.js';
import { newEpisode, resumed, settled } from './episodes.js';
import type { FeedFacts } from './feed.js';
import { Feeds } from './feeds.js';
import { DueHeap } from './heap.js';
import { passed, receives, RECEIVING, upAt, type Receiving } from './outage.js';
import {
  DEFAULT_RECEPTION,
  dueOf,
  type Listening,
  type ReceptionSettings,
  type SealReception,
} from './seal.js';

/** What is remembered of no single seal. */
export interface ReceptionStage {
  readonly receiving: Receiving;
  readonly feeds: readonly FeedFacts[];
}

/** All of it as plain data: what a restart goes on from. */
export interface ReceptionFacts extends ReceptionStage {
  readonly seals: readonly SealReception[];
}

/** One message of a seal, as it came in. */
export interface Message {
  /** When the platform took it in. */
  readonly mark: Instant;
  /** Its fix's own time. */
  readonly time: Instant;
  readonly buffered: boolean;
  /** Where it is, when the fix says so, and whether that is in a dead stretch of the route. */
  readonly place?: LatLon | undefined;
  readonly dead?: boolean | undefined;
}

/** An alarm as last said, and the seal on its transit that it is about; both null for a loss of the feed. */
export interface HeardChange extends AlarmChange {
  readonly sealId: string | null;
  readonly transitId: string | null;
}

/** A seal that is listened for. Its place is its own, and changed in place: a fix would stay alive for it. */
interface Listened {
  seal: { -readonly [Key in keyof SealReception]: SealReception[Key] } & {
    readonly place: { lat: number; lon: number };
  };
  /** When it is looked at next, in milliseconds of receiving; what the heap says else of it is out of date. */
  waits: Millis;
}

/**
 * What the platform heard, as a fold over it: who fell silent (`signal_lost`), whether many did at once or the platform was deaf
 * (`feed_lost`), whose clock is off (`clock_drift`). Marks only go forward; every call first settles what was due by its mark, so that
 * nothing depends on how often {@link tick} is called. Silence is counted in milliseconds of receiving: while the platform is deaf that
 * clock stands, and what is due need not be looked at again.
 */
export class Reception {
  readonly #seals = new Map<string, Listened>();
  readonly #due = new DueHeap();
  #feeds: Feeds;
  #receiving: Receiving = RECEIVING;
  readonly #said = new Map<string, HeardChange>();

  constructor(private readonly settings: ReceptionSettings = DEFAULT_RECEPTION) {
    this.#feeds = new Feeds(settings, (episode) => this.#say(episode, null));
  }

  static restore(facts: ReceptionFacts, settings: ReceptionSettings = DEFAULT_RECEPTION): Reception {
    const reception = new Reception(settings);
    reception.#receiving = facts.receiving;
    reception.#feeds = new Feeds(settings, (episode) => reception.#say(episode, null), facts.feeds);
    const parked = new Set(facts.feeds.flatMap((feed) => [...feed.parked]));
    for (const seal of facts.seals) {
      const listened = reception.#begin(seal);
      if (parked.has(seal.sealId)) continue;
      reception.#await(listened, dueOf(seal));
    }
    return reception;
  }

  /** @param keeps those of the seals that are wanted; absent: all */
  facts(keeps: (seal: SealReception, stage: ReceptionStage) => boolean = () => true): ReceptionFacts {
    const stage = { receiving: this.#receiving, feeds: this.#feeds.facts() };
    const seals: SealReception[] = [];
    for (const { seal } of this.#seals.values())
      if (keeps(seal, stage)) seals.push({ ...seal, place: { ...seal.place } });
    return { ...stage, seals };
  }

  /** A seal's transit departed. Listened for already, it only gets other rules. */
  watch(listening: Listening, mark: Instant, place: LatLon): readonly HeardChange[] {
    this.#advance(mark);
    const known = this.#seals.get(listening.sealId);
    if (known?.seal.transitId === listening.transitId && known.seal.region === listening.region) {
      const seal = { ...known.seal, ...listening };
      this.#replace(known, seal);
      this.#await(known, dueOf(seal));
      return this.#spoken();
    }
    if (known !== undefined) this.#drop(known, mark);
    const up = this.#up(mark);
    const { sealId, transitId, region, rules } = listening;
    const seal: SealReception = {
      ...{ sealId, transitId, region, rules, place, dead: false },
      ...{ lastMark: mark, lastUp: up, silentUp: up, silentMark: mark, lost: null, drift: null, run: null },
    };
    this.#await(this.#begin(seal), dueOf(seal));
    return this.#spoken();
  }

  /** Its transit arrived or was cancelled: its alarms end. */
  unwatch(sealId: string, mark: Instant): readonly HeardChange[] {
    this.#advance(mark);
    const listened = this.#seals.get(sealId);
    if (listened !== undefined) this.#drop(listened, mark);
    return this.#spoken();
  }

  heard(sealId: string, message: Message): readonly HeardChange[] {
    const { mark, time, buffered, place, dead } = message;
    this.#hear(sealId, mark, buffered ? undefined : mark - time, place, dead, message);
    return this.#spoken();
  }

  /**
   * A message came whose fix says nothing by its time, which is too far ahead or too long ago: the seal is alive.
   * @param off how far its clock is off, positive: behind; undefined where the message does not tell
   */
  heardAlive(sealId: string, mark: Instant, off: Millis | undefined): readonly HeardChange[] {
    this.#hear(sealId, mark, off);
    return this.#spoken();
  }

  /** The platform stopped receiving: the broker's connection broke, or (told after a restart) its last life ended. */
  down(mark: Instant): readonly HeardChange[] {
    this.#advance(mark);
    this.#receiving = { ...this.#receiving, downSince: this.#receiving.downSince ?? this.#now };
    return this.#spoken();
  }

  up(mark: Instant): readonly HeardChange[] {
    this.#advance(mark);
    this.#receive();
    return this.#spoken();
  }

  /** Time has passed. Costs what is due. */
  tick(mark: Instant): readonly HeardChange[] {
    this.#advance(mark);
    return this.#spoken();
  }

  /** An officer resolved an alarm, of a seal or of a loss of the feed, having seen its evidence up to `seen`. */
  resolve(sealId: string | null, key: string, seen: Instant): readonly HeardChange[] {
    const settle = (one: Episode | null): Episode | null => settled(one, key, seen);
    if (sealId === null) {
      this.#feeds.resolve(key, seen);
      this.#hold({ ...this.#receiving, outage: settle(this.#receiving.outage) });
      return this.#spoken();
    }
    const listened = this.#seals.get(sealId);
    if (listened === undefined) return [];
    const { seal } = listened;
    this.#replace(listened, { ...seal, lost: settle(seal.lost), drift: settle(seal.drift) });
    return this.#spoken();
  }

  /**
   * The seal is there.
   * @param off how far its clock is off, positive: behind; undefined where the message does not tell
   * @param message what may fill the gap of a silence
   */
  #hear(
    sealId: string,
    mark: Instant,
    off: Millis | undefined,
    place?: LatLon,
    dead?: boolean,
    message?: Message,
  ): void {
    this.#advance(mark);
    if (this.#receiving.downSince !== null) this.#receive();
    const listened = this.#seals.get(sealId);
    if (listened === undefined) return;
    const [now, up] = [this.#now, this.#up(this.#now)];
    this.#returned(listened.seal);
    const { seal } = listened;
    this.#feeds.count(seal, -1);
    const { lost } = seal;
    // of a seal that simply speaks nothing is made anew: it is told of at every fix
    if (place !== undefined) {
      seal.place.lat = place.lat;
      seal.place.lon = place.lon;
      seal.dead = dead ?? false;
    }
    seal.lastMark = seal.silentMark = now;
    seal.lastUp = seal.silentUp = up;
    const found = lost === null ? seal : { ...seal, lost: lostAfterHearing(lost, now, message) };
    const next = off === undefined ? found : drifted(found, mark, off, this.settings);
    if (next !== seal) this.#replace(listened, next);
    this.#feeds.count(next, 1);
    this.#await(listened, dueOf(next));
  }

  #advance(mark: Instant): void {
    this.#hold(passed(this.#receiving, mark, this.settings, this.#seals.size));
    const up = this.#up(this.#now);
    while (this.#due.next <= up) {
      const due = this.#due.next;
      const listened = this.#seals.get(this.#due.take()!);
      if (listened?.waits !== due) continue;
      listened.waits = Infinity;
      this.#look(listened, due, this.#now - (up - due));
    }
  }

  /** A seal may be due, at a time of receiving and by the clock. */
  #look(listened: Listened, up: Millis, mark: Instant): void {
    const { seal } = listened;
    const { lost } = seal;
    if (up < dueOf(seal)) return this.#await(listened, dueOf(seal));
    if (lost?.end === null) {
      if (lost.severity === 'critical') return;
      const worse = { severity: 'critical', evidence: mark, settled: mark, resolved: false } as const;
      return this.#replace(listened, { ...seal, lost: { ...lost, ...worse } });
    }
    const feed = this.#feeds.of(seal) ?? this.#feeds.begin(seal, mark);
    if (feed?.end === null) feed.parked.add(seal.sealId);
    else if (feed?.end != null && seal.silentUp < feed.end.up) this.#silentSince(listened, feed.end);
    else this.#lose(listened, mark);
  }

  #lose(listened: Listened, mark: Instant): void {
    const { seal } = listened;
    const { signalLostAfter, signalLostCritical, deadStretchAfter, rejoin } = seal.rules;
    const why = {
      rule: 'signal_lost',
      settings: { signalLostAfter, signalLostCritical, deadStretchAfter, rejoin },
      measured: { lastHeard: seal.lastMark, deadStretch: seal.dead ? 'yes' : 'no' },
    } as const;
    const [of, start] = [`${seal.transitId}/${seal.sealId}`, seal.silentMark];
    const lost =
      resumed(seal.lost, start, rejoin, mark) ?? newEpisode(of, seal.place, start, mark, 'major', why);
    this.#feeds.count(seal, -1);
    this.#replace(listened, { ...seal, lost });
    this.#await(listened, dueOf(listened.seal));
  }

  /** What kept the seal's messages away is over: its silence counts from then. */
  #silentSince(listened: Listened, { up, mark }: { readonly up: Millis; readonly mark: Instant }): void {
    const { seal } = listened;
    this.#replace(listened, { ...seal, silentUp: up, silentMark: mark });
    this.#await(listened, dueOf(listened.seal));
  }

  /** Its own copy, since it is changed in place; all made here alike, so that 100,000 of them share one shape. */
  #begin(seal: SealReception): Listened {
    const listened: Listened = {
      seal: {
        sealId: seal.sealId,
        transitId: seal.transitId,
        region: seal.region,
        rules: seal.rules,
        place: { lat: seal.place.lat, lon: seal.place.lon },
        dead: seal.dead,
        lastMark: seal.lastMark,
        lastUp: seal.lastUp,
        silentUp: seal.silentUp,
        silentMark: seal.silentMark,
        lost: seal.lost,
        drift: seal.drift,
        run: seal.run,
      },
      waits: Infinity,
    };
    this.#seals.set(seal.sealId, listened);
    this.#feeds.count(seal, 1);
    return listened;
  }

  #drop(listened: Listened, mark: Instant): void {
    const over = (one: Episode | null): Episode | null =>
      one?.end === null ? { ...one, end: Math.max(one.start, mark), settled: mark } : one;
    this.#returned(listened.seal);
    const { seal } = listened;
    this.#feeds.count(seal, -1);
    this.#replace(listened, { ...seal, lost: over(seal.lost), drift: over(seal.drift) });
    this.#seals.delete(seal.sealId);
  }

  /** Sees to it that the seal is looked at by then: an earlier look sees for itself when to look again. */
  #await(listened: Listened, due: Millis): void {
    if (listened.waits <= due) return;
    listened.waits = due;
    this.#due.add(due, listened.seal.sealId);
  }

  #replace(listened: Listened, seal: SealReception): void {
    const before = listened.seal;
    listened.seal = seal;
    if (seal.lost !== null && seal.lost !== before.lost) this.#say(seal.lost, seal);
    if (seal.drift !== null && seal.drift !== before.drift) this.#say(seal.drift, seal);
  }

  get #now(): Instant {
    return this.#receiving.now;
  }

  #up(mark: Instant): Millis {
    return upAt(this.#receiving, mark);
  }

  #receive(): void {
    this.#hold(receives(this.#receiving));
  }

  #hold(receiving: Receiving): void {
    if (receiving.outage !== null && receiving.outage !== this.#receiving.outage)
      this.#say(receiving.outage, null);
    this.#receiving = receiving;
  }

  #returned(seal: SealReception): void {
    const [mark, up] = [this.#now, this.#up(this.#now)];
    for (const feed of this.#feeds.returned(seal, mark, up)) {
      for (const id of feed.parked) this.#silentSince(this.#seals.get(id)!, { up, mark });
      feed.parked.clear();
    }
  }

  #say(episode: Episode, about: SealReception | null): Episode {
    const { sealId, transitId } = about ?? NO_SEAL;
    this.#said.set(episode.key, { ...episode, sealId, transitId });
    return episode;
  }

  #spoken(): readonly HeardChange[] {
    if (this.#said.size === 0) return NOTHING;
    const said = [...this.#said.values()];
    this.#said.clear();
    return said;
  }
}

const NO_SEAL = { sealId: null, transitId: null };
const NOTHING: readonly HeardChange[] = [];

/** A loss once the seal is heard again; a message it held back may fill the gap. */
function lostAfterHearing(lost: Episode, now: Instant, message: Message | undefined): Episode {
  const over = lost.end === null ? withNote({ ...lost, end: now }, 'no', now) : lost;
  return message !== undefined && fills(over, message) ? withNote(over, 'yes', message.mark) : over;
}

/** A held-back fix of the time of silence: the gap was filled. */
function fills(lost: Episode, { buffered, time }: Message): boolean {
  return (
    buffered &&
    lost.end !== null &&
    lost.why.measured['filled'] !== 'yes' &&
    time > lost.start &&
    time < lost.end
  );
}

function withNote(lost: Episode, filled: 'yes' | 'no', mark: Instant): Episode {
  return { ...lost, settled: mark, why: { ...lost.why, measured: { ...lost.why.measured, filled } } };
}
