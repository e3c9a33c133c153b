import { existsSync, mkdtempSync, readdirSync, rmSync, statfsSync } from 'node:fs';
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
 * files by the thousand, and on a disk much of the processors' time goes into those. What a run left there that was killed is removed.
 */
export function passingFolder(prefix: string): string {
  if (!hasRoom()) return mkdtempSync(path.join(tmpdir(), prefix));
  removeAbandoned(prefix);
  return mkdtempSync(path.join(MEMORY, `${prefix}${process.pid}-`));
}

function hasRoom(): boolean {
  try {
    const { bavail, bsize } = statfsSync(MEMORY);
    return bavail * bsize >= ROOM && process.availableMemory() >= MEMORY_LEFT;
  } catch {
    return false;
  }
}

/** A PostgreSQL that still runs on one ends by itself when it sees that its folder is gone. */
function removeAbandoned(prefix: string): void {
  for (const name of readdirSync(MEMORY)) {
    const pid = name.startsWith(prefix) ? /^\d+(?=-)/.exec(name.slice(prefix.length))?.[0] : undefined;
    if (pid === undefined || existsSync(`/proc/${pid}`)) continue;
    rmSync(path.join(MEMORY, name), { recursive: true, force: true, maxRetries: 3 });
  }
}
