import type { PassageView } from '@haidang/contract';
import { MINUTE, OFFLINE_REASONS, type OfflineReason } from '@haidang/domain';

/** A truck that was decided this long ago has driven on: its panel steps back. Milliseconds. */
const GONE = 10 * MINUTE;

/** What stands: the officer's word, else the decision. */
export function standing({ decision, override }: PassageView): 'pass' | 'hold' {
  return override?.verdict ?? decision.verdict;
}

/**
 * What was read and what was heard, each passage once, the newest first. An answer that was on its way while the feed spoke must not take back
 * what was heard: of one passage the later override stands.
 */
export function merged(read: readonly PassageView[], heard: readonly PassageView[]): PassageView[] {
  const byId = new Map<string, PassageView>();
  for (const passage of [...heard, ...read]) {
    const known = byId.get(passage.id);
    if (known === undefined || overriddenAt(passage) > overriddenAt(known)) byId.set(passage.id, passage);
  }
  return [...byId.values()].sort(
    (a, b) => Date.parse(b.time) - Date.parse(a.time) || Date.parse(b.receivedAt) - Date.parse(a.receivedAt),
  );
}

/** The newest passage of each lane, lanes in their order; what was entered without a lane is one by itself, the last. */
export function newestByLane(newestFirst: readonly PassageView[]): PassageView[] {
  const byLane = new Map<string | undefined, PassageView>();
  for (const passage of newestFirst) if (!byLane.has(passage.lane)) byLane.set(passage.lane, passage);
  return [...byLane.values()].sort((a, b) => {
    if (a.lane === undefined || b.lane === undefined)
      return Number(a.lane === undefined) - Number(b.lane === undefined);
    return inLaneOrder(a.lane, b.lane);
  });
}

/** The lanes that passages name, and the chosen one, in their order. */
export function lanesOf(passages: readonly PassageView[], chosen: string | undefined): string[] {
  const lanes = new Set([...passages.map(({ lane }) => lane), chosen]);
  lanes.delete(undefined);
  return ([...lanes] as string[]).sort(inLaneOrder);
}

function inLaneOrder(a: string, b: string): number {
  return a.localeCompare(b, 'en', { numeric: true });
}

export function isGone({ time, override }: PassageView, now: number): boolean {
  return now - Math.max(Date.parse(time), override === undefined ? 0 : Date.parse(override.at)) > GONE;
}

/** Why it was held: what was held without a network was held for the gatehouse's own reasons. */
export function reasonsOf({ decision, decidedOffline }: PassageView): readonly string[] {
  return decidedOffline?.verdict === 'hold' ? decidedOffline.reasons : decision.reasons;
}

/** The reasons in the order in which a reader should hear them; codes that a newer platform may have come last. */
export function inOrder(reasons: readonly string[]): string[] {
  const place = (code: string) => {
    const at = OFFLINE_REASONS.indexOf(code as OfflineReason);
    return at === -1 ? OFFLINE_REASONS.length : at;
  };
  return [...reasons].sort((a, b) => place(a) - place(b));
}

function overriddenAt({ override }: PassageView): number {
  return override === undefined ? 0 : Date.parse(override.at);
}
