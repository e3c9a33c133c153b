import type { LockState, SealEvent } from './fix.js';

/** What a seal says once: an event, or the state its lock has come to without a word. */
export type SealNote = SealEvent | `lock_${LockState}`;

/** Shakes of the road, said in most fixes: they would bury the rest. */
const UNTOLD: ReadonlySet<SealEvent> = new Set(['vibration']);

/**
 * Makes notes of what a seal's fixes say, one seal's in time order. An event that the fix before said as well is the same one, however many
 * repeat it; a lock that has changed while no event speaks of it is told by its new state.
 */
export class SealNotes {
  private before: readonly SealEvent[] = [];
  private lock: LockState | undefined;

  /** @returns what is new in a fix */
  of(events: readonly SealEvent[], lock: LockState | undefined): SealNote[] {
    const notes: SealNote[] = events.filter((event) => !UNTOLD.has(event) && !this.before.includes(event));
    const isSaid = events.includes('locked') || events.includes('unlocked');
    if (lock !== undefined && this.lock !== undefined && lock !== this.lock && !isSaid)
      notes.push(`lock_${lock}`);
    this.before = events;
    this.lock = lock ?? this.lock;
    return notes;
  }
}
