import type { TransitView } from '@haidang/contract';
import { isWatched } from '@haidang/domain';
import { useTranslation } from 'react-i18next';
import { distance } from '../shared/format/number.js';
import { departureSaid } from '../shared/format/departure.js';
import { formatPlate } from '../shared/format/plate.js';
import { clockAndDay } from '../shared/format/time.js';
import { word } from '../shared/i18n/index.js';
import { useLanguage, useServices } from '../shared/services.js';
import { ContainerNumber } from '../shared/ui/container-number.js';
import { transitPath } from '../transit/address.js';
import { ContradictedFact } from './contradicted.js';
import { Fact, Facts } from './facts.js';
import type { Names } from './use-names.js';
import classes from './office.module.css';

/** A transit in words, each container a door to its moment on the map. */
export function TransitFacts({ transit, names }: { transit: TransitView | undefined; names: Names }) {
  const { t } = useTranslation();
  const language = useLanguage();
  const { store } = useServices();
  if (transit === undefined) return <p className={classes['quiet']}>{t('office.loading')}</p>;
  const at = (time: string) => clockAndDay(time, store.clock.now(), language);
  const departure = departureSaid(transit, store.clock.now(), t, language);
  const { from, to, routeId, state, vehicle, containers, progress, remaining, eta, arriveBy, alarms } =
    transit;
  return (
    <Facts>
      <Fact name={t('transitFact.state')}>
        {word(t, 'transitState', state)} · <a href={transitPath(transit.id)}>{t('transit.openPage')}</a>
      </Fact>
      <ContradictedFact transit={transit} />
      <Fact name={t('transitFact.alarms')}>{alarms}</Fact>
      <Fact name={t('transitFact.way')}>
        {names.place(from)} → {names.place(to)}
      </Fact>
      <Fact name={t('transitFact.route')}>{names.route(routeId)}</Fact>
      <Fact name={t('transitFact.progress')}>
        {progress !== undefined &&
          remaining !== undefined &&
          t('progress.driven', {
            driven: distance(progress, language),
            left: distance(remaining, language),
          })}
      </Fact>
      <Fact name={t('transitFact.eta')}>{eta !== undefined && at(eta)}</Fact>
      <Fact name={t('transitFact.departBy')}>{departure && `${departure.time} · ${departure.span}`}</Fact>
      <Fact name={t('transitFact.arriveBy')}>{arriveBy !== null && at(arriveBy)}</Fact>
      <Fact name={t('transitFact.vehicle')}>
        {[vehicle.plate, vehicle.trailer]
          .flatMap((one) => (one === undefined ? [] : formatPlate(one)))
          .join(' + ')}
      </Fact>
      <Fact name={t('transitFact.declaration')}>{transit.declaration}</Fact>
      <Fact name={t('transitFact.containers')}>
        <ul className={classes['plain']}>
          {containers.map(({ number, sealId }) => (
            <li key={number}>
              <ContainerNumber number={number} />
              {sealId !== undefined && (
                <>
                  {' · '}
                  {isWatched(state) ? (
                    <a href={`/centre?seal=${encodeURIComponent(sealId)}`}>
                      {t('card.seal', { id: sealId })}
                    </a>
                  ) : (
                    t('card.seal', { id: sealId })
                  )}
                </>
              )}
            </li>
          ))}
        </ul>
      </Fact>
    </Facts>
  );
}
