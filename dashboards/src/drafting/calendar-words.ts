import type { TFunction } from 'i18next';
import type { Language } from '../shared/format/time.js';

const LOCALE: Record<Language, string> = { vi: 'vi-VN', en: 'en-GB' };
/** A Sunday. */
const SUNDAY = Date.UTC(2026, 10, 22);
const DAY = 86_400_000;

/** `CN`, `Mon`. @param day 0 is Sunday */
export function dayName(day: number, language: Language): string {
  const date = new Date(SUNDAY + day * DAY);
  return date.toLocaleDateString(LOCALE[language], { weekday: 'short', timeZone: 'UTC' });
}

/** `22:30` of the minutes of a day; its end is `24:00`. */
export function minuteText(minute: number): string {
  const [hours, minutes] = [Math.floor(minute / 60), minute % 60];
  return `${String(hours).padStart(2, '0')}:${String(minutes).padStart(2, '0')}`;
}

export function spanWords(
  { days, from, to }: { readonly days: readonly number[]; readonly from: number; readonly to: number },
  t: TFunction,
  language: Language,
): string {
  const names =
    days.length === 7 ? t('draft.everyDay') : days.map((day) => dayName(day, language)).join(', ');
  return t('draft.span', { days: names, from: minuteText(from), to: minuteText(to) });
}
