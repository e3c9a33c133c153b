import type { TransitView } from '@haidang/contract';
import { MINUTE } from '@haidang/domain';
import { Button } from '@mantine/core';
import { Fragment } from 'react';
import { useTranslation } from 'react-i18next';
import { useNames } from '../office/use-names.js';
import { formatPlate } from '../shared/format/plate.js';
import { clockAndDay } from '../shared/format/time.js';
import { useLanguage, useServerNow } from '../shared/services.js';
import { transitPath } from '../transit/address.js';
import { ContainerNumber } from '../shared/ui/container-number.js';
import classes from './carrier.module.css';

interface HistoryProps {
  transits: readonly TransitView[] | undefined;
  /** What was entered of one is to be changed: customs has not acted on it. */
  onChange(transit: TransitView): void;
}

/** The newest of one's transits, over or not, and the papers of each. */
export function History({ transits, onChange }: HistoryProps) {
  const { t } = useTranslation();
  const language = useLanguage();
  const names = useNames();
  const now = useServerNow(MINUTE);
  return (
    <section className={classes['form']} aria-labelledby="history-title">
      <h2 id="history-title">{t('history.title')}</h2>
      {transits === undefined && <p className={classes['quiet']}>{t('transits.loading')}</p>}
      {transits?.length === 0 && <p className={classes['quiet']}>{t('history.none')}</p>}
      <ul className={classes['history']}>
        {transits?.map((transit) => {
          const { id, number, declaration, state, containers, vehicle, from, to, createdAt } = transit;
          const seal = containers.find(({ sealId }) => sealId !== undefined)?.sealId;
          return (
            <li key={id} data-testid="history-row" data-transit={id}>
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
                <Button
                  variant="default"
                  size="sm"
                  onClick={() => onChange(transit)}
                  data-testid="history-change"
                >
                  {t('history.change')}
                </Button>
              )}
              <a href={transitPath(id)}>{t('transit.openPage')}</a>
              {seal !== undefined && <a href={`/?seal=${encodeURIComponent(seal)}`}>{t('history.open')}</a>}
            </li>
          );
        })}
      </ul>
    </section>
  );
}
