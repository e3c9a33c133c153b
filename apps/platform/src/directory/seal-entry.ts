import type { Fix, Instant } from '@haidang/domain';
import type { Plan, WatchState } from '@haidang/engine';

/** What the hot path knows of one seal. One object a seal, always with every field. */
export interface SealEntry {
  readonly id: string;
  /** `seals.key` */
  readonly key: number;
  intervalMs: number;
  /** The latest fix by its own time, with or without a position. */
  last: Fix | null;
  /** The latest fix that has a position. */
  placed: Fix | null;
  /** The mark of the last commit that told of it. */
  receivedAt: Instant;
  /** When a fix of it was last refused for a time ahead of ours; 0: never. */
  aheadAt: Instant;
  /** What it closes, while its transit lives. */
  task: SealTask | null;
  /** The engine's memory; `null` while it is not watched. */
  watch: WatchState | null;
  /** Changed since the last checkpoint. */
  dirty: boolean;
}

/** A seal's part in a transit. */
export interface SealTask {
  readonly transitId: string;
  readonly container: string;
  readonly routeId: string;
  /** Events before it are not the transit's. */
  readonly departedAt: Instant | null;
  /** How the engine watches it; `null` while the transit is not under way. */
  readonly plan: Plan | null;
}
