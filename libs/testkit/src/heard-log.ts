import { DEFAULT_RULES, type AlarmChange, type Instant } from '@haidang/domain';
import { Reception, type ReceptionFacts } from '@haidang/engine';
import { clockTime, spot } from './factories/equator.js';

/** What the platform heard, and the last word on each alarm that came of it, as the platform keeps it. */
export class HeardLog {
  stage = new Reception();
  readonly alarms = new Map<string, AlarmChange>();
  /** Alarms that an officer had resolved and that more evidence opened again. */
  readonly reopened = new Set<string>();

  watch(sealId: string, mark: string, region = 'R'): this {
    const listening = { sealId, transitId: `T${sealId}`, region, rules: DEFAULT_RULES };
    return this.take(this.stage.watch(listening, clockTime(mark), spot(0, 0)));
  }

  /** Listens for so many seals of a region from 08:00 on. */
  watchMany(count: number, region = 'R'): this {
    for (let i = 0; i < count; i++) this.watch(`${region}${i}`, '08:00', region);
    return this;
  }

  /** A message comes whose fix was made so many milliseconds before. */
  hear(sealId: string, mark: string, behind = 0, rest: { buffered?: boolean; dead?: boolean } = {}): this {
    const { buffered = false, dead } = rest;
    const at = clockTime(mark);
    const message = { mark: at, time: at - behind, buffered, place: spot(10, 0), dead };
    return this.take(this.stage.heard(sealId, message));
  }

  /** The seals of a region from one number up to another, which is left out, are heard at one time. */
  hearMany(from: number, to: number, mark: string, region = 'R'): this {
    for (let i = from; i < to; i++) this.hear(`${region}${i}`, mark);
    return this;
  }

  tick(mark: string): this {
    return this.take(this.stage.tick(clockTime(mark)));
  }

  take(changes: readonly AlarmChange[]): this {
    for (const change of changes) {
      if (this.alarms.get(change.key)?.resolved === true && !change.resolved) this.reopened.add(change.key);
      this.alarms.set(change.key, change);
    }
    return this;
  }

  /** The process ends and another begins: all that is left is what JSON carries. */
  restart(): this {
    this.stage = Reception.restore(JSON.parse(JSON.stringify(this.stage.facts())) as ReceptionFacts);
    return this;
  }

  get said(): AlarmChange[] {
    return [...this.alarms.values()];
  }

  get spans(): (readonly [string, Instant, Instant | null])[] {
    return this.said.map(({ kind, start, end }) => [kind, start, end] as const);
  }
}
