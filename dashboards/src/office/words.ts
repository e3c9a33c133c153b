import { MINUTE } from '@haidang/domain';
import type { TFunction } from 'i18next';
import { spanInWords } from '../shared/format/ago.js';

/** `2 phút trước`; under a minute: just now. */
export function agoInWords(millis: number, t: TFunction): string {
  return millis < MINUTE ? t('ago.now') : t('gatehouse.ago', { span: spanInWords(millis, t) });
}

/** `còn 40 phút`, `quá hạn 2 giờ`. @param now milliseconds */
export function leftInWords(dueAt: string, now: number, t: TFunction): string {
  const left = Date.parse(dueAt) - now;
  return left < 0
    ? t('card.overdue', { span: spanInWords(-left, t) })
    : t('card.toGo', { span: spanInWords(left, t) });
}
