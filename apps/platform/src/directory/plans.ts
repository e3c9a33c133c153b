import { isDeepStrictEqual } from 'node:util';
import { HOUR, mergeRules, type Instant, type Millis } from '@haidang/domain';
import type { Plan } from '@haidang/engine';
import type { ZoneIndex } from '@haidang/geo';
import type { TaskRecord } from '@haidang/store';
import type { KnownRoute } from './directory.js';

/** Versions that ended longer ago judge nothing any more; a little more than the horizon. */
const KEEP: Millis = 96 * HOUR;

/**
 * What a seal of a transit is judged by from now on.
 * @param before the version until now; null for the first, which holds for all time before as well
 * @returns `before` itself when nothing of it changed
 */
export function planOf(
  task: TaskRecord,
  sealId: string,
  route: KnownRoute,
  zones: ZoneIndex,
  before: Plan | null,
  now: Instant,
): Plan {
  const content = {
    transitId: task.transitId,
    sealId,
    corridor: route.corridor,
    zones,
    rules: mergeRules(route.record.rules ?? undefined, task.rules ?? undefined),
    origin: task.fromId,
    destination: task.toId,
    stops: route.stops,
    checkpoints: route.checkpoints,
    cards: null,
    departBy: task.departBy?.getTime() ?? null,
    arriveBy: task.arriveBy?.getTime() ?? null,
  };
  if (before === null) return { ...content, from: 0, version: task.since.getTime(), before: null };
  if (isSame(before, content)) return before;
  const from = Math.max(now, before.version + 1);
  return { ...content, from, version: from, before: trimmed(before, now - KEEP) };
}

function isSame(plan: Plan, content: Omit<Plan, 'from' | 'version' | 'before'>): boolean {
  return (
    plan.corridor === content.corridor &&
    plan.zones === content.zones &&
    plan.origin === content.origin &&
    plan.destination === content.destination &&
    plan.departBy === content.departBy &&
    plan.arriveBy === content.arriveBy &&
    isDeepStrictEqual(plan.rules, content.rules)
  );
}

function trimmed(plan: Plan, oldest: Instant): Plan {
  if (plan.before === null) return plan;
  return { ...plan, before: plan.from <= oldest ? null : trimmed(plan.before, oldest) };
}
