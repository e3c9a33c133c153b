import type { Instant } from '@haidang/domain';
import type { Moment } from '../moment.js';
import type { Plan } from '../plan.js';

/** True when a zone means the same in two plans: its kind, geometry and calendar, whatever its name. */
export function isUnchanged(zoneId: string, plan: Plan, before: Plan): boolean {
  const [now, then] = [plan.zones.get(zoneId)?.zone, before.zones.get(zoneId)?.zone];
  if (now === then) return true;
  const shape = (zone: typeof now) => JSON.stringify([zone?.kind, zone?.geometry, zone?.calendar]);
  return shape(now) === shape(then);
}

/**
 * Since when the plan has said what it says now, where it was changed while the seal was on the way from `before`; otherwise -Infinity. The way is
 * judged only when its second fix is there, by the plan of that; what lies before the change was under another.
 */
export function saidSince({ plan, before }: Moment, isSame: (newer: Plan, older: Plan) => boolean): Instant {
  if (before === null) return -Infinity;
  for (let newer = plan; newer.before !== null && newer.from > before.time; newer = newer.before)
    if (!isSame(newer, newer.before)) return newer.from;
  return -Infinity;
}
