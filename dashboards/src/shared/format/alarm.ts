import type { AlarmView } from '@haidang/contract';
import type { TFunction } from 'i18next';
import { distance } from './number.js';
import type { Language } from './time.js';

/** An alarm in a few words, with what was measured where they need it. */
export function alarmSentence(
  alarm: Pick<AlarmView, 'kind' | 'why'>,
  t: TFunction,
  language: Language,
): string {
  const measured = alarm.why.measured;
  if (alarm.kind === 'off_route') {
    const metres = measured['distance'];
    if (typeof metres !== 'number') return t('alarm.off_route');
    return t('alarm.off_route_by', { distance: distance(metres, language) });
  }
  if (alarm.kind === 'forbidden_zone') {
    const zone = measured['name'] ?? measured['zone'];
    if (zone === undefined) return t('alarm.forbidden_zone');
    return t('alarm.forbidden_zone_in', { zone });
  }
  return t(`alarm.${alarm.kind}`, { defaultValue: t('alarm.other', { code: alarm.kind }) });
}
