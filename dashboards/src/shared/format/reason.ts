import { reasonOf, type AlarmView } from '@haidang/contract';
import type { TFunction } from 'i18next';
import { word } from '../i18n/index.js';
import { durationInWords } from './ago.js';
import { distance, whole } from './number.js';
import { formatPlate } from './plate.js';
import { clockAndDay, type Language } from './time.js';

/** Why an alarm was raised, in one sentence; undefined where the platform did not say enough for one. */
export function alarmReason(
  alarm: Pick<AlarmView, 'kind' | 'why'>,
  t: TFunction,
  language: Language,
): string | undefined {
  const reason = reasonOf(alarm, {
    whole: (value) => whole(value, language),
    metres: (value) => distance(value, language),
    span: (value) => durationInWords(value, t),
    time: (at) => clockAndDay(at, 0, language),
    plate: formatPlate,
    word: (group, code) => word(t, group, code),
  });
  return reason && t(`reason.${reason.form}`, reason.values);
}
