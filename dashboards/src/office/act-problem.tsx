import { useTranslation } from 'react-i18next';
import { ApiError } from '../shared/api/client.js';
import form from '../shared/ui/act-dialog.module.css';

/** Codes that have words of their own; of any other the platform's are shown. */
const KNOWN = [
  'wrong_state',
  'own_message',
  'forbidden',
  'seal_in_use',
  'not_sealed',
  'already_exists',
  'role_elsewhere',
  'last_administrator',
  'content_refused',
  'storage_full',
  'unreachable',
  'credential_refused',
  'device_not_found',
  'handover_changed',
] as const;

/** Why an act did not work, in words; read out when it appears. */
export function ActProblem({ error }: { error: Error | null }) {
  const { t } = useTranslation();
  if (error === null) return null;
  const known = KNOWN.find((code) => error instanceof ApiError && error.code === code);
  return (
    <p role="alert" className={form['problem']}>
      {known === undefined
        ? t('acts.failed', { detail: error.message })
        : t(`actProblem.${known}`, { detail: error.message })}
    </p>
  );
}
