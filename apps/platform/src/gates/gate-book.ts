import { Inject, Injectable } from '@nestjs/common';
import type { ContainerPapers, Expected, Instant, Stay, Suggestion } from '@haidang/domain';
import { readAllPapers, readPapers, type PapersRecord } from '@haidang/store';
import type { Pool } from 'pg';
import { OpenAlarms } from '../alarms/open-alarms.js';
import { POOL } from '../database.js';
import { Directory, type ContainerTask } from '../directory/directory.js';
import type { GateKnowledge, GatePlace, PassageEffect, SealWord } from './decide.js';
import { likely } from './misread.js';

const NOTHING: ContainerPapers = { eligibilities: [], expected: [], stays: [] };

/**
 * What gates decide from: the papers of every container that stands, is expected or may leave somewhere, in memory. The database is the truth;
 * whoever changes papers calls `refresh` after the commit, which reads them again; a passage changes them by `take`. Should memory be behind all the same, the commit of a
 * decision notices it.
 */
@Injectable()
export class GateBook implements GateKnowledge {
  private readonly papers = new Map<string, ContainerPapers>();
  /** Containers whose papers changed, or that passed somewhere, since the join last looked, and emptied it. */
  readonly touched = new Set<string>();
  /** By facility, of which containers there is anything on file. */
  private readonly atFacility = new Map<string, Set<string>>();
  /** One reading at a time, so that what was read last is what is known. */
  private reading: Promise<void> = Promise.resolve();
  /** Of which containers something was taken since the reading that is under way began: it may not have seen that. */
  private readonly takenSince = new Set<string>();

  constructor(
    @Inject(POOL) private readonly pool: Pool,
    @Inject(Directory) private readonly directory: Directory,
    @Inject(OpenAlarms) private readonly openAlarms: OpenAlarms,
  ) {}

  async load(): Promise<void> {
    for await (const page of readAllPapers(this.pool)) for (const record of page) this.set(record);
  }

  /** Reads the papers of these containers again. */
  refresh(containers: readonly string[]): Promise<void> {
    const read = this.reading.then(async () => {
      for (let unread = containers; unread.length > 0;) {
        this.takenSince.clear();
        const found = await readPapers(this.pool, unread);
        const isOld = (container: string) => this.takenSince.has(container);
        for (const container of unread) if (!isOld(container)) this.forget(container);
        for (const record of found) if (!isOld(record.container)) this.set(record);
        unread = unread.filter(isOld);
      }
      for (const container of containers) this.touched.add(container);
    });
    this.reading = read.catch(() => undefined);
    return read;
  }

  /** A passage was committed with its effect: what the database has now, without asking it. */
  take(effect: PassageEffect, at: Instant): void {
    const { container } = effect;
    const papers = papersAfter(this.papersOf(container), effect, at);
    this.takenSince.add(container);
    this.forget(container);
    this.set({ container, ...papers });
  }

  /** @param container normalised */
  papersOf(container: string): ContainerPapers {
    return this.papers.get(container) ?? NOTHING;
  }

  /** What is expected at a facility. */
  *expectedAt(facilityId: string): Generator<Expected> {
    for (const container of this.atFacility.get(facilityId) ?? [])
      yield* this.papersOf(container).expected.filter((one) => one.facilityId === facilityId);
  }

  gate(gateId: string): GatePlace | undefined {
    return this.directory.gate(gateId);
  }

  taskOfContainer(number: string): ContainerTask | undefined {
    return this.directory.taskOfContainer(number);
  }

  seal(sealId: string): SealWord | undefined {
    return this.directory.seal(sealId);
  }

  hasCriticalAlarm(transitId: string): boolean {
    return this.openAlarms.hasCritical(transitId);
  }

  suggest(read: string, facilityId: string): readonly Suggestion[] {
    return likely(
      read,
      new Set([...(this.atFacility.get(facilityId) ?? []), ...this.directory.containersOf(facilityId)]),
    );
  }

  private set({ container, eligibilities, expected, stays }: PapersRecord): void {
    this.papers.set(container, { eligibilities, expected, stays });
    for (const { facilityId } of [...eligibilities, ...expected, ...stays]) {
      const known = this.atFacility.get(facilityId);
      if (known === undefined) this.atFacility.set(facilityId, new Set([container]));
      else known.add(container);
    }
  }

  private forget(container: string): void {
    const { eligibilities, expected, stays } = this.papersOf(container);
    for (const { facilityId } of [...eligibilities, ...expected, ...stays])
      this.atFacility.get(facilityId)?.delete(container);
    this.papers.delete(container);
  }
}

/** The papers of a container once a passage has used up what it passes with. */
export function papersAfter(
  { eligibilities, expected, stays }: ContainerPapers,
  { container, facilityId, uses, ends, meets, begins }: PassageEffect,
  at: Instant,
): ContainerPapers {
  const met = expected.find(({ id }) => id === meets);
  const stay: Stay = {
    id: begins ?? '',
    facilityId,
    container,
    purpose: met?.purpose ?? null,
    state: 'landed',
    carrierSeal: met?.carrierSeal ?? null,
    scanOrdered: met?.scanOrdered ?? false,
    scannedAt: null,
    inAt: at,
  };
  return {
    eligibilities: eligibilities.map((one) =>
      one.id === uses?.id ? { ...one, state: 'used', unseenExitAt: null } : one,
    ),
    expected: expected.filter((one) => one !== met),
    stays: [...stays.filter(({ id }) => id !== ends?.id), ...(begins === null ? [] : [stay])],
  };
}
