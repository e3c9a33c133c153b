import { useQuery } from '@tanstack/react-query';
import { useEffect, useRef, useState, type RefObject } from 'react';
import { useLanguage, useServices } from '../services.js';
import { useSignal } from '../signal.js';
import type { MapEngine } from './engine.js';
import { mapHandle } from './map-handle.js';
import { loadNames } from './names.js';
import { openMap } from './open.js';

/** A page's map as it comes up. */
export interface OpenedMap {
  element: RefObject<HTMLDivElement | null>;
  engine: MapEngine | null;
  failure: string | null;
  /** The names of seas, islands and places did not come. */
  isNameless: boolean;
}

/**
 * Opens the page's map in an element, in the viewer's theme and language.
 * @param label what it is, for those who have the page read out
 * @param mayOpen false while something else is to be seen first
 */
export function useMap(label: string, mayOpen = true): OpenedMap {
  const { state, config } = useServices();
  const language = useLanguage();
  const theme = useSignal(state.theme);
  const element = useRef<HTMLDivElement>(null);
  const [failure, setFailure] = useState<string | null>(null);
  const engine = useSignal(mapHandle);
  useEffect(() => {
    if (!mayOpen) return undefined;
    let opened: MapEngine | undefined;
    let closed = false;
    const container = element.current!;
    const setup = {
      container,
      camera: state.linkedCamera,
      theme: state.theme.get(),
      styleUrl: config.mapStyleUrl,
    };
    openMap(setup, config)
      .then((map) => {
        opened = map;
        if (closed) map.close();
        else mapHandle.set(map);
      })
      .catch((error: unknown) => setFailure(error instanceof Error ? error.message : String(error)));
    return () => {
      closed = true;
      mapHandle.set(null);
      opened?.close();
    };
  }, [state, config, mayOpen]);
  useEffect(() => () => mapHandle.set(null), []);
  useEffect(() => engine?.setTheme(theme), [engine, theme]);
  useEffect(() => engine?.setLabel(label), [engine, label]);
  const { data: names, isError: isNameless } = useQuery({
    queryKey: ['names', language],
    queryFn: () => loadNames(language),
    staleTime: Infinity,
  });
  useEffect(() => {
    if (names !== undefined) engine?.setNames(names);
  }, [engine, names]);
  return { element, engine, failure, isNameless };
}
