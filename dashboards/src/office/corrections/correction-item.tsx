import type { PortMessageView } from '@haidang/contract';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { clockAndDay } from '../../shared/format/time.js';
import { word } from '../../shared/i18n/index.js';
import { useLanguage, useServices } from '../../shared/services.js';
import { ContainerNumber } from '../../shared/ui/container-number.js';
import { ContainerLinks } from '../container-links.js';
import { DecideButtons } from '../decide-buttons.js';
import { Chip, Fact, Facts, Part } from '../facts.js';
import { useNames } from '../use-names.js';
import classes from '../office.module.css';
import { portMessageQuery } from './api.js';
import { changesOf, type Change } from './changes.js';
import { Failed } from '../../shared/ui/failed.js';

interface CorrectionItemProps {
  one: PortMessageView;
  mayDecide: boolean;
  onDecide(decision: 'approve' | 'refuse'): void;
}

/** What a port reported, and how it wants to have it told. */
export function CorrectionItem({ one, mayDecide, onDecide }: CorrectionItemProps) {
  const { t } = useTranslation();
  const language = useLanguage();
  const { store } = useServices();
  const names = useNames();
  const at = (time: string) => clockAndDay(time, store.clock.now(), language);
  const { form, state, message, number, facilityId, container, signedBy, decidedAt, decisionReason } = one;
  const corrected = useQuery({
    ...portMessageQuery(one.corrects ?? ''),
    enabled: one.corrects !== undefined,
  });
  const reason = 'reason' in message ? message.reason : undefined;
  return (
    <article aria-label={`${word(t, 'portForm', form)} · ${number}`}>
      <header className={classes['itemHead']}>
        <h2>{word(t, 'portForm', form)}</h2>
        <Chip waits={state === 'waiting'}>{t(`correctionState.${state}`)}</Chip>
        <small className={classes['quiet']}>{t('correction.form', { form })}</small>
      </header>
      {mayDecide && <DecideButtons onDecide={onDecide} />}
      {state === 'waiting' && !mayDecide && <p>{t('correction.ofOffice')}</p>}
      {decidedAt !== undefined && (
        <p data-testid="decided">
          {t(`correctionDecided.${state === 'refused' ? 'refused' : 'taken'}`, { time: at(decidedAt) })}
          {decisionReason !== undefined && <> {t('decided.words', { words: decisionReason })}</>}
        </p>
      )}
      <Part title={t('correction.changes')}>
        {corrected.data !== undefined && <Changes changes={changesOf(one, corrected.data)} />}
        {corrected.isPending && one.corrects !== undefined && (
          <p className={classes['quiet']}>{t('office.loading')}</p>
        )}
        <Failed of={corrected} />
      </Part>
      <Facts>
        <Fact name={t('decide.why')}>{reason}</Fact>
        <Fact name={t('correction.place')}>{names.place(facilityId)}</Fact>
        <Fact name={t('correction.number')}>{number}</Fact>
        <Fact name={t('correction.received')}>{at(one.receivedAt)}</Fact>
        <Fact name={t('correction.corrects')}>
          {corrected.data !== undefined &&
            `${word(t, 'portForm', corrected.data.form)} · ${corrected.data.number} · ${at(corrected.data.at)}`}
        </Fact>
        <Fact name={t('correction.note')}>{message.note}</Fact>
        <Fact name={t('correction.signed')}>{signedBy?.subject}</Fact>
        <Fact name={t('correction.container')}>
          {container !== undefined && (
            <>
              <ContainerNumber number={container} /> <ContainerLinks number={container} />
            </>
          )}
        </Fact>
      </Facts>
    </article>
  );
}

/** Each thing that would be otherwise: before and after, side by side. */
function Changes({ changes }: { changes: readonly Change[] }) {
  const { t } = useTranslation();
  const language = useLanguage();
  if (changes.length === 0) return <p className={classes['quiet']}>{t('correction.nothing')}</p>;
  const text = ({ what }: Change, value: string | number | null) => {
    if (value === null) return t('correction.none');
    if (what === 'at') return clockAndDay(String(value), 0, language);
    return what === 'purpose' ? word(t, 'purpose', String(value)) : String(value);
  };
  return (
    <table className={classes['table']}>
      <thead>
        <tr>
          <td />
          <th scope="col">{t('correction.was')}</th>
          <th scope="col">{t('correction.isNow')}</th>
        </tr>
      </thead>
      <tbody>
        {changes.map((change) => (
          <tr key={change.what}>
            <th scope="row">{t(`correctedField.${change.what}`)}</th>
            <td>{text(change, change.was)}</td>
            <td>
              <strong>{text(change, change.isNow)}</strong>
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
