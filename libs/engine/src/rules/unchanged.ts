import type { Plan } from '../plan.js';

/** True when a zone means the same in two plans: its kind, geometry and calendar, whatever its name. */
export function isUnchanged(zoneId: string, plan: Plan, before: Plan): boolean {
  const [now, then] = [plan.zones.get(zoneId)?.zone, before.zones.get(zoneId)?.zone];
  if (now === then) return true;
  const shape = (zone: typeof now) => JSON.stringify([zone?.kind, zone?.geometry, zone?.calendar]);
  return shape(now) === shape(then);
}
