import {
  ENDED_BY_OFFICER,
  type AlarmKind,
  type AlarmReason,
  type Instant,
  type Severity,
} from '@haidang/domain';
import { isWorse, overlap, type Episode, type Opening } from './episode.js';
import type { ResolveEvent } from './event.js';
import type { Stand } from './meeting/stand.js';
import type { Plan } from './plan.js';

const NONE: readonly Episode[] = [];
const NO_STANDS: readonly Stand[] = [];

/**
 * The episodes of one watch while one event is judged: those open, and those that ended and may resume. Rules say through it what they
 * find, so that one alarm an episode, resuming within `rejoin` and what an officer's act means hold for every rule alike.
 */
export class Book {
  plan!: Plan;
  /** Replaced, never changed: the state it came from stays as it was. */
  private list: readonly Episode[] = NONE;
  private said: Map<string, Episode> | undefined;
  private stood: Map<Instant, Stand> | undefined;
  private now: Instant = 0;
  private arrival: Instant = 0;

  /**
   * Opens it for one event.
   * @param time the event's: when what is said here is said
   * @param mark the event's arrival: that of the evidence
   */
  take(episodes: readonly Episode[], plan: Plan, time: Instant, mark: Instant): void {
    this.list = episodes;
    this.said = this.stood = undefined;
    this.plan = plan;
    this.now = time;
    this.arrival = mark;
  }

  get time(): Instant {
    return this.now;
  }

  /** The arrival of the evidence. */
  get mark(): Instant {
    return this.arrival;
  }

  /** What is said from here on is said at another time, on evidence of another mark. */
  turnTo(time: Instant, mark: Instant): void {
    this.now = time;
    this.arrival = mark;
  }

  get episodes(): readonly Episode[] {
    return this.list;
  }

  /** The last word on each episode spoken of, in the order in which they were first spoken of. */
  get changes(): readonly Episode[] {
    return this.said === undefined ? NONE : [...this.said.values()];
  }

  /** The seal stood, or stands: the last word on a stand counts. */
  stand(stand: Stand): void {
    this.stood ??= new Map();
    this.stood.set(stand.from, stand);
  }

  get stands(): readonly Stand[] {
    return this.stood === undefined ? NO_STANDS : [...this.stood.values()];
  }

  /** The newest episode of this cause, open or ended. */
  find(kind: AlarmKind, cause = ''): Episode | undefined {
    for (let i = this.list.length - 1; i >= 0; i--) {
      const episode = this.list[i]!;
      if (episode.kind === kind && episode.cause === cause) return episode;
    }
    return undefined;
  }

  /** The open episode of this cause. */
  open(kind: AlarmKind, cause = ''): Episode | undefined {
    const episode = this.find(kind, cause);
    return episode?.end === null ? episode : undefined;
  }

  /** A new episode; or the last of its cause again, when it is still open or resumes within `rejoin` and nobody resolved it. */
  begin({ kind, cause = '', severity, start, place, why }: Opening): void {
    const last = this.find(kind, cause);
    if (last !== undefined && (last.end === null || this.resumes(last, start))) {
      const again = { ...last, end: null, evidence: Math.max(last.evidence, this.arrival) };
      this.say(isWorse(severity, last.severity) ? { ...again, severity, why } : again);
      return;
    }
    // the time it is said keeps two episodes apart whose start late evidence makes the same
    const key = `${this.plan.transitId}/${this.plan.sealId}/${kind}/${cause}/${start}/${this.now}`;
    const [evidence, settled] = [this.arrival, this.now];
    this.say({
      key,
      kind,
      cause,
      severity,
      start,
      end: null,
      place,
      why,
      evidence,
      resolved: false,
      settled,
    });
  }

  /** The open episode grew worse: evidence that an officer who resolved it had not seen. */
  worsen(kind: AlarmKind, cause: string, severity: Severity, why: AlarmReason): void {
    const episode = this.open(kind, cause);
    if (episode === undefined || !isWorse(severity, episode.severity)) return;
    this.say({ ...episode, severity, why, ...this.seenNow(episode) });
  }

  /** The same thing happened again within the open episode. */
  repeat(kind: AlarmKind, cause = ''): void {
    const episode = this.open(kind, cause);
    if (episode !== undefined) this.say({ ...episode, ...this.seenNow(episode) });
  }

  /** The open episode of this cause ended at a time, not before it began. */
  end(kind: AlarmKind, cause: string, at: Instant): void {
    const episode = this.open(kind, cause);
    if (episode !== undefined) this.say({ ...episode, end: Math.max(episode.start, at) });
  }

  /** The transit left the phase in which this kind is watched: what is open ends, unless only an officer can end it. */
  leave(kind: AlarmKind, at: Instant): void {
    if (ENDED_BY_OFFICER.has(kind)) return;
    for (const episode of this.list) if (episode.kind === kind) this.end(kind, episode.cause, at);
  }

  /**
   * An officer's act holds when its author had seen all the evidence; otherwise the alarm stays what it is. It is about the alarm that begins when that did which
   * its author saw: of one that late evidence splits, about the first part. Where none does any more, about the newest.
   */
  resolve(act: ResolveEvent): void {
    const isMeant = ({ kind, cause, start }: Episode): boolean =>
      kind === act.alarm && cause === act.cause && start === act.start;
    const episode = this.list.find(isMeant) ?? this.find(act.alarm, act.cause);
    if (episode === undefined || !overlap(episode, act) || episode.evidence > act.seen) return;
    const end = episode.end === null && ENDED_BY_OFFICER.has(act.alarm) ? act.time : episode.end;
    this.say({ ...episode, end, resolved: true });
  }

  /**
   * Lets go of ended episodes that cannot resume any more; of each kind without causes the last two stay.
   * @param isAwaited a rule may still find that one resumed long ago
   * @param doubted the time of the oldest position in doubt, which may yet prove true; Infinity without one
   */
  prune(isAwaited: (episode: Episode) => boolean, doubted: Instant): void {
    if (this.list.length > 0) this.letGo(isAwaited, doubted);
  }

  private letGo(isAwaited: (episode: Episode) => boolean, doubted: Instant): void {
    const { rejoin, maxGap } = this.plan.rules;
    const proven = Math.min(this.now - maxGap, doubted);
    const gone = (one: Episode): boolean =>
      one.cause !== '' && one.end !== null && proven - one.end > rejoin && !isAwaited(one);
    if (this.list.some(gone)) this.list = this.list.filter((one) => !gone(one));
  }

  private resumes(last: Episode, start: Instant): boolean {
    return last.end !== null && !last.resolved && start - last.end <= this.plan.rules.rejoin;
  }

  private seenNow(episode: Episode): Pick<Episode, 'evidence' | 'resolved'> {
    return { evidence: Math.max(episode.evidence, this.arrival), resolved: false };
  }

  private say(episode: Episode): void {
    const word = { ...episode, settled: this.now };
    const isKnown = this.list.some(({ key }) => key === word.key);
    this.list = isKnown
      ? this.list.map((one) => (one.key === word.key ? word : one))
      : [...this.lastBefore(word), word];
    this.said ??= new Map();
    this.said.set(word.key, word);
  }

  /** All but those of its cause that come before the last of them: an act may yet be about that one. */
  private lastBefore({ kind, cause }: Episode): readonly Episode[] {
    const last = this.find(kind, cause);
    return this.list.filter((one) => one === last || one.kind !== kind || one.cause !== cause);
  }
}
