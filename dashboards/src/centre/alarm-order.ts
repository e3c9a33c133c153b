import type { AlarmView } from '@haidang/contract';
import { SECOND, type Severity } from '@haidang/domain';

const GRAVITY: Record<Severity, number> = { critical: 0, major: 1, minor: 2 };

/** The graver first; among equals those nobody has taken on, of them those that were handed up, then the newest. */
export function byUrgency(a: AlarmView, b: AlarmView): number {
  return (
    GRAVITY[a.severity] - GRAVITY[b.severity] ||
    Number(a.state !== 'open') - Number(b.state !== 'open') ||
    Number(a.escalated === undefined) - Number(b.escalated === undefined) ||
    // as text: the platform writes every time in one form, and a thousand are compared at a time
    later(a.start, b.start) ||
    (a.id < b.id ? -1 : 1)
  );
}

function later(a: string, b: string): number {
  if (a === b) return 0;
  return a > b ? -1 : 1;
}

/** So long an alarm that was just acknowledged by the keys of every page stays theirs, to be located. */
export const STAYS = 20 * SECOND;

/** What nobody has acknowledged, the gravest first. */
export function waitingOf(alarms: ReadonlyMap<string, AlarmView>): AlarmView[] {
  return [...alarms.values()].filter(({ state }) => state === 'open').sort(byUrgency);
}

/**
 * The alarm that the keys of every page mean: the gravest that waits. One that they have just acknowledged stays, to be located, but
 * nothing critical that came since waits behind it.
 * @param waiting as {@link waitingOf} says
 */
export function meantOf(waiting: readonly AlarmView[], taken: AlarmView | undefined): AlarmView | undefined {
  const isPast = waiting.some(
    ({ severity, worsened, raisedAt }) =>
      severity === 'critical' && (worsened?.at ?? raisedAt) > (taken?.acknowledged?.at ?? ''),
  );
  return isPast ? waiting[0] : (taken ?? waiting[0]);
}

/**
 * The alarm that the desk's keys act on: the chosen one while it stands; else the first in sight that nobody has acknowledged, then the gravest
 * of those that wait to be shown.
 */
export function currentOf(
  chosen: AlarmView | undefined,
  visible: readonly AlarmView[],
  waiting: readonly AlarmView[],
): AlarmView | undefined {
  if (chosen !== undefined && chosen.state !== 'resolved') return chosen;
  const rows = [...visible, ...waiting.toSorted(byUrgency)];
  return rows.find(({ state }) => state === 'open') ?? rows.find(({ state }) => state !== 'resolved');
}

/** Which part of the alarms the queue shows: all but the shelved, one's own, what was handed up, or the shelved. */
export const QUEUE_PARTS = ['all', 'mine', 'escalated', 'shelved'] as const;
export type QueuePart = (typeof QUEUE_PARTS)[number];

/** Shelved alarms are out of the queue until their time, but for who looks at what was handed up. @param ownId who is signed in */
export function isOfPart(
  alarm: AlarmView,
  part: QueuePart,
  ownId: string | undefined,
  severity: Severity | null = null,
): boolean {
  if (severity !== null && alarm.severity !== severity) return false;
  if (part === 'shelved') return alarm.state === 'shelved';
  if (part === 'escalated') return alarm.escalated !== undefined;
  return alarm.state !== 'shelved' && (part === 'all' || (ownId !== undefined && alarm.assigneeId === ownId));
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
 * moves, comes or goes: new alarms only count up in `waiting`. Otherwise everything takes its place, and so it does
 * where there is no row: nothing can move then, and an empty queue says that all is well.
 * @param wants which alarms the queue is of
 * @returns `before` itself when nothing changed
 */
export function nextQueue(
  before: QueueView,
  alarms: ReadonlyMap<string, AlarmView>,
  wants: (alarm: AlarmView) => boolean,
  held: boolean,
): QueueView {
  const wanted = [...alarms.values()].filter(wants);
  const shown = new Set(before.rows);
  const next =
    held && before.rows.length > 0
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
