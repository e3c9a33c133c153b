import * as fs from 'node:fs/promises';
import { EvidenceFiles, type FileSystem } from '../../../apps/platform/src/evidence/evidence-files.js';
import type { Api } from '../rest/api.js';

/** From now on the disk of the evidence is full in the middle of each file. @returns makes room again */
export function fillDisk(api: Api): () => void {
  const files = api.app.get(EvidenceFiles);
  const open = (async (...given: Parameters<typeof fs.open>) => {
    const handle = await fs.open(...given);
    return Object.assign(handle, {
      writeFile: async (bytes: Uint8Array) => {
        await handle.write(bytes.subarray(0, bytes.length >> 1));
        throw Object.assign(new Error('ENOSPC: no space left on device, write'), { code: 'ENOSPC' });
      },
    });
  }) as typeof fs.open;
  const full: FileSystem = { ...fs, open };
  Reflect.set(files, 'fs', full);
  return () => void Reflect.set(files, 'fs', fs);
}
