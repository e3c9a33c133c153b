import type { Directory } from './directory.js';
import type { SealEntry } from './seal-entry.js';

/** So many are looked at in one turn. */
const MOST = 10_000;

/**
 * Goes round all seals, some thousands a turn: what is looked for by the clock costs no more with 100,000 of them, and comes ten turns
 * later at most.
 */
export class SealRound {
  private rest: Iterator<SealEntry> | undefined;

  constructor(private readonly directory: Pick<Directory, 'seals'>) {}

  /** The next ones; with fewer than 10,000 seals always all of them. */
  *turn(): Generator<SealEntry> {
    this.rest ??= this.directory.seals();
    for (let i = 0; i < MOST; i++) {
      const { value, done } = this.rest.next();
      if (done === true) {
        this.rest = undefined;
        return;
      }
      yield value;
    }
  }
}
