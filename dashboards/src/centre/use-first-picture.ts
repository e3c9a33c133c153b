import { useEffect, useState, type RefObject } from 'react';
import { whole } from '../shared/format/number.js';
import type { MapEngine } from '../shared/map/engine.js';
import { FirstPicture } from '../shared/map/first-picture.js';
import { PALETTES } from '../shared/map/palette.js';
import { START } from '../shared/map/setup.js';
import { useLanguage, useServices } from '../shared/services.js';
import { useSignal } from '../shared/signal.js';
import { pumpMarks } from './map-pump.js';

/** The map waits no longer for its first picture: containers do not come while the server is away. */
const LONGEST_MS = 2_000;

/**
 * Shows {@link FirstPicture} in a frame until the map is. The map opens once the picture is drawn: what it needs would keep the picture waiting.
 * @returns whether the map may open
 */
export function useFirstPicture(frame: RefObject<HTMLElement | null>, engine: MapEngine | null): boolean {
  const { state, store, feed, config } = useServices();
  const language = useLanguage();
  const hasContainers = useSignal(feed.state).status === 'live';
  const clusters = useSignal(store.clusters);
  const [picture, setPicture] = useState<FirstPicture | null>(null);
  const [hasGround, setHasGround] = useState(false);
  const [mayOpen, setMayOpen] = useState(false);
  useEffect(() => {
    const camera = state.linkedCamera ?? START.camera;
    const open = () => setMayOpen(true);
    if (config.mapStyleUrl !== null || !FirstPicture.canShow(camera, frame.current!)) return open();
    const longest = setTimeout(open, LONGEST_MS);
    const made = new FirstPicture(frame.current!, camera, PALETTES[state.theme.get()]);
    made.onClose(pumpMarks(store, made));
    made.open().then(() => setHasGround(true), open);
    setPicture(made);
    return () => {
      clearTimeout(longest);
      made.close();
    };
  }, [frame, state, store, config]);
  useEffect(
    () => picture?.setClusters([...clusters.values()], (count) => whole(count, language)),
    [picture, clusters, language],
  );
  useEffect(() => {
    if (!hasGround || !hasContainers) return;
    // drawn with the next frame, and on the screen once that is over
    requestAnimationFrame(() =>
      requestAnimationFrame(() => {
        performance.mark('haidang-first-map');
        setMayOpen(true);
      }),
    );
  }, [hasGround, hasContainers]);
  useEffect(() => {
    engine?.onShown(() => {
      picture?.close();
      // nothing is kept of it, nor told to it
      setPicture(null);
    });
  }, [engine, picture]);
  return mayOpen;
}
