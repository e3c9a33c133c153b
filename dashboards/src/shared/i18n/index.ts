import i18next, { type i18n, type TFunction } from 'i18next';
import { initReactI18next } from 'react-i18next';
import type { Language } from '../format/time.js';
import en from './en.json';
import vi from './vi.json';

/** Both languages are in the bundle: switching must not wait for the network. */
export async function startI18n(language: Language): Promise<i18n> {
  await i18next.use(initReactI18next).init({
    lng: language,
    fallbackLng: 'vi',
    resources: { vi: { translation: vi }, en: { translation: en } },
    interpolation: { escapeValue: false },
    returnNull: false,
  });
  return i18next;
}

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
