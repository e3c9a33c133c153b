import type { Language } from './time.js';

const LOCALE: Record<Language, string> = { vi: 'vi-VN', en: 'en-GB' };

/** `1.234` in Vietnamese, `1,234` in English. */
export function whole(value: number, language: Language): string {
  return Math.round(value).toLocaleString(LOCALE[language]);
}

/** Metres as people say them: `640 m`, `1,4 km`. */
export function distance(metres: number, language: Language): string {
  if (metres < 995) return `${whole(metres < 100 ? metres : Math.round(metres / 10) * 10, language)} m`;
  const kilometres = metres / 1000;
  return `${kilometres.toLocaleString(LOCALE[language], { maximumFractionDigits: kilometres < 10 ? 1 : 0 })} km`;
}
