import { useTranslation } from 'react-i18next';
import { problemInWords } from '../format/problem.js';
import classes from './failed.module.css';

/** As much of a query as is needed to tell that it failed. */
export interface Asked {
  readonly error: Error | null;
  readonly data: unknown;
  refetch(): unknown;
}

interface FailedProps {
  /** One query, or several of which one thing is made. */
  of: Asked | readonly Asked[];
  /** What is missing, in words; left out where the place says it. */
  what?: string;
}

/** Says that something could not be read, or is shown as it was read before, why, and tries again when asked to. Nothing while all is well. */
export function Failed({ of, what }: FailedProps) {
  const { t } = useTranslation();
  const failed = ('error' in of ? [of] : of).filter(({ error }) => error !== null);
  const [first] = failed;
  if (first === undefined) return null;
  const detail = problemInWords(first.error!, t);
  const isOld = failed.every(({ data }) => data !== undefined);
  return (
    <div className={classes['failed']} role="alert" data-testid="failed">
      <span>
        {what !== undefined && <b>{what}. </b>}
        {t(isOld ? 'problem.old' : 'problem.notRead', { detail })}
      </span>
      <button
        type="button"
        data-testid="retry"
        onClick={() => {
          for (const one of failed) void one.refetch();
        }}
      >
        {t('card.retry')}
      </button>
    </div>
  );
}
