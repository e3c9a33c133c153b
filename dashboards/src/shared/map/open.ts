import type { ClientConfig } from '../config.js';
import type { MapEngine } from './engine.js';
import type { GlEngine } from './gl-engine.js';
import type { MapSetup } from './setup.js';
import { isTemplate, templateTiles } from './tiles.js';

/** Letters of every part the web font is cut into: latin, its extension, Vietnamese. */
const FONT_SAMPLE = 'Hà Nội ưỡ Ă –';

/** Opens the map with the library the deployer set. Only that library is loaded. */
export async function openMap(setup: MapSetup, config: ClientConfig): Promise<MapEngine> {
  const fonts = Promise.all(
    ['400', '600'].map((weight) => document.fonts.load(`${weight} 24px "Be Vietnam Pro"`, FONT_SAMPLE)),
  );
  const engine = await openLibrary(setup, config, fonts);
  // a style of the deployer's own has its own ground
  if (config.mapTilesUrl !== null && config.mapStyleUrl === null)
    addTiles(engine, config.mapTilesUrl, config).catch(console.error);
  return engine;
}

async function openLibrary(
  setup: MapSetup,
  { mapboxAccessToken: token }: ClientConfig,
  fonts: Promise<unknown>,
): Promise<GlEngine> {
  if (token !== null) {
    const { openMapbox } = await import('./mapbox.js');
    await fonts;
    return openMapbox({ ...setup, token });
  }
  const { openMapLibre } = await import('./maplibre.js');
  await fonts;
  return openMapLibre(setup);
}

/** The map does not wait for them: without, it still has the bundled ground. */
async function addTiles(engine: GlEngine, url: string, { mapboxAccessToken }: ClientConfig): Promise<void> {
  if (isTemplate(url)) return engine.setTiles(templateTiles(url));
  if (mapboxAccessToken !== null) throw new Error('mapbox-gl reads no PMTiles: MAP_TILES_URL is left out');
  const { openArchive } = await import('./archive.js');
  engine.setTiles(await openArchive(url));
}
