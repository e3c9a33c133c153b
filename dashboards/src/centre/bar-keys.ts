import type { Role } from '@haidang/domain';
import { useTranslation } from 'react-i18next';
import { useIsOneOf } from '../shared/session.js';

/** Whose the alarms are, whatever page they have before them. */
export const AT_CENTRE: readonly Role[] = ['centre_operator', 'shift_supervisor'];

/** The lines of the alarm bar's keys in the key map of another page than the desk's; none for who has no bar. */
export function useBarKeys(): readonly { readonly key: string; readonly what: string }[] {
  const { t } = useTranslation();
  const isOfCentre = useIsOneOf(AT_CENTRE);
  return isOfCentre ? [{ key: '⇧A ⇧L', what: t('keys.everywhere') }] : [];
}
