import type { Layer } from './layer-types.js';

type Properties = Record<string, unknown>;

/** The part of a map that changes a layer in place. */
export interface Restylable {
  setPaintProperty(layer: string, name: string, value: unknown): unknown;
  setLayoutProperty(layer: string, name: string, value: unknown): unknown;
  setFilter(layer: string, filter: unknown): unknown;
}

/** Sets what differs between two versions of the same layers: another theme or other names, with no reload. */
export function restyle(map: Restylable, before: readonly Layer[], after: readonly Layer[]): void {
  const known = new Map(before.map((layer) => [layer.id, layer]));
  for (const layer of after) {
    const old = known.get(layer.id);
    if (old === undefined) continue;
    eachChange(old.paint, layer.paint, (name, value) => map.setPaintProperty(layer.id, name, value));
    eachChange(old.layout, layer.layout, (name, value) => map.setLayoutProperty(layer.id, name, value));
    const [filter, oldFilter] = [filterOf(layer), filterOf(old)];
    if (!isEqual(filter, oldFilter)) map.setFilter(layer.id, filter);
  }
}

function eachChange(
  before: object | undefined,
  after: object | undefined,
  change: (name: string, value: unknown) => unknown,
): void {
  const old = (before ?? {}) as Properties;
  for (const [name, value] of Object.entries(after ?? {}))
    if (!isEqual(old[name], value)) change(name, value);
}

function filterOf(layer: Layer): unknown {
  return 'filter' in layer ? layer.filter : undefined;
}

function isEqual(a: unknown, b: unknown): boolean {
  return JSON.stringify(a) === JSON.stringify(b);
}
