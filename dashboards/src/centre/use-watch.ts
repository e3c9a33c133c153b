import { SNAPSHOT_LIMIT } from '@haidang/contract';
import { useCallback, useEffect, useRef, type RefObject } from 'react';
import type { MapEngine } from '../shared/map/engine.js';
import { START } from '../shared/map/setup.js';
import { viewFrom, type View } from '../shared/map/view.js';
import { useServices } from '../shared/services.js';

/** The map came to rest for this long before the server is asked for another view. */
const REST_MS = 250;

/** Asks the server for what the map has in view: first before there is a map, so that the containers come while its library does. */
export function useWatch(element: RefObject<HTMLElement | null>, engine: MapEngine | null): void {
  const { state, feed } = useServices();
  const asked = useRef('');
  const watch = useCallback(
    (view: View) => {
      if (JSON.stringify(view) === asked.current) return;
      asked.current = JSON.stringify(view);
      feed.watch({ ...view, filters: {}, clusterAbove: SNAPSHOT_LIMIT });
    },
    [feed],
  );
  useEffect(() => {
    const { clientWidth, clientHeight } = element.current!;
    // on a phone it may be out of sight, and has no size yet
    if (clientWidth > 0) watch(viewFrom(state.linkedCamera ?? START.camera, clientWidth, clientHeight));
  }, [watch, element, state]);
  useEffect(() => {
    if (engine === null) return undefined;
    let rest: ReturnType<typeof setTimeout> | undefined;
    engine.onMoved(() => {
      clearTimeout(rest);
      rest = setTimeout(() => {
        watch(engine.view());
        state.setCamera(engine.camera());
      }, REST_MS);
    });
    watch(engine.view());
    return () => clearTimeout(rest);
  }, [watch, engine, state]);
}
