import i18next, { type FormatterModule, type i18n, type TFunction } from 'i18next';
import { initReactI18next } from 'react-i18next';
import { numeral } from '../format/number.js';
import type { Language } from '../format/time.js';
import en from './en.json';
import vi from './vi.json';

/** Both languages are in the bundle: switching must not wait for the network. */
export async function startI18n(language: Language): Promise<i18n> {
  await i18next
    .use(NUMERALS)
    .use(initReactI18next)
    .init({
      lng: language,
      fallbackLng: 'vi',
      resources: { vi: { translation: vi }, en: { translation: en } },
      interpolation: { escapeValue: false, alwaysFormat: true },
      returnNull: false,
    });
  return i18next;
}

/** Every number in a text is written as its language does: `100.000`, `12,5`. */
export const NUMERALS: FormatterModule = {
  type: 'formatter',
  init: () => undefined,
  add: () => undefined,
  addCached: () => undefined,
  format: (value: unknown, _, language) =>
    (typeof value === 'number' ? numeral(value, language === 'en' ? 'en' : 'vi') : value) as string,
};

/** Groups of words keyed by a code of the contract. */
export type WordGroup =
  | 'deviceKind'
  | 'credentialState'
  | 'credentialMethod'
  | 'severity'
  | 'role'
  | 'lock'
  | 'transitState'
  | 'markState'
  | 'step'
  | 'foundStep'
  | 'act'
  | 'alarmLine'
  | 'alarmState'
  | 'handoverField'
  | 'fieldState'
  | 'fieldOutcome'
  | 'caseAct'
  | 'verdict'
  | 'passageSource'
  | 'alarm'
  | 'sealEvent'
  | 'sealSaid'
  | 'exitPapers'
  | 'exitShown'
  | 'witness'
  | 'unlockCard'
  | 'atDestination'
  | 'ending'
  | 'exception'
  | 'incident'
  | 'advised'
  | 'sealCause'
  | 'portForm'
  | 'purpose'
  | 'caseKind'
  | 'caseState'
  | 'caseSource'
  | 'caseDecision'
  | 'caseOutcome'
  | 'caseHistory'
  | 'caseDetail'
  | 'notChecked'
  | 'doubtRule'
  | 'doubtEvidence'
  | 'stayState'
  | 'mode'
  | 'deadlineKind'
  | 'paperDifference'
  | 'hold'
  | 'eligibilityState'
  | 'expectedState'
  | 'ledgerThing'
  | 'ledgerDeed'
  | 'trainingStory'
  | 'trainingAbout'
  | 'trainingState'
  | 'ago';

/** The word for a code; the code itself where the platform is newer than this page. */
export function word(t: TFunction, group: WordGroup, code: string): string {
  return t(`${group}.${code}`, { defaultValue: code });
}
