import { useQueryClient } from '@tanstack/react-query';
import { memo, useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { gatesQuery } from '../shared/api/queries.js';
import { mapHandle } from '../shared/map/map-handle.js';
import { useMap } from '../shared/map/use-map.js';
import { useServices } from '../shared/services.js';
import { useSignal } from '../shared/signal.js';
import { Spoken } from '../shared/ui/spoken.js';
import { MapFrame } from './map-frame.js';
import { MapLegend, MapPicks, QueueList } from './map-legend.js';
import { MapTools } from './map-tools.js';
import { PlaceCard } from './place-card.js';
import { useContainers } from './use-containers.js';
import { useFirstPicture } from './use-first-picture.js';
import { useMapContent } from './use-map-content.js';
import { useQueues } from './use-queues.js';
import { useWatch } from './use-watch.js';

/** The live map. It opens once and is told of changes; React never draws a container. */
export const MapView = memo(function MapView({ bare = false }: { bare?: boolean }) {
  const { t } = useTranslation();
  const { state, feed } = useServices();
  const queries = useQueryClient();
  const frame = useRef<HTMLDivElement>(null);
  const mayOpen = useFirstPicture(frame, useSignal(mapHandle));
  const map = useMap(t('map.label'), mayOpen);
  const { element, engine } = map;
  const feedState = useSignal(feed.state);
  const notices = useMapContent(engine);
  if (map.isNameless) notices.push(t('map.namesFailed'));

  const { measuring, said } = useContainers(engine, bare);
  const queues = useQueues(engine);
  useWatch(element, engine);
  useEffect(() => {
    if (bare) return;
    engine?.onPickPlace(({ what, id }) => {
      const gates = queries.getQueryData(gatesQuery.queryKey);
      state.lookAt(what === 'gate' ? gates?.find((gate) => gate.id === id)?.facilityId : id);
    });
  }, [engine, state, queries, bare]);

  const isTrusted = feedState.status === 'live' || feedState.status === 'connecting';
  return (
    <MapFrame map={map} isDimmed={!isTrusted} frame={frame}>
      {!bare && (
        <MapTools {...{ notices, measuring }}>
          <QueueList queues={queues} />
          <MapPicks />
          <MapLegend />
        </MapTools>
      )}
      {!bare && <PlaceCard queues={queues} />}
      <Spoken>{said}</Spoken>
    </MapFrame>
  );
});
