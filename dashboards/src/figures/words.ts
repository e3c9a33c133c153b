import type { TFunction } from 'i18next';
import { useTranslation } from 'react-i18next';
import type { Names } from '../office/use-names.js';
import { useNames } from '../office/use-names.js';
import { clock, date, type Language } from '../shared/format/time.js';
import { word } from '../shared/i18n/index.js';
import { useLanguage } from '../shared/services.js';
import type { Counted } from './api.js';
import type { FigureTimes } from './range.js';

/** What figures' words are made with. */
export interface Telling {
  readonly t: TFunction;
  readonly language: Language;
  readonly names: Names;
}

export function useTelling(): Telling {
  const { t } = useTranslation();
  return { t, language: useLanguage(), names: useNames() };
}

/** What a group is called; without a key that of what has none of it. */
export function groupName(
  by: NonNullable<Counted['by']> | 'gate',
  key: string | undefined,
  { t, names }: Telling,
): string {
  if (key === undefined) return t(`figuresNone.${by}`);
  switch (by) {
    case 'kind':
      return word(t, 'alarm', key);
    case 'route':
      return names.route(key);
    case 'gate':
      return names.gate(key);
    default:
      return names.organisation(key);
  }
}

/** `20/11/2026 00:00 – 27/11/2026 07:00` */
export function timesInWords({ from, to }: FigureTimes, { language }: Telling): string {
  return [from, to].map((time) => `${date(time, language)} ${clock(time, language)}`).join(' – ');
}

/** What a list is of: `cảnh báo · Lệch tuyến · báo sai`. */
export function countedInWords({ what, by, key, only, severity }: Counted, telling: Telling): string {
  return [
    telling.t(`figuresOf.${what}`),
    severity === undefined ? undefined : telling.t(`severity.${severity}`),
    by === undefined ? undefined : groupName(by, key, telling),
    only === undefined ? undefined : telling.t(`figuresOnly.${only}`),
  ]
    .filter((part) => part !== undefined)
    .join(' · ');
}
