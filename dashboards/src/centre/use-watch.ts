import { MARK_STATES, SNAPSHOT_LIMIT } from '@haidang/contract';
import { useCallback, useEffect, useLayoutEffect, useRef, type RefObject } from 'react';
import type { MapEngine } from '../shared/map/engine.js';
import { START } from '../shared/map/setup.js';
import { viewFrom, type View } from '../shared/map/view.js';
import { useServices } from '../shared/services.js';
import { useSignal } from '../shared/signal.js';

/** The map came to rest for this long before the server is asked for another view. */
const REST_MS = 250;
/** Never left off the map, whoever's they are. */
const ALWAYS = ['critical'] as const;

/** Asks the server for what the map has in view, without the states that are hidden: first before there is a map, so that the containers come while its library does. */
export function useWatch(element: RefObject<HTMLElement | null>, engine: MapEngine | null): void {
  const { state, feed } = useServices();
  const hidden = useSignal(state.hidden);
  const only = useSignal(state.only);
  const asked = useRef('');
  const watch = useCallback(
    (view: View) => {
      const [hidden, { route, carrier, facility }] = [state.hidden.get(), state.only.get()];
      const states = MARK_STATES.filter((one) => !hidden.includes(one));
      const filters = {
        ...(hidden.length > 0 && { states }),
        ...{ routeId: route, carrierId: carrier, facilityId: facility },
        ...((route ?? carrier ?? facility) !== undefined && { besides: [...ALWAYS] }),
      };
      const request = { ...view, filters, clusterAbove: SNAPSHOT_LIMIT };
      if (JSON.stringify(request) === asked.current) return;
      asked.current = JSON.stringify(request);
      feed.watch(request);
    },
    [feed, state],
  );
  // before all that the page's parts do once they stand
  useLayoutEffect(() => {
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
    return () => clearTimeout(rest);
  }, [watch, engine, state]);
  useEffect(() => {
    if (engine !== null) watch(engine.view());
  }, [watch, engine, hidden, only]);
}
