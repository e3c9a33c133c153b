import { MINUTE } from '@haidang/domain';
import type { TFunction } from 'i18next';
import { spanInWords } from '../shared/format/ago.js';

/** `2 phút trước`; under a minute: just now. */
export function agoInWords(millis: number, t: TFunction): string {
  return millis < MINUTE ? t('ago.now') : t('gatehouse.ago', { span: spanInWords(millis, t) });
}
