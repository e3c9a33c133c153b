import type { AlarmView } from '@haidang/contract';

/** Where patrols of these places were sent and have not accepted it yet, the last one sent first. */
export function errandsIn(alarms: ReadonlyMap<string, AlarmView>, places: ReadonlySet<string>): AlarmView[] {
  return [...alarms.values()]
    .filter(({ response }) => response?.state === 'sent' && places.has(response.facilityId))
    .sort((a, b) => b.response!.sentAt.localeCompare(a.response!.sentAt));
}
