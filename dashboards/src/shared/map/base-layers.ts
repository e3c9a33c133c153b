import { FONT, FONT_STRONG, type Expression, type Layer } from './layer-types.js';
import type { LabelKind, NameList } from './names.js';
import type { Palette } from './palette.js';

/** Shown on the map while its data is; each source's licence wants it or courtesy does. */
export const ATTRIBUTION = [
  '<a href="https://www.naturalearthdata.com" target="_blank" rel="noreferrer">Natural Earth</a>',
  '<a href="https://www.geonames.org" target="_blank" rel="noreferrer">GeoNames</a> CC BY 4.0',
  '<a href="https://github.com/marchah/sea-ports" target="_blank" rel="noreferrer">sea-ports</a> MIT',
].join(' · ');

interface BaseLayers {
  ground: Layer[];
  /** Places, ports and the labels of the name file. */
  names: Layer[];
  /** The labels of the name file alone. */
  labels: Layer[];
}

export function baseLayers(palette: Palette, names: NameList): BaseLayers {
  const labels = (['island', 'archipelago', 'gulf', 'sea', 'country'] as const).map((kind) =>
    label(kind, palette),
  );
  return {
    ground: [
      { id: 'sea', type: 'background', paint: { 'background-color': palette.sea } },
      { id: 'land', type: 'fill', source: 'land', paint: { 'fill-color': palette.land } },
      {
        id: 'coast',
        type: 'line',
        source: 'land',
        paint: { 'line-color': palette.coast, 'line-width': 0.8 },
      },
      {
        id: 'borders',
        type: 'line',
        source: 'borders',
        paint: {
          'line-color': palette.border,
          'line-width': ['interpolate', ['linear'], ['zoom'], 4, 0.7, 9, 1.4],
          'line-dasharray': [4, 1.5, 1, 1.5],
        },
      },
    ],
    names: [
      place(3, 8.5, 11, palette, names),
      port(palette, names),
      place(2, 6.2, 12, palette, names),
      place(1, 3, 14, palette, names),
      ...labels,
    ],
    labels,
  };
}

function place(rank: number, minzoom: number, size: number, palette: Palette, names: NameList): Layer {
  return {
    id: `places-${rank}`,
    type: 'symbol',
    source: 'places',
    minzoom,
    filter: ['all', ['==', ['get', 'rank'], rank], isShown(names)],
    layout: {
      'icon-image': 'place',
      'icon-size': rank === 1 ? 1 : 0.7,
      'icon-optional': true,
      'text-field': nameOf(names),
      'text-font': rank === 1 ? FONT_STRONG : FONT,
      'text-size': size,
      'text-max-width': 8,
      'text-padding': 3,
      'text-variable-anchor': ['left', 'right', 'top', 'bottom'],
      // so far that a mark on the place itself leaves the name to be read
      'text-radial-offset': 0.9,
      'text-justify': 'auto',
    },
    paint: {
      'text-color': rank === 1 ? palette.text : palette.textQuiet,
      'text-halo-color': palette.halo,
      'text-halo-width': 1.2,
    },
  };
}

function port(palette: Palette, names: NameList): Layer {
  return {
    id: 'ports',
    type: 'symbol',
    source: 'ports',
    minzoom: 6,
    filter: isShown(names),
    layout: {
      'icon-image': 'port',
      'icon-size': 0.8,
      'text-field': ['step', ['zoom'], '', 7.5, nameOf(names)],
      'text-font': FONT,
      'text-size': 11,
      'text-anchor': 'top',
      'text-offset': [0, 0.8],
      'text-optional': true,
    },
    paint: { 'text-color': palette.port, 'text-halo-color': palette.halo, 'text-halo-width': 1.2 },
  };
}

const LABELS: Record<LabelKind, { minzoom: number; maxzoom: number; size: number; spacing: number }> = {
  country: { minzoom: 3, maxzoom: 8, size: 15, spacing: 0.28 },
  sea: { minzoom: 3, maxzoom: 9, size: 20, spacing: 0.3 },
  gulf: { minzoom: 4.4, maxzoom: 10, size: 14, spacing: 0.15 },
  archipelago: { minzoom: 3, maxzoom: 12, size: 13, spacing: 0.05 },
  island: { minzoom: 5.6, maxzoom: 24, size: 11.5, spacing: 0.02 },
};

function label(kind: LabelKind, palette: Palette): Layer {
  const { minzoom, maxzoom, size, spacing } = LABELS[kind];
  return {
    id: `label-${kind}`,
    type: 'symbol',
    source: 'labels',
    minzoom,
    maxzoom,
    filter: ['==', ['get', 'kind'], kind],
    layout: {
      ...(kind === 'island'
        ? { 'icon-image': 'island', 'text-anchor': 'left', 'text-offset': [0.6, 0] }
        : {}),
      'text-field': ['get', 'name'],
      'text-font': kind === 'country' ? FONT_STRONG : FONT,
      'text-size': size,
      'text-letter-spacing': spacing,
      'text-max-width': 12,
    },
    paint: {
      'text-color': kind === 'country' ? palette.textQuiet : palette.textSea,
      'text-halo-color': palette.halo,
      'text-halo-width': 1,
    },
  };
}

/** The name file's name for the feature, else the data's own. */
function nameOf(names: NameList): Expression {
  return [
    'coalesce',
    ['get', ['get', 'id'], ['literal', names.names]],
    ['get', 'name'],
  ] as unknown as Expression;
}

function isShown(names: NameList): Expression {
  return ['!', ['in', ['get', 'id'], ['literal', names.hidden]]] as unknown as Expression;
}
