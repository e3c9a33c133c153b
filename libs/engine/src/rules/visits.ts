import type { PlacedZone } from '@haidang/geo';

/**
 * What is remembered of each zone, one moment on: of those remembered and of those near, by zone id, in order.
 * @param after answers undefined for a zone of which there is nothing left to remember.
 * @returns the very same visits where none changed, and `none` without any.
 */
export function eachVisit<Visit extends { readonly zoneId: string }>(
  visits: readonly Visit[],
  near: readonly PlacedZone[],
  none: readonly Visit[],
  after: (zoneId: string, visit: Visit | undefined) => Visit | undefined,
): readonly Visit[] {
  const zoneIds = visits.map(({ zoneId }) => zoneId);
  for (const { zone } of near) if (!zoneIds.includes(zone.id)) zoneIds.push(zone.id);
  zoneIds.sort();
  const next: Visit[] = [];
  for (const zoneId of zoneIds) {
    const visit = after(
      zoneId,
      visits.find((one) => one.zoneId === zoneId),
    );
    if (visit !== undefined) next.push(visit);
  }
  if (next.length === 0) return none;
  return next.length === visits.length && next.every((visit, i) => visit === visits[i]) ? visits : next;
}
