import { expect, test, vi } from 'vitest';
import { BASE_SOURCES } from './base-sources.js';
import { allLayers, overlayLayers } from './layers.js';
import { asNameList, labelFeatures, NO_NAMES } from './names.js';
import { PALETTES } from './palette.js';
import { OWN_SOURCES } from './register-layers.js';
import { restyle } from './restyle.js';

const layers = allLayers(PALETTES.dark, NO_NAMES);

test('every layer has an id of its own and a source that is made', () => {
  expect(new Set(layers.map(({ id }) => id)).size).toBe(layers.length);
  const made = new Set<string>([...Object.keys(BASE_SOURCES), ...OWN_SOURCES]);
  for (const layer of layers) if (layer.type !== 'background') expect(made).toContain(layer.source);
});

test('containers’ names lie over places, places over corridors, corridors over land', () => {
  const order = layers.map(({ id }) => id);
  const place = (id: string) => order.indexOf(id);
  expect(place('land')).toBeGreaterThan(-1);
  expect(place('land')).toBeLessThan(place('corridors'));
  expect(place('corridors')).toBeLessThan(place('places-1'));
  expect(place('places-1')).toBeLessThan(place('mark-names'));
});

test('over a deployer’s own style nothing needs the bundled ground, and the labels stay the authority’s', () => {
  const overlay = overlayLayers(PALETTES.dark, NO_NAMES);
  const own = new Set<string>([...OWN_SOURCES]);
  for (const layer of overlay) expect(own).toContain(layer.source);
  expect(overlay.map(({ id }) => id)).toContain('label-archipelago');
});

test('another theme changes colours only: no layout is set, no filter, and each layer that is coloured', () => {
  const map = { setPaintProperty: vi.fn(), setLayoutProperty: vi.fn(), setFilter: vi.fn() };
  restyle(map, layers, allLayers(PALETTES.light, NO_NAMES));
  expect(map.setPaintProperty).toHaveBeenCalledWith('land', 'fill-color', PALETTES.light.land);
  expect(map.setPaintProperty).toHaveBeenCalledWith('sea', 'background-color', PALETTES.light.sea);
  expect(map.setLayoutProperty).not.toHaveBeenCalled();
  expect(map.setFilter).not.toHaveBeenCalled();
});

test('another name file changes texts and what is hidden, and no colour', () => {
  const map = { setPaintProperty: vi.fn(), setLayoutProperty: vi.fn(), setFilter: vi.fn() };
  const names = { labels: [], names: { 'VN/Hanoi': 'Hà Nội' }, hidden: ['VN/Hoang Cau'] };
  restyle(map, layers, allLayers(PALETTES.dark, names));
  expect(map.setLayoutProperty.mock.calls.map(([layer]) => layer as string)).toContain('places-1');
  expect(map.setFilter.mock.calls.map(([layer]) => layer as string)).toContain('places-3');
  expect(map.setPaintProperty).not.toHaveBeenCalled();
});

test('a name file may leave parts out; a wrong part is refused', () => {
  expect(asNameList({})).toEqual(NO_NAMES);
  expect(() => asNameList('Biển Đông')).toThrow('JSON object');
  expect(() => asNameList({ labels: [{ name: 'Biển Đông' }] })).toThrow('labels');
  expect(() => asNameList({ names: { 'VN/Hanoi': 1 } })).toThrow('names');
  expect(() => asNameList({ hidden: 'VN/Hanoi' })).toThrow('hidden');
});

test('labels are points where the file puts them', () => {
  const names = asNameList({ labels: [{ kind: 'sea', name: 'Biển Đông', lat: 13.6, lon: 113.2 }] });
  expect(labelFeatures(names).features).toEqual([
    {
      type: 'Feature',
      properties: { kind: 'sea', name: 'Biển Đông' },
      geometry: { type: 'Point', coordinates: [113.2, 13.6] },
    },
  ]);
});
