import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

/** Real traces, places and frames for tests lie beside the clone, never in it. */
export const SHARED_DATA = fileURLToPath(new URL('../../../shared/data/', import.meta.url));

/** @returns {{ says: string, missing: boolean }} */
export function findSharedData() {
  if (existsSync(SHARED_DATA)) return { says: 'found beside the clone', missing: false };
  return { says: 'none; tests on real data are skipped: ../shared/data is not there', missing: true };
}
