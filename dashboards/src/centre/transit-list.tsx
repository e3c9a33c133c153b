import type { TransitView } from '@haidang/contract';
import { SECOND, SEE_CARGO } from '@haidang/domain';
import { useQuery } from '@tanstack/react-query';
import { useEffect, useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { IncidentNote } from '../carrier/incident-note.js';
import { ReportButton } from '../carrier/report-button.js';
import { RequestLink } from '../carrier/requests/request-link.js';
import { ToKnow } from '../carrier/to-know.js';
import { CARRIERS } from '../carrier/worth-knowing.js';
import carrier from '../carrier/carrier.module.css';
import { facilitiesQuery, transitsQuery } from '../shared/api/queries.js';
import { openTransitsQuery } from '../shared/api/transits.js';
import { formatPlate } from '../shared/format/plate.js';
import { useServerNow, useServices } from '../shared/services.js';
import { useIsOneOf } from '../shared/session.js';
import { useSignal } from '../shared/signal.js';
import { ContainerNumber } from '../shared/ui/container-number.js';
import { Deadline, DepartureDeadline } from './deadline.js';
import { Outlook } from './outlook.js';
import { byUrgency, inKeptOrder } from './transit-order.js';
import { useStillness, type Stillness } from './use-stillness.js';
import classes from './alarm-queue.module.css';
import { Failed } from '../shared/ui/failed.js';

/** What somebody has under way who is told no alarms: a carrier's transits, those of a port. The most urgent first. */
export function TransitList({ onOpen }: { onOpen(sealId: string): void }) {
  const { t } = useTranslation();
  const seesCargo = useIsOneOf(SEE_CARGO);
  const isCarrier = useIsOneOf(CARRIERS);
  const asked = useQuery({
    ...(isCarrier ? openTransitsQuery : transitsQuery),
    enabled: seesCargo,
    refetchInterval: 30 * SECOND,
  });
  const { data, error } = asked;
  const now = useServerNow(30 * SECOND);
  const still = useStillness();
  const transits = useOrder(data, now, still);
  return (
    <section className={classes['panel']} aria-label={t('transits.title')} data-testid="transit-list">
      <header className={classes['head']}>
        <h2>{t('transits.title')}</h2>
        {isCarrier && (
          <>
            <span className={classes['grow']} />
            <a className={carrier['link']} href="/carrier" data-testid="to-register">
              {t('carrier.register')}
            </a>
          </>
        )}
      </header>
      <div
        className={classes['scroll']}
        onPointerMove={(event) => still.pointer(event.pointerType === 'mouse')}
        onPointerLeave={() => still.pointer(false)}
        onPointerDown={still.hold}
        onScroll={still.hold}
        onKeyDown={still.hold}
      >
        {!seesCargo && <p className={classes['empty']}>{t('transits.notTold')}</p>}
        <Failed of={asked} />
        {seesCargo && transits === undefined && error === null && (
          <p className={classes['empty']}>{t('transits.loading')}</p>
        )}
        {transits?.length === 0 && <p className={classes['empty']}>{t('transits.none')}</p>}
        {transits?.map((transit) => (
          <TransitRow key={transit.id} transit={transit} onOpen={onOpen} />
        ))}
      </div>
    </section>
  );
}

/** The most urgent first; while the list is in use each stays where it is. */
function useOrder(transits: readonly TransitView[] | undefined, now: number, { isHeld }: Stillness) {
  const [order, setOrder] = useState<readonly string[]>([]);
  const urgent = useMemo(() => transits?.toSorted(byUrgency(now)), [transits, now]);
  useEffect(() => {
    if (!isHeld()) setOrder(urgent?.map(({ id }) => id) ?? []);
  }, [urgent, isHeld]);
  return urgent && inKeptOrder(urgent, order);
}

function TransitRow({ transit, onOpen }: { transit: TransitView; onOpen(sealId: string): void }) {
  const { t } = useTranslation();
  const chosen = useSignal(useServices().state.seal);
  const facilities = useQuery(facilitiesQuery).data;
  const nameOf = (id: string) => facilities?.find((facility) => facility.id === id)?.name ?? id;
  const { containers, number, from, to, vehicle, state, eta, arriveBy, arrivedAt } = transit;
  const seal = containers.find(({ sealId }) => sealId !== undefined)?.sealId;
  const isChosen = containers.some(({ sealId }) => sealId !== undefined && sealId === chosen);
  return (
    <div
      className={classes['row']}
      data-current={isChosen}
      data-testid="transit-row"
      data-transit={transit.id}
    >
      <button
        type="button"
        className={`${classes['body']} ${classes['whole']}`}
        disabled={seal === undefined}
        onClick={() => seal !== undefined && onOpen(seal)}
      >
        <span className={classes['detail']}>
          {containers.map((one) => (
            <ContainerNumber key={one.number} number={one.number} />
          ))}
          <span>{number}</span>
          <span>{formatPlate(vehicle.plate)}</span>
        </span>
        {eta === undefined || arrivedAt !== null ? (
          <span className={classes['sentence']}>{t(`transitState.${state}`)}</span>
        ) : (
          <Outlook transit={transit} />
        )}
        <span className={classes['detail']}>
          {nameOf(from)} → {nameOf(to)}
        </span>
        <DepartureDeadline transit={transit} />
        <Deadline arriveBy={arriveBy} arrivedAt={arrivedAt} countdown={eta === undefined} />
      </button>
      <div className={carrier['acts']}>
        <ToKnow transit={transit} />
        <IncidentNote transit={transit} pictures={false} />
        <ReportButton transit={transit} />
        <RequestLink transit={transit} />
      </div>
    </div>
  );
}
