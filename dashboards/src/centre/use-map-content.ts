import { useQuery } from '@tanstack/react-query';
import type { FeatureCollection } from 'geojson';
import { useEffect, useMemo, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { facilitiesQuery, gatesQuery, zonesQuery } from '../shared/api/queries.js';
import { formatContainer } from '../shared/format/container.js';
import { whole } from '../shared/format/number.js';
import { clockAndDay } from '../shared/format/time.js';
import { usePosition } from '../shared/live/use-position.js';
import type { MapEngine } from '../shared/map/engine.js';
import { NEAR } from '../shared/map/setup.js';
import { useLanguage, useServices } from '../shared/services.js';
import { useSignal } from '../shared/signal.js';
import { usePatrols } from './use-patrols.js';

/**
 * Keeps the map's slow content true: clusters, the register, patrols, the chosen container, its way and its track.
 * @returns what the operator must be told of it, in words
 */
export function useMapContent(engine: MapEngine | null): string[] {
  const { t } = useTranslation();
  const { store } = useServices();
  const language = useLanguage();
  const inView = useSignal(store.inView);
  const clusters = useSignal(store.clusters);

  useEffect(
    () => engine?.setClusters([...clusters.values()], (count) => whole(count, language)),
    [engine, clusters, language],
  );

  const failed = useRegister(engine);
  useChosen(engine);
  usePatrols(engine);

  const notices: string[] = [];
  if (failed) notices.push(t('map.registerFailed'));
  if (clusters.size === 0 && inView > store.positions.size)
    notices.push(
      t('map.cut', { shown: whole(store.positions.size, language), total: whole(inView, language) }),
    );
  return notices;
}

/** The registered shapes. @returns whether any of them could not be read */
export function useRegister(engine: MapEngine | null): boolean {
  const routes = useQuery(useServices().desk.routes);
  const zones = useQuery(zonesQuery);
  const facilities = useQuery(facilitiesQuery);
  const gates = useQuery(gatesQuery);
  useEffect(() => {
    engine?.setRegister({
      routes: routes.data ?? [],
      zones: zones.data ?? [],
      facilities: facilities.data ?? [],
      gates: gates.data ?? [],
    });
  }, [engine, routes.data, zones.data, facilities.data, gates.data]);
  return [routes, zones, facilities, gates].some((query) => query.isError);
}

/** The chosen container, its way and its track. */
export function useChosen(engine: MapEngine | null): void {
  const { state, store, desk } = useServices();
  const language = useLanguage();
  const sealId = useSignal(state.seal);
  const live = usePosition(store, sealId ?? '');
  const seal = useQuery({ ...desk.seal(sealId ?? ''), enabled: sealId !== undefined }).data;
  const track = useQuery({ ...desk.track(sealId ?? ''), enabled: sealId !== undefined }).data;

  const lat = live?.lat ?? seal?.lastFix?.lat;
  const lon = live?.lon ?? seal?.lastFix?.lon;
  const label = formatContainer(live?.container ?? sealId ?? '');
  useEffect(() => {
    const isKnown = sealId !== undefined && lat !== undefined && lon !== undefined;
    engine?.setChosen(isKnown ? { sealId, lat, lon, label } : null);
  }, [engine, sealId, lat, lon, label]);

  useWay(engine, live?.transitId ?? seal?.transitId ?? undefined);

  // A link that names a container and no view of the map means the container.
  const isLinked = useRef(sealId !== undefined && state.linkedCamera === undefined);
  useEffect(() => {
    if (!isLinked.current || engine === null || lat === undefined || lon === undefined) return;
    isLinked.current = false;
    engine.jumpTo({ lat, lon, zoom: NEAR });
  }, [engine, lat, lon]);

  const follows = useSignal(state.follows);
  useEffect(() => {
    engine?.follow(follows && lat !== undefined && lon !== undefined ? { lat, lon } : null);
  }, [engine, follows, lat, lon]);

  const drawn = useMemo(
    () =>
      sealId === undefined || track === undefined ? null : withClocks(track, store.clock.now(), language),
    [sealId, track, store, language],
  );
  useEffect(() => engine?.setTrack(drawn), [engine, drawn]);
}

/** The corridor of the chosen container's transit, and how much of it lies behind. */
function useWay(engine: MapEngine | null, transitId: string | undefined): void {
  const { desk } = useServices();
  const transit = useQuery({ ...desk.transit(transitId ?? ''), enabled: transitId !== undefined }).data;
  const routes = useQuery(desk.routes).data;
  const routeId = transitId === undefined ? undefined : transit?.routeId;
  const route = routes?.find(({ id }) => id === routeId);
  const progress = transit?.progress;
  useEffect(
    () => engine?.setWay(route === undefined ? null : { route, progress }),
    [engine, route, progress],
  );
}

/** Every fix with its time as the viewer reads it. */
function withClocks(track: FeatureCollection, now: number, language: 'vi' | 'en'): FeatureCollection {
  return {
    type: 'FeatureCollection',
    features: track.features.map((feature) => {
      const time: unknown = feature.properties?.['time'];
      if (feature.geometry.type !== 'Point' || typeof time !== 'string') return feature;
      return { ...feature, properties: { ...feature.properties, clock: clockAndDay(time, now, language) } };
    }),
  };
}
