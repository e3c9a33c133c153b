import { useTranslation } from 'react-i18next';
import { ApiError } from '../shared/api/client.js';
import { problemInWords } from '../shared/format/problem.js';
import form from '../shared/ui/act-dialog.module.css';

/** Codes whose detail names the field or thing that it is about. */
const NAMING: readonly string[] = [
  'invalid_request',
  'reference_unknown',
  'bad_field',
  'missing_field',
  'credential_refused',
  'in_use',
  'under_hold',
];

/** Why an act did not work, in words; read out when it appears. In small print what the platform says of this very case, where that names it. */
export function ActProblem({ error }: { error: Error | null }) {
  const { t } = useTranslation();
  if (error === null) return null;
  return (
    <p role="alert" className={form['problem']} data-testid="act-problem">
      {problemInWords(error, t)}
      {error instanceof ApiError && NAMING.includes(error.code) && (
        <>
          {' '}
          <small lang="en">{error.message}</small>
        </>
      )}
    </p>
  );
}
