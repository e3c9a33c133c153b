import type { CaseActView } from '@haidang/contract';
import { useTranslation } from 'react-i18next';
import { clockAndDay } from '../../shared/format/time.js';
import { word } from '../../shared/i18n/index.js';
import { useLanguage, useServices } from '../../shared/services.js';
import classes from '../office.module.css';

/** Who did what, when and why, in the order in which it was done. */
export function History({ acts }: { acts: readonly CaseActView[] }) {
  const { t } = useTranslation();
  const language = useLanguage();
  const { store } = useServices();
  return (
    <ol className={classes['history']}>
      {acts.map(({ at, what, by, text, data }, i) => (
        <li key={i}>
          <time dateTime={at}>{clockAndDay(at, store.clock.now(), language)}</time>
          <span>
            <b>{word(t, 'caseHistory', what)}</b>
            {what === 'assign' && data?.['to'] !== undefined && <> → {String(data['to'])}</>}
            {what === 'decide' && <>: {word(t, 'caseDecision', String(data?.['decision']))}</>}
            {what === 'close' && <>: {word(t, 'caseOutcome', String(data?.['outcome']))}</>}
            {' · '}
            {by ?? t('office.platform')}
            {text !== undefined && <q>{text}</q>}
          </span>
        </li>
      ))}
    </ol>
  );
}
