import { MARK_STATES, type MarkState, type Position } from '@haidang/contract';
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

/** What must change on the map. Those in `removed` are gone, whatever `set` says of them. */
export interface MarkChange {
  /** As they are from now on, whether they were there or not. */
  set: readonly Mark[];
  /** Their seals. */
  removed: readonly string[];
}

/** True when the seal missed three of its intervals. @param now the server's clock */
export function isStale(position: Pick<Position, 'time' | 'staleAfter'>, now: Instant): boolean {
  return now > staleAt(position);
}

/** The server's clock from which on it is stale. */
export function staleAt({ time, staleAfter }: Pick<Position, 'time' | 'staleAfter'>): Instant {
  return Date.parse(time) + staleAfter;
}

/** How grave it is: 0 idle, 4 critical. */
export function rankOf({ state }: Pick<Mark, 'state'>): number {
  return MARK_STATES.indexOf(state);
}

/** One for the quiet marks, below all others, and one for each rank of those that are not. */
export const BANDS = 1 + MARK_STATES.length;

/** What lies on top where marks overlap: a higher band over a lower one. A seal that falls silent is no quiet one any more. */
export function bandOf(mark: Pick<Mark, 'state' | 'stale'>): number {
  const isQuiet = !mark.stale && (mark.state === 'on_route' || mark.state === 'idle');
  return isQuiet ? 0 : 1 + rankOf(mark);
}
