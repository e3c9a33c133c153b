import type { MarkState } from '@haidang/contract';
import type { Feature } from 'geojson';
import { markIconName } from './icons.js';
import type { Mark } from './marks.js';
import { point } from './shapes.js';

/** What lies on top where marks overlap: the graver. */
const RANK: Record<MarkState, number> = { idle: 0, on_route: 1, minor: 2, major: 3, critical: 4 };

/** A mark as the map's source has it. The seal's id is the feature's, and a property: ids of text do not survive tiling. */
export function markFeature(mark: Mark): Feature {
  return { type: 'Feature', id: mark.sealId, geometry: point(mark), properties: markProperties(mark) };
}

export function markProperties({ sealId, container, state, stale }: Mark) {
  const isQuiet = !stale && (state === 'on_route' || state === 'idle');
  return { sealId, container, state, icon: markIconName(state, stale), rank: RANK[state], quiet: isQuiet };
}
