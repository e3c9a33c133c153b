import type { TFunction } from 'i18next';
import { problemInWords } from '../../shared/format/problem.js';

/** Why something was neither sent nor kept, in words. */
export function failureOf(error: Error, t: TFunction): string {
  return error.name === 'QuotaExceededError'
    ? t('offline.full')
    : t('entry.failed', { detail: problemInWords(error, t) });
}
