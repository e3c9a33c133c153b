import type { DeviceFix } from './device-fix.js';

/** In which order fixes that were held back leave the memory. */
export type SendingOrder = 'oldest_first' | 'newest_first';

/** One PUBLISH: a fix alone, or a backlog. */
export interface FixMessage {
  readonly id: number;
  readonly fixes: readonly DeviceFix[];
}

export interface MemoryLimits {
  /** The most fixes in one message; the contract allows 500. */
  readonly batch: number;
  /** The most messages that wait for their PUBACK at one time. */
  readonly inFlight: number;
}

/** A fix and its place in the memory, by which the order of recording comes back after a broken connection. */
interface Entry {
  readonly place: number;
  readonly fix: DeviceFix;
}

/** How many acknowledged fixes stay readable, for a seal that is made to repeat itself. */
const REMEMBERED = 500;

/**
 * The store-and-forward memory of a seal. A fix is put in when it is recorded and leaves only when the message that
 * carried it is acknowledged; whatever was under way when the connection broke is sent again.
 */
export class FixMemory {
  readonly #inFlight: number;
  #waiting: Entry[] = [];
  readonly #underWay = new Map<number, readonly Entry[]>();
  #acknowledged: DeviceFix[] = [];
  #lastPlace = 0;
  #lastId = 0;
  order: SendingOrder = 'oldest_first';
  batch: number;

  constructor({ batch, inFlight }: MemoryLimits) {
    this.batch = batch;
    this.#inFlight = inFlight;
  }

  /** Fixes not acknowledged yet. */
  get held(): number {
    let underWay = 0;
    for (const entries of this.#underWay.values()) underWay += entries.length;
    return this.#waiting.length + underWay;
  }

  record(...fixes: readonly DeviceFix[]): void {
    for (const fix of fixes) this.#waiting.push({ place: ++this.#lastPlace, fix });
  }

  /**
   * Takes the next message to send; `undefined` when nothing waits or enough is under way.
   */
  next(): FixMessage | undefined {
    if (this.#waiting.length === 0 || this.#underWay.size >= this.#inFlight) return undefined;
    const newest = this.order === 'newest_first';
    const start = newest ? Math.max(0, this.#waiting.length - this.batch) : 0;
    const entries = this.#waiting.splice(start, this.batch);
    if (newest) entries.reverse();
    this.#underWay.set(++this.#lastId, entries);
    return { id: this.#lastId, fixes: entries.map(({ fix }) => fix) };
  }

  /**
   * The PUBACK of a message came: its fixes may be forgotten.
   * @returns how many fixes it held; 0 for a message that is not under way
   */
  acknowledge(id: number): number {
    const entries = this.#underWay.get(id);
    if (entries === undefined) return 0;
    this.#underWay.delete(id);
    this.#acknowledged = [...this.#acknowledged, ...entries.map(({ fix }) => fix)].slice(-REMEMBERED);
    return entries.length;
  }

  /** The connection is gone: everything that was under way waits again, before what was recorded since. */
  connectionLost(): void {
    const back = [...this.#underWay.values()].flat();
    this.#underWay.clear();
    if (back.length > 0) this.#waiting = [...back, ...this.#waiting].sort((a, b) => a.place - b.place);
  }

  /** Puts the last acknowledged fixes in once more, as a seal does whose acknowledgements were lost. */
  repeat(count: number): void {
    this.record(...this.#acknowledged.slice(-count));
  }
}
