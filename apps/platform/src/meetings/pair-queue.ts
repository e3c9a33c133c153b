import { setTimeout as sleep } from 'node:timers/promises';
import type { Instant } from '@haidang/domain';
import { pairOf } from '@haidang/engine';

/** So few at once: a start with many pairs must not take the database from what arrives. */
const AT_ONCE = 4;
const RETRY_MS = 1_000;

/** Two transits whose meetings are to be judged. */
export interface DuePair {
  /** What names them: `pairOf`. */
  readonly cause: string;
  readonly first: string;
  readonly second: string;
  /** How far a watch had been folded when it was found to have stood elsewhere; -Infinity: it was seen as it happened. */
  readonly heardTo: Instant;
  /** An officer resolved an alarm of theirs. */
  readonly acted: boolean;
}

interface Waiting extends DuePair {
  /** To be called when it was tried once, with or without success. */
  readonly tried: readonly (() => void)[];
}

/** Each pair is judged by one task at a time, and again when something changed meanwhile; one that fails is tried until it succeeds. */
export class PairQueue {
  private readonly waiting = new Map<string, Waiting>();
  private readonly underWay = new Map<string, Promise<void>>();
  private idle: (() => void)[] = [];
  private stopped = false;

  /** @param failed is told of a failure; false: the pair is not to be tried again */
  constructor(
    private readonly judge: (pair: DuePair) => Promise<void>,
    private readonly failed: (error: unknown, pair: DuePair) => boolean,
  ) {}

  add(one: string, other: string, heardTo: Instant = -Infinity): void {
    this.put(dueOf(one, other, heardTo, false), []);
  }

  /** An officer acted, and waits. @returns when the pair was judged, or could not be and will be later */
  async acted(one: string, other: string): Promise<void> {
    if (this.stopped) return;
    await new Promise<void>((tried) => this.put(dueOf(one, other, -Infinity, true), [tried]));
  }

  /** When nothing is left to judge. */
  async settled(): Promise<void> {
    if (this.waiting.size + this.underWay.size > 0) await new Promise<void>((idle) => this.idle.push(idle));
  }

  /** Begins nothing more, and waits for what is under way: the next start judges the rest. */
  async stop(): Promise<void> {
    this.stopped = true;
    await Promise.all(this.underWay.values());
    for (const { tried } of this.waiting.values()) for (const tell of tried) tell();
  }

  private put(pair: DuePair, tried: readonly (() => void)[]): void {
    const known = this.waiting.get(pair.cause);
    this.waiting.set(pair.cause, {
      ...pair,
      heardTo: Math.max(pair.heardTo, known?.heardTo ?? -Infinity),
      acted: pair.acted || known?.acted === true,
      tried: [...(known?.tried ?? []), ...tried],
    });
    this.go();
  }

  private go(): void {
    for (const [cause, pair] of this.waiting) {
      if (this.stopped || this.underWay.size >= AT_ONCE) return;
      if (this.underWay.has(cause)) continue;
      this.waiting.delete(cause);
      this.underWay.set(cause, this.run(pair));
    }
    if (this.waiting.size + this.underWay.size > 0) return;
    for (const tell of this.idle) tell();
    this.idle = [];
  }

  private async run({ tried, ...pair }: Waiting): Promise<void> {
    try {
      await this.judge(pair);
      for (const tell of tried) tell();
    } catch (error) {
      for (const tell of tried) tell();
      if (this.failed(error, pair)) {
        await sleep(RETRY_MS);
        this.put(pair, []);
      }
    }
    this.underWay.delete(pair.cause);
    this.go();
  }
}

function dueOf(one: string, other: string, heardTo: Instant, acted: boolean): DuePair {
  const [first, second] = one < other ? [one, other] : [other, one];
  return { cause: pairOf(one, other), first, second, heardTo, acted };
}
