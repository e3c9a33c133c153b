import { LATE_AFTER, type AlarmChange, type Instant } from '@haidang/domain';
import {
  nextDue,
  lastEvent,
  compareEvents,
  compareOrder,
  orderOf,
  revise,
  startWatch,
  step,
  type Plan,
  type Standing,
  type WatchEvent,
  type WatchState,
} from '@haidang/engine';

/** The engine's word on an alarm: what it says now, or that it was none. */
export type Word =
  | { readonly kind: 'said'; readonly episode: AlarmChange; readonly late: boolean }
  | { readonly kind: 'withdrawn'; readonly key: string; readonly ending: 'corrected' | 'merged' };

/** One seal's watch in a sandbox: what comes in its turn is stepped, what comes late is folded in from the beginning. All of it lies in memory. */
export class SealWatch {
  private state: WatchState = startWatch();
  private readonly events: WatchEvent[] = [];
  private readonly standing = new Map<string, Standing>();

  constructor(private readonly plan: Plan) {}

  /** When a rule waits for time to pass; Infinity: none does. */
  get due(): Instant {
    const due = nextDue(this.state);
    const told = lastEvent(this.state).time;
    return told === -Infinity || due <= told ? Infinity : due;
  }

  get phase(): WatchState['phase'] {
    return this.state.phase;
  }

  /** What came together is folded in together. @param mark when it came */
  arrive(events: readonly WatchEvent[], mark: Instant): Word[] {
    const words: Word[] = [];
    let isLate = false;
    for (const event of events) {
      const at = this.events.findLastIndex((one) => compareEvents(one, event) <= 0);
      if (at >= 0 && compareEvents(this.events[at]!, event) === 0) continue;
      this.events.splice(at + 1, 0, event);
      const told = lastEvent(this.state);
      if (isLate || compareOrder(orderOf(event), told) <= 0) isLate = true;
      else words.push(...this.follow(event, mark));
    }
    if (isLate) words.push(...this.foldAgain(mark));
    return words;
  }

  private follow(event: WatchEvent, mark: Instant): Word[] {
    const { state, changes } = step(this.state, event, this.plan);
    this.state = state;
    return changes.map((episode) => this.say(episode, mark - episode.settled > LATE_AFTER));
  }

  private foldAgain(mark: Instant): Word[] {
    const heardTo = lastEvent(this.state).time;
    const { state, corrections } = revise(
      startWatch(),
      this.events,
      this.plan,
      [...this.standing.values()],
      heardTo,
    );
    this.state = state;
    return corrections.map((one): Word => {
      if (one.kind !== 'withdrawn') return this.say(one.episode, one.late || mark - one.proven > LATE_AFTER);
      const { key, ending } = one;
      const known = this.standing.get(key);
      if (known !== undefined) this.standing.set(key, { ...known, withdrawn: ending });
      return { kind: 'withdrawn', key, ending };
    });
  }

  private say(episode: AlarmChange, late: boolean): Word {
    this.standing.set(episode.key, { episode, withdrawn: null });
    return { kind: 'said', episode, late };
  }
}
