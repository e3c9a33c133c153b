import { useQueryClient } from '@tanstack/react-query';
import { memo, useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { gatesQuery } from '../shared/api/queries.js';
import { mapHandle } from '../shared/map/map-handle.js';
import { useMap } from '../shared/map/use-map.js';
import { useServices } from '../shared/services.js';
import { useSignal } from '../shared/signal.js';
import { Spoken } from '../shared/ui/spoken.js';
import { pumpMarks } from './map-pump.js';
import { PlaceCard } from './place-card.js';
import { MapTools } from './map-tools.js';
import { useFirstPicture } from './use-first-picture.js';
import { useKeys } from './use-keys.js';
import { useMarkSteps } from './use-mark-steps.js';
import { useMapContent } from './use-map-content.js';
import { useMeasuring } from './measuring.js';
import { useQueues } from './use-queues.js';
import { useWatch } from './use-watch.js';
import classes from './map-view.module.css';

/** The live map. It opens once and is told of changes; React never draws a container. */
export const MapView = memo(function MapView({ bare = false }: { bare?: boolean }) {
  const { t } = useTranslation();
  const { state, store, feed } = useServices();
  const queries = useQueryClient();
  const frame = useRef<HTMLDivElement>(null);
  const mayOpen = useFirstPicture(frame, useSignal(mapHandle));
  const { element, engine, failure, isNameless } = useMap(t('map.label'), mayOpen);
  const feedState = useSignal(feed.state);
  const notices = useMapContent(engine);
  if (isNameless) notices.push(t('map.namesFailed'));

  const measuring = useMeasuring(engine);
  const queues = useQueues(engine);
  const marks = useMarkSteps(engine);
  useKeys(
    bare
      ? {}
      : {
          m: measuring.toggle,
          '.': () => marks.pass(1),
          ',': () => marks.pass(-1),
          g: () => state.seal.get() !== undefined && state.setFollows(!state.follows.get()),
        },
  );

  useWatch(element, engine);
  // who takes the map in hand looks elsewhere
  useEffect(() => engine?.onPanned(() => state.setFollows(false)), [engine, state]);
  useEffect(
    () => engine?.onPick((sealId) => sealId !== null && state.choose(sealId, undefined)),
    [engine, state],
  );
  useEffect(() => {
    if (bare) return;
    engine?.onPickPlace(({ what, id }) => {
      const gates = queries.getQueryData(gatesQuery.queryKey);
      state.lookAt(what === 'gate' ? gates?.find((gate) => gate.id === id)?.facilityId : id);
    });
  }, [engine, state, queries, bare]);
  useEffect(() => (engine === null ? undefined : pumpMarks(store, engine)), [engine, store]);

  const isTrusted = feedState.status === 'live' || feedState.status === 'connecting';
  return (
    <section className={classes['frame']}>
      <div className={classes['map']} data-testid="map" data-dimmed={!isTrusted} ref={frame}>
        <div ref={element} className={classes['canvas']} />
      </div>
      {failure !== null && <p className={classes['failure']}>{t('map.failed', { detail: failure })}</p>}
      {failure === null && engine === null && <p className={classes['failure']}>{t('map.loading')}</p>}
      {!bare && <MapTools {...{ notices, measuring, queues }} />}
      {!bare && <PlaceCard queues={queues} />}
      <Spoken>{marks.said}</Spoken>
    </section>
  );
});
