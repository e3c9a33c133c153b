import { reasonOf, type AlarmView, type ReasonGroup } from '@haidang/contract';
import type { TFunction } from 'i18next';
import { word } from '../i18n/index.js';
import { durationInWords } from './ago.js';
import { distance, whole } from './number.js';
import { formatPlate } from './plate.js';
import { clockAndDay, type Language } from './time.js';

/** Each group is named, so that a word nobody says any more is found. */
const WORDS: Readonly<Record<ReasonGroup, (t: TFunction, code: string) => string>> = {
  sealEvent: (t, code) => word(t, 'sealEvent', code),
  transitState: (t, code) => word(t, 'transitState', code),
  unlockCard: (t, code) => word(t, 'unlockCard', code),
  exitPapers: (t, code) => word(t, 'exitPapers', code),
  exitShown: (t, code) => word(t, 'exitShown', code),
  atDestination: (t, code) => word(t, 'atDestination', code),
};

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
    word: (group, code) => WORDS[group](t, code),
  });
  return reason && t(`reason.${reason.form}`, reason.values);
}
