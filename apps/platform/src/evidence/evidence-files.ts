import { createHash, randomUUID } from 'node:crypto';
import * as node from 'node:fs/promises';
import path from 'node:path';
import { Inject, Injectable, Optional } from '@nestjs/common';
import { CONFIG, type Config } from '../config/config.js';
import { ApiError } from '../http/errors.js';

/** What the files are written with; a test puts a full disk in its place. */
export type FileSystem = Pick<typeof node, 'mkdir' | 'open' | 'readFile' | 'rename' | 'rm' | 'stat'>;
export const FILE_SYSTEM = Symbol('file system');

const NO_ROOM = new Set(['ENOSPC', 'EDQUOT']);

export function hashOf(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex');
}

/**
 * The contents of evidence as files, each under the hash of what is in it: `ab/cd/abcd…`. A file is written aside, brought to the disk and then put in
 * its place in one move: under its name there is the whole of it or nothing.
 */
@Injectable()
export class EvidenceFiles {
  constructor(
    @Inject(CONFIG) private readonly config: Pick<Config, 'evidence'>,
    @Optional() @Inject(FILE_SYSTEM) private readonly fs: FileSystem = node,
  ) {}

  /** @returns false when it was there already @throws ApiError `storage_full`; nothing of it is left then */
  async keep(sha256: string, bytes: Uint8Array): Promise<boolean> {
    const place = this.placeOf(sha256);
    if (await this.has(place, bytes.length)) return false;
    const aside = path.join(this.config.evidence.dir, 'incoming', randomUUID());
    try {
      await this.fs.mkdir(path.dirname(aside), { recursive: true, mode: 0o700 });
      await this.fs.mkdir(path.dirname(place), { recursive: true, mode: 0o700 });
      await this.write(aside, bytes);
      await this.fs.rename(aside, place);
      await this.sync(path.dirname(place));
      return true;
    } catch (error) {
      await this.fs.rm(aside, { force: true });
      if (!NO_ROOM.has((error as NodeJS.ErrnoException).code ?? '')) throw error;
      throw new ApiError('storage_full', 'There is no room for the content.', { cause: error });
    }
  }

  /**
   * The content, compared with its hash: what was changed on the disk is not shown.
   * @throws ApiError `evidence_damaged` when it is not what it was, or is gone
   */
  async read(sha256: string): Promise<Buffer> {
    const content = await this.fs.readFile(this.placeOf(sha256)).catch((error: NodeJS.ErrnoException) => {
      if (error.code !== 'ENOENT') throw error;
      throw new ApiError('evidence_damaged', 'The content is gone.', { cause: error });
    });
    if (hashOf(content) !== sha256)
      throw new ApiError('evidence_damaged', 'The content is not what was stored under its hash.');
    return content;
  }

  async remove(sha256: string): Promise<void> {
    await this.fs.rm(this.placeOf(sha256), { force: true });
  }

  /** What a kill left aside. */
  async clean(): Promise<void> {
    await this.fs.rm(path.join(this.config.evidence.dir, 'incoming'), { recursive: true, force: true });
  }

  private async write(file: string, bytes: Uint8Array): Promise<void> {
    const handle = await this.fs.open(file, 'wx', 0o600);
    try {
      await handle.writeFile(bytes);
      await handle.sync();
    } finally {
      await handle.close();
    }
  }

  /** A move is on the disk when its folder is. */
  private async sync(folder: string): Promise<void> {
    const handle = await this.fs.open(folder, 'r');
    try {
      await handle.sync();
    } finally {
      await handle.close();
    }
  }

  /** By its length too: a disk that was full under another program may hold less than it should. */
  private async has(file: string, length: number): Promise<boolean> {
    try {
      return (await this.fs.stat(file)).size === length;
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'ENOENT') return false;
      throw error;
    }
  }

  private placeOf(sha256: string): string {
    return path.join(this.config.evidence.dir, sha256.slice(0, 2), sha256.slice(2, 4), sha256);
  }
}
