import type { TFunction } from 'i18next';
import { span } from './time.js';

/** A length of time in words: `2 phút`, `1 giờ 20 phút`. */
export function spanInWords(millis: number, t: TFunction): string {
  const { unit, count, rest } = span(millis);
  return t(`ago.${unit}`, { count, rest });
}
