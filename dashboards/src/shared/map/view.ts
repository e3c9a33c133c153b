import type { WatchRequest } from '@haidang/contract';
import type { Camera } from './engine.js';
import { latAt, southOf, TILE } from './marks/world.js';

/** What of the world is in view, and how near: west, south, east and north in degrees, and the zoom. */
export type View = Pick<WatchRequest, 'bbox' | 'zoom'>;

/** Decimals of a degree that tell views apart: 1 m, a tenth of a pixel on the nearest map. */
const DECIMALS = 1e5;

/** What a map of so many pixels will have in view before it is there: north is up, and no limit moves it. */
export function viewFrom({ lat, lon, zoom }: Camera, wide: number, high: number): View {
  const half = 0.5 / (TILE * 2 ** zoom);
  const [middle, across, down] = [southOf(lat), wide * half * 360, high * half];
  return viewOf([lon - across, latAt(middle + down), lon + across, latAt(middle - down)], zoom);
}

/** Two that nobody could tell apart are equal, so that none is asked for twice. */
export function viewOf([west, south, east, north]: View['bbox'], zoom: number): View {
  const bbox: View['bbox'] = [
    Math.max(-180, rounded(west)),
    Math.max(-90, rounded(south)),
    Math.min(180, rounded(east)),
    Math.min(90, rounded(north)),
  ];
  return { bbox, zoom: rounded(zoom) };
}

function rounded(degrees: number): number {
  return Math.round(degrees * DECIMALS) / DECIMALS;
}
