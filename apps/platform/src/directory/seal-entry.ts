import type { Fix, Instant, LatLon, TransitState } from '@haidang/domain';
import type { Parties } from '../access/sight.js';
import { misjudgedSince, type Findings, type Plan, type WatchShelf, type WatchState } from '@haidang/engine';
import type { SealRecord } from '@haidang/store';
import type { LastWords } from './last-words.js';

/** What the hot path knows of one seal. One object a seal, always with every field. */
export class SealEntry {
  readonly id: string;
  /** `seals.key` */
  readonly key: number;
  intervalMs: number;
  /** Whose it is; null: nobody's. */
  organisationId: string | null;
  /** The mark of the last commit that told of it. */
  receivedAt: Instant = 0;
  /** When a fix of it was last refused for a time that shows its clock to be off; 0: never. */
  untimelyAt: Instant = 0;
  /** What it closes, while its transit lives. */
  task: SealTask | null = null;
  /** When the last transit that it closed and that is over ended; what happened up to then may be about that. -Infinity: none of late. */
  watchedUntil: Instant = -Infinity;
  /** How often it was given a memory: the same number, the same memory. */
  remembered = 0;
  /** Of the memory, what the transit's journey was last told; `null`: it is to be looked at. */
  findings: Findings | null = null;
  /** Of what is noted to be folded again, how much the memory holds; 0: nothing that the last checkpoint did not write down. */
  folded = 0;
  /** Changed since the last checkpoint. */
  dirty = false;
  /** The tick of the live map that told of it last, or will (live/map-views.ts). */
  toldIn = 0;

  constructor(
    { id, key, intervalMs, organisationId }: SealRecord,
    private readonly shelf: WatchShelf,
    private readonly words: LastWords,
  ) {
    this.id = id;
    this.key = key;
    this.intervalMs = intervalMs;
    this.organisationId = organisationId;
  }

  /** The latest fix by its own time, with or without a position; a new object each time. */
  get last(): Fix | null {
    return this.words.last(this.key);
  }

  /** Its time, without making it. */
  get lastAt(): Instant | null {
    return this.words.lastAt(this.key);
  }

  /** The latest fix that has a position. */
  get placed(): Fix | null {
    return this.words.placed(this.key);
  }

  /** Where that was. */
  get spot(): LatLon | null {
    return this.words.spot(this.key);
  }

  said(last: Fix | null, placed: Fix | null): void {
    this.words.lay(this.key, last, placed);
  }

  /** The engine's memory, taken off its shelf; `null` while the seal is not watched, or its events are still to be folded. */
  get watch(): WatchState | null {
    return this.shelf.take(this.key);
  }

  set watch(state: WatchState | null) {
    this.shelf.lay(this.key, state);
    this.remembered++;
  }
}

/** A seal's part in a transit. */
export interface SealTask {
  readonly transitId: string;
  readonly container: string;
  readonly routeId: string;
  /** Whose transit it is. */
  readonly parties: Parties;
  /** When it began; events before it are not the transit's, or not this seal's part in it. */
  readonly since: Instant;
  /** In which state the transit was when the seal was attached on the way; null: it was there from the beginning. */
  readonly attachedIn: TransitState | null;
  /** When it departed; null while it is not under way. */
  readonly departed: Instant | null;
  /** How the engine watches it; `null` while its route is not known. */
  readonly plan: Plan | null;
}

/** Since when its memory was told what is to be judged by a later version of its plan; undefined when it was not. */
export function misjudgedSinceOf({ task, watch }: SealEntry): Instant | undefined {
  return task?.plan == null || watch === null ? undefined : misjudgedSince(watch, task.plan);
}
