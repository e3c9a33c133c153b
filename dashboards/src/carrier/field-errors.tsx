import { useTranslation } from 'react-i18next';
import { ApiError } from '../shared/api/client.js';
import classes from './carrier.module.css';

/** Every field, or line of a file, that the platform refused, and why. */
export function FieldErrors({ error }: { error: Error | null }) {
  const { t } = useTranslation();
  if (error === null) return null;
  const errors = error instanceof ApiError ? fieldsOf(error) : [];
  return (
    <div role="alert" className={classes['errors']} data-testid="field-errors">
      <strong>{t('register.refused')}</strong>
      <ul>
        {errors.length === 0 && <li>{error.message}</li>}
        {errors.map(({ path, message }, i) => (
          <li key={i}>
            <b>{lineOf(path, (line) => t('register.line', { line }))}</b> {message}
          </li>
        ))}
      </ul>
    </div>
  );
}

function fieldsOf({ members }: ApiError): readonly { path: string; message: string }[] {
  const { errors } = members as { errors?: readonly { path: string; message: string }[] };
  return errors ?? [];
}

/** `line 3: sealId` in the page's language. */
function lineOf(path: string, name: (line: string) => string): string {
  const found = /^line (\d+): ?(.*)$/.exec(path);
  return found === null ? path : `${name(found[1]!)} ${found[2]!}`.trim();
}
