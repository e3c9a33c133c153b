import { MAX_BACKLOG } from '@haidang/wire';
import type { Instant } from '@haidang/domain';
import type { FaultPlan } from '../scenario/faults.js';
import type { FixMemory } from './fix-memory.js';
import type { Truth } from './gnss.js';
import type { DeviceFix } from './device-fix.js';
import type { SealDevice } from './seal-device.js';

/** A whole seal but for its antenna: what it records, what it holds, and whether its faults let it send. */
export class SealUnit {
  #before = -1;
  #online = true;
  /** Fixes that are put into the memory only at a later second. */
  #heldBack: { readonly until: number; readonly fix: DeviceFix }[] = [];

  constructor(
    readonly sealId: string,
    readonly device: SealDevice,
    readonly memory: FixMemory,
    readonly faults: FaultPlan,
  ) {}

  /** Whether there is radio where the seal is. */
  get online(): boolean {
    return this.#online;
  }

  /** One second of a seal's life: records a fix when one is due. */
  second(elapsed: number, trueTime: Instant, truth: Truth): void {
    const late = this.faults.active('late_backlog', elapsed);
    this.#online = late === undefined && this.faults.active('gap', elapsed) === undefined;
    if (!this.#online) {
      this.memory.order = late === undefined ? 'oldest_first' : 'newest_first';
      this.memory.batch = late?.batch ?? MAX_BACKLOG;
    }
    for (const { fixes } of this.faults.beginning('repeats', this.#before, elapsed))
      this.memory.repeat(fixes);
    this.#before = elapsed;
    if (this.device.isDue(elapsed)) {
      const held = this.faults.active('held', elapsed);
      const fix = this.device.record(elapsed, trueTime, truth, this.#online && held === undefined);
      if (held === undefined) this.memory.record(fix);
      else this.#heldBack.push({ until: elapsed + held.late, fix });
    }
    this.#release(elapsed);
  }

  #release(elapsed: number): void {
    if (this.#heldBack.length === 0) return;
    const due = this.#heldBack.filter(({ until }) => until <= elapsed);
    this.#heldBack = this.#heldBack.filter(({ until }) => until > elapsed);
    this.memory.record(...due.map(({ fix }) => fix));
  }
}
