import { useTranslation } from 'react-i18next';
import { ApiError } from '../shared/api/client.js';
import { problemInWords } from '../shared/format/problem.js';
import classes from './session.module.css';

/** Codes that have words of their own; any other shows what the platform said. */
const KNOWN = [
  'sign_in_refused',
  'second_factor_wrong',
  'second_factor_enrolled',
  'too_many_attempts',
  'password_refused',
  'password_known',
  'cross_site',
  'unknown_user',
  'directory_refused',
  'unreachable',
] as const;

/** Why it did not work, in words; read out when it appears. */
export function Problem({ error }: { error: Error | null }) {
  const { t } = useTranslation();
  if (error === null) return null;
  const code = error instanceof ApiError ? error.code : 'unknown';
  const known = KNOWN.find((one) => one === code);
  const seconds = error instanceof ApiError ? Number(error.members['retryAfter'] ?? 0) : 0;
  return (
    <p className={classes['problem']} role="alert" data-testid="sign-in-problem">
      {known === undefined ? problemInWords(error, t) : t(`signInProblem.${known}`, { seconds })}
    </p>
  );
}
