import type { TFunction } from 'i18next';

/** Why something was neither sent nor kept, in words. */
export function failureOf(error: Error, t: TFunction): string {
  return error.name === 'QuotaExceededError'
    ? t('offline.full')
    : t('entry.failed', { detail: error.message });
}
