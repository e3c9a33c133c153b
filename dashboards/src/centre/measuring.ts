import type { LatLon } from '@haidang/domain';
import { distance } from '@haidang/geo';
import { useCallback, useEffect, useMemo, useState } from 'react';
import { distance as inWords } from '../shared/format/number.js';
import type { MapEngine } from '../shared/map/engine.js';
import { useLanguage } from '../shared/services.js';
import { isBusy } from './use-keys.js';

/** A way that is measured on the map. */
export interface Measuring {
  readonly isOn: boolean;
  /** Metres from the first place to each: 0 for the first. */
  readonly lengths: readonly number[];
  toggle(): void;
  /** Takes the last place back. */
  undo(): void;
}

/** Metres along a way from its first place to each of them, as the crow flies on WGS 84 between two. */
export function lengthsAlong(places: readonly LatLon[]): number[] {
  let length = 0;
  return places.map((place, i) => (length += i === 0 ? 0 : distance(places[i - 1]!, place)));
}

/** Each click on the map is a place more; by the keys `Enter` takes the middle of the map, `Backspace` the last back, `Esc` ends. */
export function useMeasuring(engine: MapEngine | null): Measuring {
  const language = useLanguage();
  const [places, setPlaces] = useState<readonly LatLon[] | null>(null);
  const lengths = useMemo(() => lengthsAlong(places ?? []), [places]);
  const isOn = places !== null;
  const add = useCallback((place: LatLon) => setPlaces((before) => before && [...before, place]), []);
  const undo = useCallback(() => setPlaces((before) => before && before.slice(0, -1)), []);
  const toggle = useCallback(() => setPlaces((before) => (before === null ? [] : null)), []);
  useEffect(() => engine?.onMeasure(add), [engine, add]);
  useEffect(() => {
    const labelled = places?.map((place, i) => ({ ...place, label: inWords(lengths[i]!, language) }));
    engine?.setMeasured(labelled ?? null);
  }, [engine, places, lengths, language]);
  useEffect(() => {
    if (!isOn || engine === null) return undefined;
    const acts: Readonly<Record<string, () => void>> = {
      Enter: () => {
        const { lat, lon } = engine.camera();
        add({ lat, lon });
      },
      Backspace: undo,
      Escape: toggle,
    };
    // before the keys of the desk, some of which are the same
    const onKey = (event: KeyboardEvent) => {
      const act = acts[event.key];
      if (act === undefined || event.ctrlKey || event.altKey || event.metaKey) return;
      if (event.target instanceof Element && isBusy(event.target, event.key)) return;
      event.preventDefault();
      act();
    };
    addEventListener('keydown', onKey, true);
    return () => removeEventListener('keydown', onKey, true);
  }, [isOn, engine, add, undo, toggle]);
  return { isOn, lengths, toggle, undo };
}
