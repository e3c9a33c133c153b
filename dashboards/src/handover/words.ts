import type { HandoverChange, HandoverItem } from '@haidang/contract';
import type { TFunction } from 'i18next';
import { subjectOf } from '../office/deadlines/sieve.js';
import type { Names } from '../office/use-names.js';
import { alarmSentence } from '../shared/format/alarm.js';
import { clockAndDay, type Language } from '../shared/format/time.js';
import { word } from '../shared/i18n/index.js';

/** What a note's words are made with. */
export interface Telling {
  readonly t: TFunction;
  readonly language: Language;
  readonly names: Names;
  /** The server's clock. */
  readonly now: number;
}

/** An item in a few words. */
export function itemLabel(item: HandoverItem, { t, language, names }: Telling): string {
  switch (item.what) {
    case 'alarm': {
      const { containerNumber, sealId } = item.alarm;
      return [alarmSentence(item.alarm, t, language), containerNumber ?? sealId]
        .filter((part) => part !== undefined)
        .join(' · ');
    }
    case 'dispatch':
      return `${item.dispatch.patrol} · ${word(t, 'alarm', item.dispatch.alarmKind)}`;
    case 'outage':
      return `${t('handoverItem.outage')} · ${names.place(item.outage.facilityId)}`;
    case 'deadline':
      return `${word(t, 'deadlineKind', item.deadline.kind)} · ${subjectOf(item.deadline)}`;
  }
}

/** Groups of words for the codes that fields hold. */
const CODES = {
  severity: 'severity',
  state: 'alarmState',
  sent: 'fieldState',
  kind: 'alarm',
  ending: 'ending',
} as const;
const TIMES = new Set(['start', 'end', 'escalated', 'shelved', 'began', 'due']);

/** What changed of an item: `trạng thái: mở → đã tiếp nhận`. */
export function changeInWords({ what, fields }: HandoverChange, telling: Telling): string {
  const { t } = telling;
  const told = Object.entries(fields).map(([field, [was, is]]) =>
    t('handover.field', {
      ...{ field: word(t, 'handoverField', field), was: valueInWords(field, was, telling) },
      is: valueInWords(field, is, telling),
    }),
  );
  return [t(`handoverChange.${what}`), ...told].join(' · ');
}

function valueInWords(field: string, value: string | null, { t, language, now }: Telling): string {
  if (value === null) return '–';
  if (TIMES.has(field)) return clockAndDay(value, now, language);
  const group = field in CODES ? CODES[field as keyof typeof CODES] : undefined;
  return group === undefined ? value : word(t, group, value);
}
