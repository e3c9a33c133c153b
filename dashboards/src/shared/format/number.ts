import type { Language } from './time.js';

const LOCALE: Record<Language, string> = { vi: 'vi-VN', en: 'en-GB' };

/** Making one takes longer than all that a page formats with it. */
const FORMATS = new Map<Language, Intl.NumberFormat>();

/** `100.000` and `12,5` in Vietnamese, `100,000` and `12.5` in English; three places at most. */
export function numeral(value: number, language: Language): string {
  let known = FORMATS.get(language);
  if (known === undefined) FORMATS.set(language, (known = new Intl.NumberFormat(LOCALE[language])));
  return known.format(value);
}

/** `1.234` in Vietnamese, `1,234` in English. */
export function whole(value: number, language: Language): string {
  return numeral(Math.round(value), language);
}

/** With so many digits after the point at most: `12,5` in Vietnamese. */
export function decimal(value: number, language: Language, digits: number): string {
  return value.toLocaleString(LOCALE[language], { maximumFractionDigits: digits });
}

/** A share of one as a whole number of hundredths: `12%`. */
export function percent(share: number, language: Language): string {
  return `${whole(share * 100, language)}%`;
}

/** Metres as people say them: `640 m`, `1,4 km`. */
export function distance(metres: number, language: Language): string {
  if (metres < 995) return `${whole(metres < 100 ? metres : Math.round(metres / 10) * 10, language)} m`;
  const kilometres = metres / 1000;
  return `${decimal(kilometres, language, kilometres < 10 ? 1 : 0)} km`;
}
