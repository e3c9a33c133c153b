import { baseLayers } from './base-layers.js';
import { draftLayers } from './draft-layers.js';
import { clusterLayers } from './clusters.js';
import type { Layer } from './layer-types.js';
import type { NameList } from './names.js';
import type { Palette } from './palette.js';
import { measuredLayers } from './measured-layers.js';
import { markLayers } from './mark-layers.js';
import { registerLayers } from './register-layers.js';
import { patrolLayers } from './patrols.js';
import { trailLayers } from './trail-layers.js';
import { wayLayers } from './way-layers.js';

/** The layers from the ground up. Names stand over corridors and zones, containers over everything. @param tiles what a deployer's tiles draw over the ground */
export function allLayers(palette: Palette, names: NameList, tiles: readonly Layer[] = []): Layer[] {
  const base = baseLayers(palette, names);
  const register = registerLayers(palette);
  const points = [
    ...register.points,
    ...patrolLayers(palette),
    ...clusterLayers(palette),
    ...trailLayers(palette),
    ...markLayers(palette),
    ...measuredLayers(palette),
  ];
  return [
    ...base.ground,
    ...tiles,
    ...register.areas,
    ...wayLayers(palette),
    ...draftLayers(palette),
    ...base.names,
    ...points,
  ];
}

/** The layers over a deployer's own style: everything but the bundled ground and its places. */
export function overlayLayers(palette: Palette, names: NameList): Layer[] {
  const base = baseLayers(palette, names);
  const register = registerLayers(palette);
  const points = [
    ...register.points,
    ...patrolLayers(palette),
    ...clusterLayers(palette),
    ...trailLayers(palette),
    ...markLayers(palette),
    ...measuredLayers(palette),
  ];
  return [...register.areas, ...wayLayers(palette), ...draftLayers(palette), ...base.labels, ...points];
}
