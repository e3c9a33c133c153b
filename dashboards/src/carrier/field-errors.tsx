import { useTranslation } from 'react-i18next';
import { fieldInWords, fieldProblemInWords, fieldProblemsOf } from '../shared/format/field-problem.js';
import { problemInWords } from '../shared/format/problem.js';
import classes from './carrier.module.css';

/** Every field, or line of a file, that the platform refused, and why. */
export function FieldErrors({ error }: { error: Error | null }) {
  const { t } = useTranslation();
  if (error === null) return null;
  const errors = fieldProblemsOf(error);
  return (
    <div role="alert" className={classes['errors']} data-testid="field-errors">
      <strong>{t('register.refused')}</strong>
      <ul>
        {errors.length === 0 && <li>{problemInWords(error, t)}</li>}
        {errors.map((one, i) => (
          <li key={i}>
            <b>{fieldInWords(one.path, t)}</b> {fieldProblemInWords(one, t)}
          </li>
        ))}
      </ul>
    </div>
  );
}
