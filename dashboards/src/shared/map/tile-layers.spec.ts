import { validateStyleMin } from '@maplibre/maplibre-gl-style-spec';
import { expect, it } from 'vitest';
import { PALETTES } from './palette.js';
import { schemeOf, tileLayers, TILES } from './tile-layers.js';

it.each(['protomaps', 'openmaptiles'] as const)(
  'draws the layers of %s by a style without faults',
  (scheme) => {
    const layers = tileLayers(PALETTES.dark, scheme);
    expect(
      validateStyleMin({
        version: 8,
        glyphs: 'x/{fontstack}/{range}',
        sources: { [TILES]: { type: 'vector', url: 'pmtiles://x' } },
        layers,
      }),
    ).toEqual([]);
  },
);

it('knows a scheme by its layer of roads, and no other', () => {
  expect(schemeOf(['earth', 'water', 'roads'])).toBe('protomaps');
  expect(schemeOf(['water', 'transportation', 'transportation_name'])).toBe('openmaptiles');
  expect(schemeOf(['streets'])).toBeUndefined();
});
