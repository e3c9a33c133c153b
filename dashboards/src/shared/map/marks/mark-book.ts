import type { Position } from '@haidang/contract';
import type { Instant } from '@haidang/domain';
import { staleAt, type Mark, type MarkChange } from './mark.js';

interface Known {
  readonly position: Position;
  /** The server's clock from which on it is stale. */
  readonly staleAt: Instant;
  readonly isStale: boolean;
}

/**
 * Keeps what was last heard of each seal and says what its mark is. It looks only at what came, and at all seals no
 * more often than the next of them may fall silent: with 10,000 in view most say nothing, most seconds.
 */
export class MarkBook {
  readonly #known = new Map<string, Known>();
  /** No seal that is heard of is stale before this, by the server's clock. */
  #quietUntil: Instant = Infinity;

  /** Some seals told where they are, or left. @param now the server's clock */
  take(heard: Iterable<Position>, gone: readonly string[], now: Instant): MarkChange {
    const set: Mark[] = [];
    for (const position of heard) set.push(this.#hear(position, now));
    for (const sealId of gone) this.#known.delete(sealId);
    if (now > this.#quietUntil) set.push(...this.#fallenSilent(now));
    return { set, removed: gone };
  }

  /** All seals that there are: those it does not name are gone. */
  takeAll(all: ReadonlyMap<string, Position>, now: Instant): MarkChange {
    const gone = [...this.#known.keys()].filter((sealId) => !all.has(sealId));
    return this.take(all.values(), gone, now);
  }

  #hear(position: Position, now: Instant): Mark {
    const known = { position, staleAt: staleAt(position), isStale: now > staleAt(position) };
    this.#known.set(position.sealId, known);
    if (!known.isStale && known.staleAt < this.#quietUntil) this.#quietUntil = known.staleAt;
    return markOf(known);
  }

  #fallenSilent(now: Instant): Mark[] {
    const fallen: Mark[] = [];
    this.#quietUntil = Infinity;
    for (const [sealId, known] of this.#known) {
      if (known.isStale) continue;
      if (now > known.staleAt) {
        const silent = { ...known, isStale: true };
        this.#known.set(sealId, silent);
        fallen.push(markOf(silent));
      } else if (known.staleAt < this.#quietUntil) {
        this.#quietUntil = known.staleAt;
      }
    }
    return fallen;
  }
}

function markOf({ position: { sealId, container, lat, lon, state }, isStale }: Known): Mark {
  return { sealId, container, lat, lon, state, stale: isStale };
}
