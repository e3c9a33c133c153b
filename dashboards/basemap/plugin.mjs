import { baseMap } from './build.mjs';

const FOLDER = 'basemap';

/**
 * Makes the base map from its packages: files of the bundle in a build, answered from memory by the dev server.
 * @returns {import('vite').Plugin}
 */
export function baseMapPlugin() {
  return {
    name: 'haidang-base-map',
    generateBundle() {
      for (const [name, data] of baseMap()) {
        this.emitFile({ type: 'asset', fileName: `${FOLDER}/${name}`, source: JSON.stringify(data) });
      }
    },
    configureServer(server) {
      const files = new Map(baseMap().map(([name, data]) => [`/${FOLDER}/${name}`, JSON.stringify(data)]));
      server.middlewares.use((request, response, next) => {
        const body = files.get(request.url ?? '');
        if (body === undefined) return next();
        response.setHeader('Content-Type', 'application/json');
        response.end(body);
      });
    },
  };
}
