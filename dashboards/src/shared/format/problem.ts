import type { TFunction } from 'i18next';
import { ApiError } from '../api/client.js';

/** Why something did not work, in the page's language: by the platform's stable code (docs/errors.md). One without words of its own is named. */
export function problemInWords(error: Error, t: TFunction): string {
  const code = codeOf(error);
  return codeInWords(code, t, wordOf(error, code));
}

/** As {@link problemInWords}, of the code alone. @param word under which the words stand, where not under the code itself */
export function codeInWords(code: string, t: TFunction, word = code): string {
  return t(`problem.${word}`, { defaultValue: t('problem.other', { code }) });
}

function codeOf(error: Error): string {
  return error instanceof ApiError ? error.code : error.name;
}

function wordOf(error: Error, code: string): string {
  if (code.endsWith('_not_found')) return 'not_found';
  if (!(error instanceof ApiError)) return code;
  if (code === 'unreachable' && error.members['offline'] === true) return 'offline';
  return code.startsWith('http_') && error.status >= 500 ? 'unavailable' : code;
}
