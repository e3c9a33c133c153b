import { SNAPSHOT_LIMIT } from '@haidang/contract';
import { memo, useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { openMap } from '../shared/map/open.js';
import type { MapEngine } from '../shared/map/engine.js';
import { useServices } from '../shared/services.js';
import { useSignal } from '../shared/signal.js';
import { mapHandle } from '../shared/map/map-handle.js';
import { pumpMarks } from './map-pump.js';
import { useMapContent } from './use-map-content.js';
import { MapTools } from './map-tools.js';
import classes from './map-view.module.css';

/** The map came to rest for this long before the server is asked for another view. */
const WATCH_DELAY_MS = 250;

/** The live map. It opens once and is told of changes; React never draws a container. */
export const MapView = memo(function MapView({ bare = false }: { bare?: boolean }) {
  const { t } = useTranslation();
  const services = useServices();
  const { state, feed, config } = services;
  const element = useRef<HTMLDivElement>(null);
  const [failure, setFailure] = useState<string | null>(null);
  const engine = useSignal(mapHandle);
  const feedState = useSignal(feed.state);
  const notices = useMapContent(engine);

  useEffect(() => {
    let opened: MapEngine | undefined;
    let stop: () => void = () => undefined;
    let closed = false;
    const setup = {
      container: element.current!,
      camera: state.linkedCamera,
      theme: state.theme.get(),
      styleUrl: config.mapStyleUrl,
    };
    openMap(setup, config)
      .then((map) => {
        opened = map;
        if (closed) return map.close();
        stop = bind(map, services);
        mapHandle.set(map);
      })
      .catch((error: unknown) => setFailure(error instanceof Error ? error.message : String(error)));
    return () => {
      closed = true;
      stop();
      mapHandle.set(null);
      opened?.close();
    };
  }, [services, state, config]);

  const isTrusted = feedState.status === 'live' || feedState.status === 'connecting';
  return (
    <section className={classes['frame']}>
      <div className={classes['map']} data-testid="map" data-dimmed={!isTrusted}>
        <div ref={element} className={classes['canvas']} />
      </div>
      {failure !== null && <p className={classes['failure']}>{t('map.failed', { detail: failure })}</p>}
      {failure === null && engine === null && <p className={classes['failure']}>{t('map.loading')}</p>}
      {!bare && <MapTools notices={notices} />}
    </section>
  );

  function bind(map: MapEngine, { state, store, feed }: typeof services): () => void {
    let delay: ReturnType<typeof setTimeout> | undefined;
    const watch = () => feed.watch({ ...map.view(), filters: {}, clusterAbove: SNAPSHOT_LIMIT });
    map.onMoved(() => {
      clearTimeout(delay);
      delay = setTimeout(() => {
        watch();
        state.setCamera(map.camera());
      }, WATCH_DELAY_MS);
    });
    map.onPick((sealId) => sealId !== null && state.choose(sealId, undefined));
    watch();
    const stopPump = pumpMarks(store, map);
    return () => {
      clearTimeout(delay);
      stopPump();
    };
  }
});
