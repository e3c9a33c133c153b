import type { AlarmView } from '@haidang/contract';
import type { Severity } from '@haidang/domain';

const GRAVITY: Record<Severity, number> = { critical: 0, major: 1, minor: 2 };

/** The graver first; among equals those nobody has taken on, then the newest. */
export function byUrgency(a: AlarmView, b: AlarmView): number {
  return (
    GRAVITY[a.severity] - GRAVITY[b.severity] ||
    Number(a.state !== 'open') - Number(b.state !== 'open') ||
    Date.parse(b.start) - Date.parse(a.start) ||
    (a.id < b.id ? -1 : 1)
  );
}

/** What the operator sees of the queue. */
export interface QueueView {
  /** Ids in the order shown. An alarm that was resolved meanwhile keeps its row until the list may move. */
  readonly rows: readonly string[];
  /** Ids that are not shown yet. */
  readonly waiting: readonly string[];
}

export const EMPTY_QUEUE: QueueView = { rows: [], waiting: [] };

/**
 * The queue after the alarms changed. While it is `held` (the pointer is over it, or a key was just used) no row
 * moves, comes or goes: new alarms only count up in `waiting`. Otherwise everything takes its place.
 * Shelved alarms are out of the queue until their time.
 * @returns `before` itself when nothing changed
 */
export function nextQueue(
  before: QueueView,
  alarms: ReadonlyMap<string, AlarmView>,
  severity: Severity | null,
  held: boolean,
): QueueView {
  const wanted = [...alarms.values()].filter(
    (alarm) => alarm.state !== 'shelved' && (severity === null || alarm.severity === severity),
  );
  const shown = new Set(before.rows);
  const next = held
    ? { rows: before.rows, waiting: idsOf(wanted.filter(({ id }) => !shown.has(id))) }
    : { rows: idsOf(wanted.sort(byUrgency)), waiting: [] };
  return isSame(before.rows, next.rows) && isSame(before.waiting, next.waiting) ? before : next;
}

function idsOf(alarms: readonly AlarmView[]): string[] {
  return alarms.map(({ id }) => id);
}

function isSame(a: readonly string[], b: readonly string[]): boolean {
  return a === b || (a.length === b.length && a.every((id, at) => id === b[at]));
}

/** The row a step up or down from `current`; the first when nothing is current, the same at either end. */
export function step(rows: readonly string[], current: string | undefined, by: 1 | -1): string | undefined {
  const at = current === undefined ? -1 : rows.indexOf(current);
  if (at < 0) return rows[0];
  return rows[Math.min(rows.length - 1, Math.max(0, at + by))];
}
