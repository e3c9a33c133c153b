import { Inject, Injectable } from '@nestjs/common';
import type { ContainerPapers } from '@haidang/domain';
import { readAllPapers, readPapers, type PapersRecord } from '@haidang/store';
import type { Pool } from 'pg';
import { POOL } from '../database.js';

const NOTHING: ContainerPapers = { eligibilities: [], expected: [], stays: [] };

/**
 * What gates decide from: the papers of every container that stands, is expected or may leave somewhere, in memory. The database is the truth;
 * whoever changes papers calls `refresh` after the commit, which reads them again. Should memory be behind all the same, the commit of a
 * decision notices it.
 */
@Injectable()
export class GateBook {
  private readonly papers = new Map<string, ContainerPapers>();
  /** One reading at a time, so that what was read last is what is known. */
  private reading: Promise<void> = Promise.resolve();

  constructor(@Inject(POOL) private readonly pool: Pool) {}

  async load(): Promise<void> {
    for await (const page of readAllPapers(this.pool)) for (const record of page) this.set(record);
  }

  /** @param container normalised */
  papersOf(container: string): ContainerPapers {
    return this.papers.get(container) ?? NOTHING;
  }

  /** Reads the papers of these containers again. */
  refresh(containers: readonly string[]): Promise<void> {
    const read = this.reading.then(async () => {
      const found = await readPapers(this.pool, containers);
      for (const container of containers) this.papers.delete(container);
      for (const record of found) this.set(record);
    });
    this.reading = read.catch(() => undefined);
    return read;
  }

  private set({ container, eligibilities, expected, stays }: PapersRecord): void {
    this.papers.set(container, { eligibilities, expected, stays });
  }
}
