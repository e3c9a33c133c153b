import type { MarkState, Position } from '@haidang/contract';
import type { Instant } from '@haidang/domain';

/** A mark as it stands on the map. */
export interface Mark {
  sealId: string;
  container: string | null;
  lat: number;
  lon: number;
  state: MarkState;
  stale: boolean;
}

/** What must change on the map. */
export interface MarkDiff {
  added: Mark[];
  /** Their place alone is another. */
  moved: Mark[];
  /** Something else is, and maybe the place. */
  changed: Mark[];
  removed: string[];
}

/** A mark on the map, and what was last heard of its seal. */
export interface Drawn {
  readonly position: Position;
  /** The server's clock from which on it is stale. */
  readonly staleAt: Instant;
  readonly mark: Mark;
}

/** True when the seal missed three of its intervals. @param now the server's clock */
export function isStale(position: Pick<Position, 'time' | 'staleAfter'>, now: Instant): boolean {
  return now > staleAt(position);
}

function staleAt({ time, staleAfter }: Pick<Position, 'time' | 'staleAfter'>): Instant {
  return Date.parse(time) + staleAfter;
}

/**
 * Compares the marks on the map with the positions known, and brings `drawn` up to date.
 * A mark is touched only when it moved, changed state or went stale: with 10,000 in view most are not, most seconds.
 */
export function diffMarks(
  drawn: Map<string, Drawn>,
  positions: ReadonlyMap<string, Position>,
  now: Instant,
): MarkDiff {
  const diff: MarkDiff = { added: [], moved: [], changed: [], removed: [] };
  for (const position of positions.values()) {
    const before = drawn.get(position.sealId);
    const isHeard = before?.position !== position;
    if (!isHeard && now > before.staleAt === before.mark.stale) continue;
    const at = isHeard ? staleAt(position) : before.staleAt;
    const mark = markOf(position, now > at);
    drawn.set(position.sealId, { position, staleAt: at, mark });
    if (before === undefined) diff.added.push(mark);
    else if (!isAlike(before.mark, mark)) diff.changed.push(mark);
    else if (before.mark.lat !== mark.lat || before.mark.lon !== mark.lon) diff.moved.push(mark);
  }
  // all that are known are drawn: as many, and there is no other
  if (drawn.size === positions.size) return diff;
  for (const sealId of drawn.keys()) {
    if (positions.has(sealId)) continue;
    drawn.delete(sealId);
    diff.removed.push(sealId);
  }
  return diff;
}

export function isEmpty({ added, moved, changed, removed }: MarkDiff): boolean {
  return added.length + moved.length + changed.length + removed.length === 0;
}

/** Wherever they are. */
function isAlike(a: Mark, b: Mark): boolean {
  return a.state === b.state && a.stale === b.stale && a.container === b.container;
}

function markOf({ sealId, container, lat, lon, state }: Position, stale: boolean): Mark {
  return { sealId, container, lat, lon, state, stale };
}
