import { Injectable } from '@nestjs/common';
import type { Instant } from '@haidang/domain';
import type { SealEntry } from '../directory/seal-entry.js';

/** A seal whose events are to be folded again. */
export interface Due {
  /** The earliest event that is not folded in. */
  from: Instant;
  /** When, by the machine's clock, the first and the last such event came. */
  readonly firstAt: Instant;
  lastAt: Instant;
}

/** Which seals are to be folded again; the same stands in the database, for the next start. */
@Injectable()
export class RevisionsDue {
  private readonly bySeal = new Map<SealEntry, Due>();
  /** Seals of which late fixes came since the join of gates and seals last looked, and emptied it. */
  readonly touched = new Set<string>();

  get size(): number {
    return this.bySeal.size;
  }

  add(entry: SealEntry, from: Instant): void {
    const now = Date.now();
    this.touched.add(entry.id);
    const known = this.bySeal.get(entry);
    if (known === undefined) this.bySeal.set(entry, { from, firstAt: now, lastAt: now });
    else {
      known.from = Math.min(known.from, from);
      known.lastAt = now;
    }
  }

  /** Takes one out. */
  take(entry: SealEntry): Due | undefined {
    const due = this.bySeal.get(entry);
    this.bySeal.delete(entry);
    return due;
  }

  entries(): IterableIterator<[SealEntry, Due]> {
    return this.bySeal.entries();
  }
}
