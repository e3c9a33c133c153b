import { MARK_STATES, type MarkState } from '@haidang/contract';
import { SEE_ALARMS } from '@haidang/domain';
import { NativeSelect } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { CARRIERS } from '../carrier/worth-knowing.js';
import { facilitiesQuery, gatesQuery, organisationsQuery, routesQuery } from '../shared/api/queries.js';
import { whole } from '../shared/format/number.js';
import { markIcon, SHIELD } from '../shared/map/icons.js';
import { mapHandle } from '../shared/map/map-handle.js';
import { useLanguage, useServices } from '../shared/services.js';
import { useIsOneOf } from '../shared/session.js';
import { useSignal } from '../shared/signal.js';
import { Failed } from '../shared/ui/failed.js';
import { StateMark } from '../shared/ui/state-mark.js';
import { HIDEABLE, type Only } from '../shared/url-state.js';
import type { Queues } from './use-queues.js';
import classes from './map-view.module.css';

/** The gravest first. */
const STATES = MARK_STATES.toReversed();
/** The largest mark of the legend, pixels across; smaller ones are as on the map. */
const LARGEST = 16;
/** So near that a gate has its name. */
const AT_GATE = 14;

/** What marks mean, and which of them are shown; critical ones always are. */
export function MapLegend() {
  const { t } = useTranslation();
  const { state } = useServices();
  const hidden = useSignal(state.hidden);
  const seesPatrols = useIsOneOf(SEE_ALARMS);
  const hidesPatrols = useSignal(state.hidesPatrols);
  const toggle = (one: MarkState) =>
    state.setHidden(hidden.includes(one) ? hidden.filter((other) => other !== one) : [...hidden, one]);
  return (
    <details className={classes['legend']} data-testid="legend">
      <summary>{t('map.legend')}</summary>
      <ul>
        {STATES.map((one) => (
          <li key={one}>
            <label>
              <input
                type="checkbox"
                data-testid={`show-${one}`}
                checked={!hidden.includes(one)}
                disabled={!HIDEABLE.includes(one)}
                onChange={() => toggle(one)}
              />
              <span className={classes['key']}>
                <StateMark state={one} size={Math.min(LARGEST, markIcon(one, false).size)} />
              </span>
              {t(`markState.${one}`)}
            </label>
          </li>
        ))}
        <li className={classes['unmarked']}>
          <span className={classes['key']}>
            <StateMark state="on_route" stale size={12} />
          </span>
          {t('markState.stale')}
        </li>
        {seesPatrols && (
          <li>
            <label>
              <input
                type="checkbox"
                data-testid="show-patrols"
                checked={!hidesPatrols}
                onChange={() => state.setHidesPatrols(!hidesPatrols)}
              />
              <span className={classes['key']}>
                <PatrolMark />
              </span>
              {t('map.patrols')}
            </label>
          </li>
        )}
        <li className={classes['unmarked']}>
          <span className={classes['swatch']} />
          {t('map.corridor')}
        </li>
        <li className={classes['unmarked']}>
          <span className={classes['ownWay']} />
          {t('map.ownWay')}
        </li>
        <li className={classes['unmarked']}>
          <span className={classes['hatch']} />
          {t('map.forbidden')}
        </li>
      </ul>
    </details>
  );
}

/** The shield of a patrol on duty, as on the map. */
function PatrolMark() {
  return (
    <svg width={14} height={14} viewBox="0 0 16 16" fill="currentColor" aria-hidden>
      <path d={SHIELD} />
    </svg>
  );
}

/** Which containers the operator does not see now. */
export function HiddenNote() {
  const { t } = useTranslation();
  const { state } = useServices();
  const hidden = useSignal(state.hidden);
  const only = useSignal(state.only);
  const picked = usePicked().flatMap(({ name, choices }) => {
    const id = only[name];
    return id === undefined ? [] : [choices?.find((one) => one.id === id)?.name ?? id];
  });
  if (hidden.length === 0 && picked.length === 0) return null;
  const states = hidden.map((one) => t(`markState.${one}`)).join(', ');
  return (
    <p className={classes['notice']} data-testid="hidden-note">
      {picked.length > 0 && t('map.only', { what: picked.join(', ') })}{' '}
      {hidden.length > 0 && t('map.hidden', { states })}{' '}
      <button
        type="button"
        onClick={() => {
          state.setHidden([]);
          state.setOnly({});
        }}
      >
        {t('map.showAll')}
      </button>
    </p>
  );
}

/** Picks out the containers of a route, a carrier or a place; critical ones stay. */
export function MapPicks() {
  const { t } = useTranslation();
  const { state } = useServices();
  const only = useSignal(state.only);
  return (
    <details className={classes['picks']} data-testid="picks">
      <summary>{t('map.picks')}</summary>
      {usePicked().map(({ name, choices }) => (
        <NativeSelect
          key={name}
          size="xs"
          label={t(`mapPick.${name}`)}
          value={only[name] ?? ''}
          data={[
            { value: '', label: t('map.everyOne') },
            ...(choices ?? []).map(({ id, name: label }) => ({ value: id, label })),
          ]}
          onChange={({ currentTarget: { value } }) =>
            state.setOnly({ ...only, [name]: value === '' ? undefined : value })
          }
          data-testid={`pick-${name}`}
        />
      ))}
    </details>
  );
}

interface Picked {
  readonly name: keyof Only;
  readonly choices: readonly { readonly id: string; readonly name: string }[] | undefined;
}

/** By what containers may be picked out, and what there is to choose from. A carrier's are all its own. */
function usePicked(): readonly Picked[] {
  const isCarrier = useIsOneOf(CARRIERS);
  const [routes, facilities] = [useQuery(routesQuery).data, useQuery(facilitiesQuery).data];
  const carriers = useQuery(organisationsQuery).data?.filter(({ kind }) => kind === 'carrier');
  const all: readonly Picked[] = [
    { name: 'route', choices: routes },
    { name: 'carrier', choices: carriers },
    { name: 'facility', choices: facilities },
  ];
  return isCarrier ? all.filter(({ name }) => name !== 'carrier') : all;
}

/** The places of the country: first who waits where, in the queue zones of facilities in view and held at gates. A click goes there and opens the facility's card. */
export function QueueList({ queues }: { queues: Queues }) {
  const { t } = useTranslation();
  const language = useLanguage();
  const { state } = useServices();
  const all = useQuery(facilitiesQuery).data ?? [];
  const places = useQuery(gatesQuery).data ?? [];
  const { facilities, gates, asked } = queues;
  const isRead = asked.every(({ data }) => data !== undefined);
  const isFailed = asked.some(({ error }) => error !== null);
  const waited = new Set(facilities?.map(({ id }) => id));
  const others = all.filter(({ id }) => !waited.has(id)).sort((a, b) => a.name.localeCompare(b.name));
  const line = ({ id, name, place }: Place, facilityId: string | undefined, words?: string) => (
    <li key={id}>
      <button
        type="button"
        data-testid={`queue-${id}`}
        onClick={() => {
          mapHandle.flyTo({ ...place, zoom: AT_GATE });
          state.lookAt(facilityId);
        }}
      >
        <span>{name}</span>
        {words !== undefined && <b>{words}</b>}
      </button>
    </li>
  );
  return (
    <details className={classes['queues']} data-testid="queues">
      <summary>{t('map.queues')}</summary>
      {facilities === null && <p>{t('map.queuesNearer')}</p>}
      <Failed of={asked} />
      {!isRead && !isFailed && <p>{t('office.loading')}</p>}
      {isRead && facilities?.length === 0 && gates.length === 0 && <p>{t('map.queuesNone')}</p>}
      <ul>
        {gates.map((gate) =>
          line(
            gate,
            places.find(({ id }) => id === gate.id)?.facilityId,
            t('map.held', { shown: whole(gate.waiting.length, language) }),
          ),
        )}
        {facilities?.map((one) =>
          line(one, one.id, t('map.queue', { shown: whole(one.waiting.length, language) })),
        )}
        {others.map((one) => line(one, one.id))}
      </ul>
    </details>
  );
}

interface Place {
  readonly id: string;
  readonly name: string;
  readonly place: { readonly lat: number; readonly lon: number };
}
