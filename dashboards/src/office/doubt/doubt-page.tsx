import type { DoubtedView } from '@haidang/contract';
import { SegmentedControl } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { useLanguage, useServices } from '../../shared/services.js';
import { useSignal } from '../../shared/signal.js';
import { ContainerNumber } from '../../shared/ui/container-number.js';
import { ContainerLinks } from '../container-links.js';
import { Desk } from '../desk.js';
import { Chip } from '../facts.js';
import { FindField } from '../find-field.js';
import { useLive } from '../../shared/live/use-live.js';
import classes from '../office.module.css';
import { doubtedQuery, type DoubtKind } from './api.js';
import { DoubtScore, points } from './doubt-score.js';

const KINDS: readonly DoubtKind[] = ['container', 'company'];

/** Whom to look at after clearance: those there is most doubt about, and why. */
export function DoubtPage() {
  const { t } = useTranslation();
  const { state } = useServices();
  const language = useLanguage();
  const sieve = useSignal(state.sieve);
  const kind = KINDS.find((one) => one === sieve.kind) ?? 'container';
  const { data, error, refetch } = useQuery(doubtedQuery(kind));
  useLive(['case'], 'doubt');
  const wanted = (sieve.find ?? '').trim().toLowerCase();
  const items = data?.filter(({ id, name = '' }) => `${id} ${name}`.toLowerCase().includes(wanted));
  const first = data?.[0];
  const answer =
    data &&
    (first === undefined
      ? t('doubtNeed.none')
      : t('doubtNeed.some', { count: data.length, points: points(first.points, language) }));
  const { item } = sieve;
  return (
    <Desk<DoubtedView>
      title={t('office.doubt')}
      answer={answer}
      items={items}
      error={error}
      onRetry={() => void refetch()}
      idOf={({ id }) => id}
      empty={t('doubtNeed.none')}
      row={(one) => (
        <>
          <span>
            <b>{kind === 'container' ? <ContainerNumber number={one.id} /> : (one.name ?? one.id)}</b>
            <Chip>{t('doubt.chip', { points: points(one.points, language) })}</Chip>
          </span>
          <small>
            {t('doubt.reasons', { count: one.reasons })}
            {one.name !== undefined && <> · {one.id}</>}
          </small>
        </>
      )}
      sieves={(find) => (
        <>
          <SegmentedControl
            fullWidth
            aria-label={t('office.show')}
            value={kind}
            onChange={(value) =>
              state.setSieve({ kind: value === 'container' ? undefined : value, item: undefined })
            }
            data={KINDS.map((value) => ({ value, label: t(`doubtKind.${value}`) }))}
            data-testid="show"
          />
          <FindField input={find} label={t('office.findDoubted')} />
        </>
      )}
    >
      {item !== undefined && (
        <article key={item} aria-label={item}>
          <header className={classes['itemHead']}>
            <h2>{kind === 'container' ? <ContainerNumber number={item} /> : item}</h2>
            {kind === 'container' && <ContainerLinks number={item} but="doubt" />}
          </header>
          <p className={classes['quiet']}>{t('doubt.decidesNothing')}</p>
          <DoubtScore kind={kind} id={item} />
        </article>
      )}
    </Desk>
  );
}
