import type { TransitView } from '@haidang/contract';
import { MINUTE, SECOND, TRANSIT_STATES } from '@haidang/domain';
import { Button, NativeSelect } from '@mantine/core';
import { useInfiniteQuery } from '@tanstack/react-query';
import { Fragment, useState, type RefObject } from 'react';
import { useTranslation } from 'react-i18next';
import { FindField } from '../office/find-field.js';
import { MoreButton } from '../office/more-button.js';
import { useNames } from '../office/use-names.js';
import { partsQuery } from '../shared/api/parts.js';
import { transitsFound } from '../shared/api/transits.js';
import { formatPlate } from '../shared/format/plate.js';
import { clockAndDay } from '../shared/format/time.js';
import { useLanguage, useServerNow, useServices } from '../shared/services.js';
import { useSignal } from '../shared/signal.js';
import { transitPath } from '../transit/address.js';
import { ContainerNumber } from '../shared/ui/container-number.js';
import { Failed } from '../shared/ui/failed.js';
import { Papers } from './papers.js';
import classes from './carrier.module.css';

interface HistoryProps {
  find: RefObject<HTMLInputElement | null>;
  /** What was entered of one is to be changed: customs has not acted on it. */
  onChange(transit: TransitView): void;
}

/** All of one's transits, over or not, the newest first, and the papers of each. */
export function History({ find, onChange }: HistoryProps) {
  const { t } = useTranslation();
  const { state } = useServices();
  const sieve = useSignal(state.sieve);
  const shown = TRANSIT_STATES.find((one) => one === sieve.show);
  const query = [transitsFound(sieve.find), shown === undefined ? '' : `state=${shown}`];
  const list = useInfiniteQuery({
    ...partsQuery<TransitView>('transits', '/transits', query.filter((part) => part !== '').join('&')),
    refetchInterval: 30 * SECOND,
  });
  const transits = list.data?.pages.flatMap(({ items }) => items);
  const isSieved = query.some((part) => part !== '');
  return (
    <section className={classes['form']} aria-labelledby="history-title">
      <h2 id="history-title">{t('history.title')}</h2>
      <div className={classes['fields']}>
        <FindField input={find} label={t('history.find')} />
        <NativeSelect
          aria-label={t('transitFact.state')}
          value={shown ?? ''}
          data={[
            { value: '', label: t('history.everyState') },
            ...TRANSIT_STATES.map((value) => ({ value, label: t(`transitState.${value}`) })),
          ]}
          onChange={({ currentTarget: { value } }) =>
            state.setSieve({ show: value === '' ? undefined : value })
          }
          data-testid="history-state"
        />
      </div>
      <Failed of={list} />
      {list.isPending && <p className={classes['quiet']}>{t('transits.loading')}</p>}
      {transits?.length === 0 && (
        <p className={classes['quiet']}>{t(isSieved ? 'history.noneSuch' : 'history.none')}</p>
      )}
      <ul className={classes['history']}>
        {transits?.map((transit) => (
          <HistoryRow key={transit.id} transit={transit} onChange={onChange} />
        ))}
      </ul>
      <MoreButton list={list} />
    </section>
  );
}

function HistoryRow({ transit, onChange }: { transit: TransitView; onChange(transit: TransitView): void }) {
  const { t } = useTranslation();
  const language = useLanguage();
  const names = useNames();
  const now = useServerNow(MINUTE);
  const [showsPapers, setShowsPapers] = useState(false);
  const { id, number, declaration, state, containers, vehicle, from, to, createdAt } = transit;
  const seal = containers.find(({ sealId }) => sealId !== undefined)?.sealId;
  return (
    <li data-testid="history-row" data-transit={id}>
      <span>
        <b>{number}</b> · {t(`transitState.${state}`)}
      </span>
      <span>
        {names.place(from)} → {names.place(to)}
      </span>
      <span className={classes['quiet']}>
        {containers.map((one) => (
          <Fragment key={one.number}>
            <ContainerNumber number={one.number} />{' '}
          </Fragment>
        ))}
        {formatPlate(vehicle.plate)} · {t('card.declaration', { number: declaration })} ·{' '}
        <time dateTime={createdAt}>{clockAndDay(createdAt, now, language)}</time>
      </span>
      {state === 'registered' && transit.approvedAt === undefined && (
        <Button variant="default" size="sm" onClick={() => onChange(transit)} data-testid="history-change">
          {t('history.change')}
        </Button>
      )}
      <a href={transitPath(id)}>{t('transit.openPage')}</a>
      {seal !== undefined && <a href={`/?seal=${encodeURIComponent(seal)}`}>{t('history.open')}</a>}
      <Button
        variant="default"
        size="sm"
        aria-expanded={showsPapers}
        onClick={() => setShowsPapers(!showsPapers)}
        data-testid="history-papers"
      >
        {t('history.papers')}
      </Button>
      {showsPapers && <Papers transit={transit} />}
    </li>
  );
}
