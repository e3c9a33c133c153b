import type { Instant } from '@haidang/domain';
import { asFleet, waitFor } from '@haidang/testkit';
import { FixMemory, type FixMessage, type MemoryLimits } from '../../firmware-sim/src/device/fix-memory.js';
import { Tally } from '../../firmware-sim/src/live/tally.js';
import { Uplink } from '../../firmware-sim/src/live/uplink.js';
import { fixOfTrip } from './seal-trip.js';

/** Milliseconds between two looks at how much there is to record. */
const TICK = 25;
/** A test cannot wait as long as a device would between two attempts to connect. */
const BACKOFF = { first: 50, longest: 500 };
/** Fixes in a message of a seal that sends backlogs. */
const BACKLOG = 20;

export interface FleetOptions {
  readonly broker: string;
  readonly seals: readonly string[];
  readonly start: Instant;
  /** Messages that a seal sends before the first is acknowledged. */
  readonly inFlight?: number;
}

/**
 * Seals that keep what is not acknowledged and send it again after each reconnect: the simulator's device, with a book of what
 * was acknowledged. Every second seal sends its fixes one by one, the others in backlogs of up to 20, newest first.
 */
export class Fleet {
  readonly seals: readonly Seal[];
  private clock: NodeJS.Timeout | undefined;

  constructor({ broker, seals, start, inFlight = 20 }: FleetOptions) {
    this.seals = seals.map(
      (id, index) => new Seal(id, asFleet(broker), start, { batch: index % 2 === 0 ? 1 : BACKLOG, inFlight }),
    );
  }

  open(): void {
    for (const seal of this.seals) seal.open();
  }

  /** Fixes recorded a second by the whole fleet, until {@link rest}. */
  record(perSecond: number): void {
    const began = performance.now();
    let given = 0;
    this.clock = setInterval(() => {
      const due = Math.floor(((performance.now() - began) / 1000) * (perSecond / this.seals.length));
      this.burst(due - given);
      given = due;
    }, TICK);
  }

  /** Gives every seal so many fixes more at once. */
  burst(count: number): void {
    for (const seal of this.seals) seal.recordUpTo(seal.recorded + count);
  }

  /** A burst, and the moment in it when something is acknowledged and more is not: when to break things. */
  async startBurst(count: number): Promise<void> {
    const { acknowledged } = this;
    this.burst(count);
    await waitFor(() => this.acknowledged > acknowledged, 60_000, 'the first acknowledgement of a burst');
  }

  rest(): void {
    clearInterval(this.clock);
  }

  /** Has every seal record as many fixes as the seal of the same place in another fleet. */
  recordLike(other: Fleet): void {
    for (const [index, seal] of this.seals.entries()) seal.recordUpTo(other.seals[index]!.recorded);
  }

  /** Cuts connections as lost radio does; the seals connect again at once. @param share every `share`-th seal */
  async cut(share = 1): Promise<void> {
    await Promise.all(this.seals.filter((_, index) => index % share === 0).map((seal) => seal.cut()));
  }

  async close(): Promise<void> {
    this.rest();
    await Promise.all(this.seals.map((seal) => seal.close()));
  }

  /** Fixes recorded and not acknowledged. */
  get held(): number {
    return this.sum((seal) => seal.memory.held);
  }

  get recorded(): number {
    return this.sum((seal) => seal.recorded);
  }

  get acknowledged(): number {
    return this.sum((seal) => seal.memory.acknowledged.size);
  }

  /** Fixes put on the wire, repeats included. */
  get sent(): number {
    return this.sum((seal) => seal.tally.sent);
  }

  private sum(of: (seal: Seal) => number): number {
    return this.seals.reduce((sum, seal) => sum + of(seal), 0);
  }
}

/** One seal of the fleet. */
class Seal {
  readonly tally = new Tally();
  readonly memory: Notebook;
  /** Fixes recorded so far; they are numbered from 1. */
  recorded = 0;
  private readonly uplink: Uplink;

  constructor(
    readonly id: string,
    broker: string,
    private readonly start: Instant,
    limits: MemoryLimits,
  ) {
    this.memory = new Notebook(limits);
    const { memory, tally } = this;
    const log = () => undefined;
    this.uplink = new Uplink({ broker, sealId: id, memory, tally, log, backoff: BACKOFF });
  }

  open(): void {
    this.uplink.open();
  }

  recordUpTo(count: number): void {
    while (this.recorded < count) this.memory.record(fixOfTrip(this.start, ++this.recorded));
    this.uplink.send();
  }

  async cut(): Promise<void> {
    await this.uplink.close(true);
    this.uplink.open();
  }

  close(): Promise<void> {
    return this.uplink.close(this.memory.held > 0);
  }
}

/** The device's memory, which also keeps the numbers of the fixes that were acknowledged. */
class Notebook extends FixMemory {
  readonly acknowledged = new Set<number>();
  private readonly underWay = new Map<number, FixMessage>();

  override next(): FixMessage | undefined {
    const message = super.next();
    if (message === undefined) return undefined;
    const newestFirst = { ...message, fixes: message.fixes.toReversed() };
    this.underWay.set(message.id, newestFirst);
    return newestFirst;
  }

  override acknowledge(id: number): number {
    for (const { seq } of this.underWay.get(id)?.fixes ?? []) this.acknowledged.add(seq);
    this.underWay.delete(id);
    return super.acknowledge(id);
  }

  override connectionLost(): void {
    this.underWay.clear();
    super.connectionLost();
  }
}
