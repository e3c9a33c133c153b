import { MINUTE, SECOND } from '@haidang/domain';
import type { TFunction } from 'i18next';
import { span } from './time.js';

/** How long ago, in words: `2 phút`, `1 giờ 20 phút`. */
export function spanInWords(millis: number, t: TFunction): string {
  const { unit, count, rest } = span(millis);
  return t(`ago.${unit}`, { count, rest });
}

/** How long something lasted: as {@link spanInWords}, with seconds under a minute. */
export function durationInWords(millis: number, t: TFunction): string {
  return millis < MINUTE ? t('ago.seconds', { count: Math.round(millis / SECOND) }) : spanInWords(millis, t);
}
