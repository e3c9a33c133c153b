import type { MarkState, Position } from '@haidang/contract';

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
  moved: Mark[];
  removed: string[];
}

/** True when the seal missed three of its intervals. @param now the server's clock */
export function isStale(position: Pick<Position, 'time' | 'staleAfter'>, now: number): boolean {
  return now - Date.parse(position.time) > position.staleAfter;
}

/**
 * Compares the marks on the map with the positions known, and brings `drawn` up to date.
 * A mark is touched only when it moved, changed state or went stale: with 10,000 in view most are not, most seconds.
 */
export function diffMarks(
  drawn: Map<string, Mark>,
  positions: ReadonlyMap<string, Position>,
  now: number,
): MarkDiff {
  const diff: MarkDiff = { added: [], moved: [], removed: [] };
  for (const position of positions.values()) {
    const stale = isStale(position, now);
    const before = drawn.get(position.sealId);
    if (before !== undefined && isSame(before, position, stale)) continue;
    const mark = markOf(position, stale);
    drawn.set(position.sealId, mark);
    (before === undefined ? diff.added : diff.moved).push(mark);
  }
  for (const sealId of drawn.keys()) {
    if (positions.has(sealId)) continue;
    drawn.delete(sealId);
    diff.removed.push(sealId);
  }
  return diff;
}

export function isEmpty(diff: MarkDiff): boolean {
  return diff.added.length + diff.moved.length + diff.removed.length === 0;
}

function isSame(mark: Mark, position: Position, stale: boolean): boolean {
  return (
    mark.lat === position.lat &&
    mark.lon === position.lon &&
    mark.state === position.state &&
    mark.stale === stale &&
    mark.container === position.container
  );
}

function markOf({ sealId, container, lat, lon, state }: Position, stale: boolean): Mark {
  return { sealId, container, lat, lon, state, stale };
}
