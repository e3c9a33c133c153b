import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { markWords } from '../shared/format/mark.js';
import type { MapEngine } from '../shared/map/engine.js';
import { useServices } from '../shared/services.js';
import { step } from './alarm-order.js';
import { marksInView } from './marks-in-view.js';

/**
 * Chooses one container in view after the other.
 * @returns `said`: which it came to, for those who have the page read out
 */
export function useMarkSteps(engine: MapEngine | null): { said: string; pass(by: 1 | -1): void } {
  const { t } = useTranslation();
  const { state, store } = useServices();
  const [said, say] = useState('');
  const pass = (by: 1 | -1) => {
    if (engine === null) return;
    const seals = marksInView(store.positions.values(), engine.view().bbox).map(({ sealId }) => sealId);
    const next = step(seals, state.seal.get(), by);
    const mark = store.positions.get(next ?? '');
    if (next === undefined || mark === undefined) return say(t('map.noMark'));
    state.choose(next, undefined, 'replace');
    const words = markWords(mark, store.clock.now(), t);
    const [at, count] = [seals.indexOf(next) + 1, seals.length];
    say(t('map.mark', { name: mark.container ?? next, words, at, count }));
  };
  return { said, pass };
}
