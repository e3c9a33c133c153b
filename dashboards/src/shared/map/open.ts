import type { ClientConfig } from '../config.js';
import type { MapEngine } from './engine.js';
import type { MapSetup } from './setup.js';

/** Letters of every part the web font is cut into: latin, its extension, Vietnamese. */
const FONT_SAMPLE = 'Hà Nội ưỡ Ă –';

/** Opens the map with the library the deployer set. Only that library is loaded. */
export async function openMap(setup: MapSetup, config: ClientConfig): Promise<MapEngine> {
  const fonts = Promise.all(
    ['400', '600'].map((weight) => document.fonts.load(`${weight} 24px "Be Vietnam Pro"`, FONT_SAMPLE)),
  );
  if (config.mapboxAccessToken !== null) {
    const { openMapbox } = await import('./mapbox.js');
    await fonts;
    return openMapbox({ ...setup, token: config.mapboxAccessToken });
  }
  const { openMapLibre } = await import('./maplibre.js');
  await fonts;
  return openMapLibre(setup);
}
