import * as fs from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { ApiError } from '../http/errors.js';
import { EvidenceFiles, hashOf, type FileSystem } from './evidence-files.js';

const CONTENT = Buffer.from('what proves it');
const HASH = hashOf(CONTENT);

describe('the files of evidence', () => {
  let dir: string;
  beforeEach(async () => {
    dir = await fs.mkdtemp(path.join(tmpdir(), 'haidang-evidence-'));
  });
  afterEach(() => fs.rm(dir, { recursive: true, force: true }));
  const filesOf = (system?: FileSystem) =>
    new EvidenceFiles({ evidence: { dir, days: 1, maxBytes: 1000 } }, system);
  const all = async () =>
    (await fs.readdir(dir, { recursive: true, withFileTypes: true })).filter((e) => e.isFile());

  it('lie under their hash, each once, for their owner alone', async () => {
    const files = filesOf();
    expect(await files.keep(HASH, CONTENT)).toBe(true);
    expect(await files.keep(HASH, CONTENT)).toBe(false);
    const place = path.join(dir, HASH.slice(0, 2), HASH.slice(2, 4), HASH);
    expect(await fs.readFile(place)).toEqual(CONTENT);
    expect((await fs.stat(place)).mode & 0o777).toBe(0o600);
    expect(await all()).toHaveLength(1);
    expect(await files.read(HASH)).toEqual(CONTENT);
  });

  it('are not shown when they were changed on the disk, or are gone', async () => {
    const files = filesOf();
    await files.keep(HASH, CONTENT);
    const place = path.join(dir, HASH.slice(0, 2), HASH.slice(2, 4), HASH);
    await fs.writeFile(place, 'what proves 1t');
    await expect(files.read(HASH)).rejects.toMatchObject({ code: 'evidence_damaged' });
    await files.remove(HASH);
    await expect(files.read(HASH)).rejects.toMatchObject({ code: 'evidence_damaged' });
    await files.remove(HASH);
  });

  it.each(['ENOSPC', 'EDQUOT'])('that find no room (%s) leave nothing half there', async (code) => {
    const files = filesOf(fullAfterHalf(code));
    const failure = await files.keep(HASH, CONTENT).catch((error: unknown) => error);
    expect(failure).toBeInstanceOf(ApiError);
    expect(failure).toMatchObject({ code: 'storage_full', status: 507 });
    expect(await all()).toEqual([]);
    // room again: the same is stored whole
    expect(await filesOf().keep(HASH, CONTENT)).toBe(true);
  });

  it('that fail otherwise say so, and leave nothing either', async () => {
    await expect(filesOf(fullAfterHalf('EIO')).keep(HASH, CONTENT)).rejects.toMatchObject({ code: 'EIO' });
    expect(await all()).toEqual([]);
  });

  it('that a kill left aside are gone after the next start', async () => {
    await fs.mkdir(path.join(dir, 'incoming'), { recursive: true });
    await fs.writeFile(path.join(dir, 'incoming', 'half'), 'what');
    await filesOf().clean();
    expect(await all()).toEqual([]);
  });
});

/** The real file system, whose disk fails in the middle of a file. */
function fullAfterHalf(code: string): FileSystem {
  const open = (async (...given: Parameters<typeof fs.open>) => {
    const handle = await fs.open(...given);
    return Object.assign(handle, {
      writeFile: async (bytes: Uint8Array) => {
        await handle.write(bytes.subarray(0, bytes.length >> 1));
        throw Object.assign(new Error(`${code}: no space left on device, write`), { code });
      },
    });
  }) as typeof fs.open;
  return { ...fs, open };
}
