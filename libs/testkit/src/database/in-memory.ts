import { mkdtempSync, statfsSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';

/** Linux keeps files here in memory. */
const MEMORY = '/dev/shm';
const GIB = 1024 ** 3;
/** The databases of a run take 130 MB at most. */
const ROOM = GIB;
/** The rest is for those who work on them. */
const MEMORY_LEFT = 4 * GIB;

/**
 * A folder for data that ends with the run: in memory where there is room, else on the disk. Emptied tables and databases that come and go are
 * files by the thousand, and on a disk much of the processors' time goes into those.
 */
export function passingFolder(prefix: string): string {
  return mkdtempSync(path.join(hasRoom() ? MEMORY : tmpdir(), prefix));
}

function hasRoom(): boolean {
  try {
    const { bavail, bsize } = statfsSync(MEMORY);
    return bavail * bsize >= ROOM && process.availableMemory() >= MEMORY_LEFT;
  } catch {
    return false;
  }
}
