import type { Route, TrialAlarmView, Zone } from '@haidang/contract';
import { useQuery } from '@tanstack/react-query';
import { useEffect, useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import mapClasses from '../centre/map-view.module.css';
import { MapButtons } from '../centre/map-tools.js';
import { facilitiesQuery, gatesQuery, routesQuery, zonesQuery } from '../shared/api/queries.js';
import { alarmSentence } from '../shared/format/alarm.js';
import { useMap } from '../shared/map/use-map.js';
import { useLanguage, useServices } from '../shared/services.js';
import { pictureOf, type Draft } from './draft.js';
import { boundsOf } from './geometry.js';
import { trialKey } from './use-trial.js';
import { useHand, type Hand } from './use-hand.js';
import { Failed } from '../shared/ui/failed.js';

interface GroundMapProps {
  /** What is looked at or drawn. */
  draft: Draft | null;
  /** The hand that draws; null: it is only looked at. */
  hand: Hand | null;
  part: string | undefined;
  alarms: readonly TrialAlarmView[];
  onAlarm(key: string): void;
}

/** The register's zones and routes, over them what is looked at or drawn, and where a trial found alarms. */
export function GroundMap({ draft, hand, part, alarms, onAlarm }: GroundMapProps) {
  const { t } = useTranslation();
  const { state } = useServices();
  const language = useLanguage();
  const { element, engine, failure } = useMap(t('draft.map'));
  const { asked, register } = useRegister();

  const picture = useMemo(() => (draft === null ? { zones: [], routes: [] } : pictureOf(draft)), [draft]);
  const own = draft?.id;
  const what = draft?.what;
  const others = useMemo(
    () => ({
      ...register,
      zones: what === 'zones' ? register.zones.filter(({ id }) => id !== own) : register.zones,
      routes: what === 'routes' ? register.routes.filter(({ id }) => id !== own) : register.routes,
    }),
    [register, what, own],
  );
  useEffect(() => engine?.setRegister(others), [engine, others]);
  useEffect(() => engine?.setDraft(picture), [engine, picture]);
  const isReady = useHand(engine, draft, hand, part, others);

  const shown = hand === null && own !== undefined ? `${what} ${own}` : '';
  useEffect(() => {
    const bounds = boundsOf(picture);
    if (engine === null || shown === '' || bounds === undefined || state.linkedCamera !== undefined) return;
    engine.fit(bounds);
    // it is shown once; what is drawn of it later does not move the map
  }, [engine, shown, state]);

  const marks = useMemo(
    () =>
      alarms.map((alarm) => ({
        ...{ id: trialKey(alarm), severity: alarm.severity, ...alarm.place },
        ...{ label: alarmSentence(alarm, t, language), standing: alarm.outcome !== 'gone' },
      })),
    [alarms, t, language],
  );
  useEffect(() => engine?.setAlarms(marks), [engine, marks]);
  useEffect(() => engine?.onPickAlarm(onAlarm), [engine, onAlarm]);

  return (
    <section className={mapClasses['frame']}>
      <div className={mapClasses['map']} data-testid="map" data-hand={isReady}>
        <div ref={element} className={mapClasses['canvas']} />
      </div>
      {failure !== null && <p className={mapClasses['failure']}>{t('map.failed', { detail: failure })}</p>}
      {failure === null && engine === null && <p className={mapClasses['failure']}>{t('map.loading')}</p>}
      <MapButtons />
      <div className={mapClasses['notices']}>
        <Failed of={asked} what={t('map.ground')} />
      </div>
    </section>
  );
}

const NO_ZONES: readonly Zone[] = [];
const NO_ROUTES: readonly Route[] = [];

function useRegister() {
  const asked = [
    useQuery(zonesQuery),
    useQuery(routesQuery),
    useQuery(facilitiesQuery),
    useQuery(gatesQuery),
  ] as const;
  const [{ data: zones = NO_ZONES }, { data: routes = NO_ROUTES }, { data: facilities }, { data: gates }] =
    asked;
  const register = useMemo(
    () => ({ zones, routes, facilities: facilities ?? [], gates: gates ?? [] }),
    [zones, routes, facilities, gates],
  );
  return { asked, register };
}
