import type { CaseView, PersonView } from '@haidang/contract';
import { CASE_DECISIONS, CASE_OUTCOMES, CUSTOMS, type Role } from '@haidang/domain';
import type { TFunction } from 'i18next';
import type { Act } from '../reason-dialog.js';
import { actOnCase } from './api.js';

/** What may be done with a case, in the order of its way. */
export const CASE_DESK = ['take', 'assign', 'segregate', 'decide', 'close', 'comment'] as const;
export type DeskAct = (typeof CASE_DESK)[number];

const OFFICERS: readonly Role[] = CUSTOMS;
const COMMENTERS: readonly Role[] = [...CUSTOMS, 'port_operator'];

/** What whoever looks may do with it as it stands. @param isOwn they are in charge of its facility */
export function actsFor(
  one: CaseView,
  { role, name }: Pick<PersonView, 'role' | 'name'>,
  isOwn: boolean,
): DeskAct[] {
  const isOpen = one.state !== 'closed';
  const inCharge = isOwn && OFFICERS.includes(role);
  const may: Readonly<Record<DeskAct, boolean>> = {
    take: inCharge && isOpen && one.assignee !== name,
    assign: inCharge && isOpen,
    segregate: inCharge && isOpen && !one.segregated && one.container !== undefined,
    decide: inCharge && isOpen,
    close: inCharge && one.state === 'decided',
    comment: COMMENTERS.includes(role),
  };
  return CASE_DESK.filter((act) => may[act]);
}

/** The dialogue of an act; an act that needs no word has none. */
export function dialogOf(
  act: Exclude<DeskAct, 'take'>,
  { id, number, container }: CaseView,
  t: TFunction,
): Act {
  const values = { number, container: container ?? '' };
  const common = { title: t(`caseDo.${act}`), text: t(`caseText.${act}`, values), isRequired: true };
  const reason = { ...common, label: t('override.reason'), most: 1_000 };
  switch (act) {
    case 'assign':
      return {
        ...common,
        label: t('caseField.assignee'),
        most: 100,
        take: (to) => actOnCase(id, 'assign', { to }),
      };
    case 'comment':
      return {
        ...common,
        label: t('caseField.comment'),
        most: 2_000,
        take: (text) => actOnCase(id, 'comment', { text }),
      };
    case 'segregate':
      return { ...reason, take: (why) => actOnCase(id, 'segregate', { reason: why }) };
    case 'decide':
      return {
        ...reason,
        choices: Object.keys(CASE_DECISIONS).map((value) => ({ value, label: t(`caseDecisionIs.${value}`) })),
        take: (why, decision) => actOnCase(id, 'decide', { decision, reason: why }),
      };
    case 'close':
      return {
        ...reason,
        choices: CASE_OUTCOMES.map((value) => ({ value, label: t(`caseOutcomeIs.${value}`) })),
        take: (why, outcome) => actOnCase(id, 'close', { outcome, reason: why }),
      };
  }
}
