import react from '@vitejs/plugin-react';
import { defaultClientConditions, defineConfig } from 'vite';
import { baseMapPlugin } from './basemap/plugin.mjs';
import { precompressPlugin } from './precompress.mjs';
import { serviceWorkerPlugin } from './service-worker/plugin.mjs';

const PLATFORM = process.env['HAIDANG_URL'] ?? 'http://127.0.0.1:8080';

/** What the platform answers and the dev server only passes on. */
const PASSED_ON = ['/api', '/config.json', '/health', '/metrics'];

export default defineConfig({
  plugins: [react(), baseMapPlugin(), serviceWorkerPlugin(), precompressPlugin()],
  resolve: { conditions: ['source', ...defaultClientConditions] },
  build: {
    target: 'es2023',
    sourcemap: true,
    // mapbox-gl is one file of this size, loaded only where a token is set; MapLibre's worker is another.
    chunkSizeWarningLimit: 2_000,
  },
  server: {
    proxy: {
      ...Object.fromEntries(PASSED_ON.map((path) => [path, PLATFORM])),
      '/socket.io': { target: PLATFORM, ws: true },
    },
  },
});
