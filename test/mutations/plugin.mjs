import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { instrument } from './instrument.mjs';

const here = path.dirname(fileURLToPath(import.meta.url));
const root = path.resolve(here, '../..');
export const ENGINE = path.join(root, 'libs/engine/src');

/**
 * Loads the engine with a switch at every comparison, and its specs so that their tests can be called: `vitest` is the collector
 * beside this file for them, and of the test kit they get the part that needs no server.
 * @returns {import('vite').Plugin}
 */
export function mutations() {
  return {
    name: 'haidang-mutations',
    enforce: 'pre',
    transform(code, id) {
      const file = id.split('?')[0] ?? id;
      const isEngine = file.startsWith(`${ENGINE}/`);
      if (isEngine && !file.endsWith('.spec.ts')) return instrument(code, path.relative(ENGINE, file)).code;
      const isSpec = isEngine || file.startsWith(path.join(root, 'test/golden'));
      const isKit = file.startsWith(path.join(root, 'libs/testkit'));
      if (!isSpec && !isKit) return undefined;
      return code
        .replace(/from 'vitest'/g, `from '${here}/collector.ts'`)
        .replace(/from '@haidang\/testkit'/g, `from '${here}/kit.ts'`);
    },
  };
}
