import { useQuery } from '@tanstack/react-query';
import { useEffect, useMemo, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { MapFrame } from '../centre/map-frame.js';
import mapClasses from '../centre/map-view.module.css';
import { facilitiesQuery, gatesQuery, routesQuery, zonesQuery } from '../shared/api/queries.js';
import { alarmSentence } from '../shared/format/alarm.js';
import { formatContainer } from '../shared/format/container.js';
import { clock } from '../shared/format/time.js';
import type { MapEngine } from '../shared/map/engine.js';
import type { ReplayMark } from '../shared/map/trails.js';
import { useMap } from '../shared/map/use-map.js';
import { useLanguage, useServices } from '../shared/services.js';
import { MapLegend } from './map-legend.js';
import { MapButtons } from '../centre/map-tools.js';
import type { Player } from './player.js';
import { TrackCursor } from './replay.js';
import { stood, type Story } from './story.js';
import { boundsOf, trailFixes, trailParts } from './track.js';
import { Failed, type Asked } from '../shared/ui/failed.js';

interface StoryMapProps {
  stories: readonly Story[];
  player: Player;
  onAlarm(id: string): void;
}

/** The map of one transit or several: corridor, zones, tracks, alarms where they stood, and where everything is at the replay's time. */
export function StoryMap({ stories, player, onAlarm }: StoryMapProps) {
  const { t } = useTranslation();
  const map = useMap(t('transit.map'));
  const { engine } = map;

  const asked = useGround(engine, stories);
  useTrails(engine, stories);
  useReplay(engine, stories, player);
  useEffect(() => engine?.onPickAlarm(onAlarm), [engine, onAlarm]);

  return (
    <MapFrame map={map}>
      <MapButtons />
      <div className={mapClasses['notices']}>
        <Failed of={asked} what={t('map.ground')} />
      </div>
      <MapLegend stories={stories} />
    </MapFrame>
  );
}

/** The registered shapes: of the routes those that are driven. */
function useGround(engine: MapEngine | null, stories: readonly Story[]): readonly Asked[] {
  const asked = [
    useQuery(routesQuery),
    useQuery(zonesQuery),
    useQuery(facilitiesQuery),
    useQuery(gatesQuery),
  ] as const;
  const [{ data: routes }, { data: zones }, { data: facilities }, { data: gates }] = asked;
  const driven = stories.map(({ transit }) => transit.routeId).join(' ');
  useEffect(() => {
    const own = (routes ?? []).filter(({ id }) => driven.split(' ').includes(id));
    engine?.setRegister({
      routes: own,
      zones: zones ?? [],
      facilities: facilities ?? [],
      gates: gates ?? [],
    });
  }, [engine, routes, zones, facilities, gates, driven]);
  return asked;
}

/** The tracks; the whole of them is in view when they are there, and when another is added. */
function useTrails(engine: MapEngine | null, stories: readonly Story[]): void {
  const { state } = useServices();
  const language = useLanguage();
  const routes = useQuery(routesQuery).data;
  const trails = useMemo(() => {
    const own = stories.flatMap(({ slot, tracks }) => tracks.map((track) => ({ slot, track })));
    return {
      parts: own.flatMap(({ slot, track }) => trailParts(track, slot)),
      fixes: own.flatMap(({ slot, track }) => trailFixes(track, slot, (time) => clock(time, language))),
    };
  }, [stories, language]);
  useEffect(() => engine?.setTrails(trails), [engine, trails]);

  const shown = useRef('');
  useEffect(() => {
    if (engine === null) return void (shown.current = '');
    const tracks = stories.flatMap(({ tracks }) => tracks);
    const driven = stories.map(({ transit }) => transit.routeId);
    const bounds = boundsOf(tracks) ?? boundsOfRoutes(routes?.filter(({ id }) => driven.includes(id)) ?? []);
    const what = `${stories.map(({ transit, tracks: own }) => `${transit.id}${own.length}`).join(' ')} ${bounds === undefined}`;
    if (bounds === undefined || what === shown.current) return;
    const isLinked = shown.current === '' && state.linkedCamera !== undefined;
    shown.current = what;
    if (!isLinked) engine.fit(bounds);
  }, [engine, stories, routes, state]);
}

function boundsOfRoutes(routes: readonly { legs: { line: { coordinates: number[][] } }[] }[]) {
  const places = routes.flatMap(({ legs }) => legs.flatMap(({ line }) => line.coordinates));
  if (places.length === 0) return undefined;
  const lons = places.map(([lon = 0]) => lon);
  const lats = places.map(([, lat = 0]) => lat);
  return [Math.min(...lons), Math.min(...lats), Math.max(...lons), Math.max(...lats)] as const;
}

/** Follows the player, past React: marks at each frame, alarms when one begins or ends to stand. */
function useReplay(engine: MapEngine | null, stories: readonly Story[], player: Player): void {
  const { t } = useTranslation();
  const language = useLanguage();
  useEffect(() => {
    if (engine === null) return;
    const seals = stories.flatMap(({ slot, tracks }) =>
      tracks.map((track) => ({
        slot,
        label: formatContainer(track.container),
        cursor: new TrackCursor(track),
      })),
    );
    const alarms = stories.flatMap(({ alarms: own }) =>
      own.map((alarm) => ({ alarm, label: alarmSentence(alarm, t, language) })),
    );
    let before = '';
    const show = () => {
      const { at } = player.replay.get();
      const marks = seals.flatMap(({ slot, label, cursor }): ReplayMark[] => {
        const place = cursor.at(at);
        return place === undefined ? [] : [{ slot, label, ...place }];
      });
      engine.setReplay(marks);
      const stand = alarms.map(({ alarm }) => (stood(alarm, at) ? '1' : '0')).join('');
      if (stand === before) return;
      before = stand;
      engine.setAlarms(
        alarms.map(({ alarm: { id, severity, place }, label }, i) => ({
          ...{ id, severity, label, ...place },
          standing: stand[i] === '1',
        })),
      );
    };
    engine.setAlarms([]);
    show();
    return player.replay.subscribe(show);
  }, [engine, stories, player, t, language]);
}
