import type { Facility, ListedPassageView, Page, Position, TransitView } from '@haidang/contract';
import { SECOND, SEE_CARGO, SEE_PASSAGES } from '@haidang/domain';
import { queryOptions, useQuery } from '@tanstack/react-query';
import { useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { officePagesOf, officePath, type OfficePageName } from '../office/pages.js';
import { get } from '../shared/api/client.js';
import { facilitiesQuery, gatesQuery } from '../shared/api/queries.js';
import { whole } from '../shared/format/number.js';
import { formatPlate } from '../shared/format/plate.js';
import { clockAndDay } from '../shared/format/time.js';
import { word } from '../shared/i18n/index.js';
import { useLanguage, useServices } from '../shared/services.js';
import { session, useIsOneOf } from '../shared/session.js';
import { useSignal } from '../shared/signal.js';
import { ContainerNumber } from '../shared/ui/container-number.js';
import { Icon } from '../shared/ui/icon.js';
import { transitPath } from '../transit/address.js';
import type { Queues } from './use-queues.js';
import { Failed } from '../shared/ui/failed.js';
import classes from './place-card.module.css';

/** So many trucks of each list are shown; the pages behind the links have all. */
const MOST = 20;
/** An office's pages that can be opened for one facility. */
const PAGES = ['passages', 'yard', 'deadlines'] as const satisfies readonly OfficePageName[];

/** Transits on their way to a facility, at most {@link MOST}. */
function expectedQuery(facilityId: string) {
  return queryOptions({
    queryKey: ['expected', facilityId],
    queryFn: ({ signal }) => {
      const query = new URLSearchParams({ state: 'in_transit', to: facilityId, limit: String(MOST) });
      return get<Page<TransitView>>(`/transits?${query}`, { signal });
    },
    refetchInterval: 30 * SECOND,
  });
}

/** The facility that was clicked on the map or chosen in its list. */
export function PlaceCard({ queues }: { queues: Queues }) {
  const { state } = useServices();
  const spot = useSignal(state.spot);
  const facility = useQuery(facilitiesQuery).data?.find(({ id }) => id === spot);
  return facility !== undefined && <Card key={facility.id} facility={facility} queues={queues} />;
}

/** A facility: its gates and whom they hold, who waits in its queue zones, and which trucks are on their way to it. */
function Card({ facility, queues }: { facility: Facility; queues: Queues }) {
  const { t } = useTranslation();
  const { state } = useServices();
  const card = useRef<HTMLElement>(null);
  const seesCargo = useIsOneOf(SEE_CARGO);
  useEffect(() => {
    const before = document.activeElement;
    card.current?.focus();
    return () => {
      if (before instanceof HTMLElement && before.isConnected) before.focus();
    };
  }, []);
  const close = () => state.lookAt(undefined);
  return (
    <section
      ref={card}
      tabIndex={-1}
      className={classes['card']}
      aria-label={facility.name}
      data-testid="place-card"
      data-place={facility.id}
      onKeyDown={(event) => {
        if (event.key !== 'Escape') return;
        event.stopPropagation();
        close();
      }}
    >
      <header className={classes['head']}>
        <h2>{facility.name}</h2>
        <button type="button" aria-label={t('card.close')} title={`${t('card.close')} (Esc)`} onClick={close}>
          <Icon name="close" />
        </button>
      </header>
      <Gates facilityId={facility.id} queues={queues} />
      <Waiting queues={queues} facilityId={facility.id} />
      {seesCargo && <Expected facilityId={facility.id} />}
      <Doors facilityId={facility.id} />
    </section>
  );
}

function Gates({ facilityId, queues }: { facilityId: string; queues: Queues }) {
  const { t } = useTranslation();
  const language = useLanguage();
  const seesPassages = useIsOneOf(SEE_PASSAGES);
  const gates = useQuery(gatesQuery).data?.filter((gate) => gate.facilityId === facilityId) ?? [];
  return (
    <div>
      <h3>{t('place.gates')}</h3>
      {gates.length === 0 && <p>{t('place.noGates')}</p>}
      <ul>
        {gates.map(({ id, name }) => {
          const held = queues.gates.find((queue) => queue.id === id)?.waiting ?? [];
          return (
            <li key={id} data-testid={`place-gate-${id}`}>
              {seesPassages ? <a href={officePath('passages', { through: id })}>{name}</a> : name}
              {seesPassages && <b>{t('map.held', { shown: whole(held.length, language) })}</b>}
              {held.length > 0 && (
                <ul>
                  {held.slice(0, MOST).map((passage) => (
                    <Held key={passage.id} passage={passage} />
                  ))}
                </ul>
              )}
            </li>
          );
        })}
      </ul>
    </div>
  );
}

/** Whom a gate holds, since when and why. */
function Held({ passage }: { passage: ListedPassageView }) {
  const { t } = useTranslation();
  const language = useLanguage();
  const { store } = useServices();
  const { container, plate, time, decision, transit } = passage;
  // up to the colon it says why, after it what the gate is to do
  const why = decision.reasons.map((code) => word(t, 'hold', code).split(':')[0]!).join('; ');
  const what = (
    <>
      {container === undefined ? t('gatehouse.noContainer') : <ContainerNumber number={container} />}
      {plate !== undefined && <span>{formatPlate(plate)}</span>}
    </>
  );
  return (
    <li>
      {transit === undefined ? what : <a href={transitPath(transit.id)}>{what}</a>}
      <small>
        {clockAndDay(time, store.clock.now(), language)} · {why}
      </small>
    </li>
  );
}

function Waiting({ facilityId, queues: { facilities } }: { facilityId: string; queues: Queues }) {
  const { t } = useTranslation();
  const language = useLanguage();
  const waiting = facilities?.find(({ id }) => id === facilityId)?.waiting ?? [];
  return (
    <div>
      <h3>
        {t('place.waiting')} {facilities !== null && <b>{whole(waiting.length, language)}</b>}
      </h3>
      {facilities === null && <p>{t('map.queuesNearer')}</p>}
      {facilities !== null && waiting.length === 0 && <p>{t('place.nobodyWaits')}</p>}
      <ul>
        {waiting.slice(0, MOST).map((position) => (
          <li key={position.sealId}>
            <SealButton position={position} />
          </li>
        ))}
      </ul>
      <More shown={Math.min(MOST, waiting.length)} isAll={waiting.length <= MOST} />
    </div>
  );
}

function SealButton({ position: { sealId, container } }: { position: Position }) {
  const { t } = useTranslation();
  const { state } = useServices();
  return (
    <button type="button" onClick={() => state.choose(sealId, undefined)}>
      {container === null ? t('card.seal', { id: sealId }) : <ContainerNumber number={container} />}
    </button>
  );
}

/** Who is on the way here, the soonest first; who has no reckoned arrival last. */
function Expected({ facilityId }: { facilityId: string }) {
  const { t } = useTranslation();
  const language = useLanguage();
  const { store } = useServices();
  const asked = useQuery(expectedQuery(facilityId));
  const { data } = asked;
  const now = store.clock.now();
  const transits = (data?.items ?? []).toSorted((a, b) => (a.eta ?? '~').localeCompare(b.eta ?? '~'));
  return (
    <div>
      <h3>{t('place.expected')}</h3>
      <Failed of={asked} />
      {data?.items.length === 0 && <p>{t('place.nobodyComes')}</p>}
      <ul>
        {transits.map(({ id, number, containers, vehicle, eta, arriveBy }) => (
          <li key={id} data-testid={`place-expects-${id}`}>
            <a href={transitPath(id)}>
              {containers.map((one) => (
                <ContainerNumber key={one.number} number={one.number} />
              ))}
              <span>{number}</span>
              <span>{formatPlate(vehicle.plate)}</span>
            </a>
            <small>
              {[
                eta !== undefined && t('place.arrives', { time: clockAndDay(eta, now, language) }),
                arriveBy !== null && t('card.deadline', { time: clockAndDay(arriveBy, now, language) }),
              ]
                .filter((part) => part !== false)
                .join(' · ')}
            </small>
          </li>
        ))}
      </ul>
      <More shown={transits.length} isAll={data?.next == null} />
    </div>
  );
}

/** That a list is cut, where it is. */
function More({ shown, isAll }: { shown: number; isAll: boolean }) {
  const { t } = useTranslation();
  return !isAll && <p>{t('place.cut', { shown })}</p>;
}

/** The pages of the facility that are one's own to open. */
function Doors({ facilityId }: { facilityId: string }) {
  const { t } = useTranslation();
  const role = useSignal(session.who)?.person.role;
  const own = role === undefined ? [] : officePagesOf(role).map(({ name }) => name);
  const pages = PAGES.filter((name) => own.includes(name));
  if (pages.length === 0) return null;
  return (
    <nav className={classes['doors']} aria-label={t('place.pages')}>
      {pages.map((name) => (
        <a key={name} href={officePath(name, { place: facilityId })} data-testid={`place-to-${name}`}>
          {t(`office.${name}`)}
        </a>
      ))}
    </nav>
  );
}
