/** `GET /config.json`: what the deployer set for the dashboards. */
export interface ClientConfig {
  /** Set: mapbox-gl draws the map. */
  mapboxAccessToken: string | null;
  /** The deployer's own style in place of the bundled base map. */
  mapStyleUrl: string | null;
  /** Vector tiles over the bundled ground: of a PMTiles archive, or with {z}, {x} and {y} of a tile. */
  mapTilesUrl: string | null;
  /** The platform shows the demo country. */
  demo: boolean;
  /** The name of the authority's own directory, where people may sign in by it. */
  directory: string | null;
}

const BUNDLED: ClientConfig = {
  mapboxAccessToken: null,
  mapStyleUrl: null,
  mapTilesUrl: null,
  demo: false,
  directory: null,
};

/** The configuration; the bundled map when the platform does not answer, so that the page can say so itself. */
export async function loadConfig(): Promise<ClientConfig> {
  try {
    const response = await fetch('/config.json');
    if (!response.ok) return BUNDLED;
    return { ...BUNDLED, ...((await response.json()) as Partial<ClientConfig>) };
  } catch {
    return BUNDLED;
  }
}
