import { randomUUID } from 'node:crypto';
import { Inject, Injectable } from '@nestjs/common';
import type { NewTransit, Page, TimelineEntry, TransitsMade, TransitView } from '@haidang/contract';
import {
  enterLedger,
  findTransit,
  insertTransit,
  listTransits,
  lockTransit,
  readTimeline,
  recordStep,
  replaceContainers,
  updateTransitEntry,
  type TransitEntry,
  type TransitFilter,
  type TransitRecord,
  type ScopedPool,
} from '@haidang/store';
import type { PoolClient } from 'pg';
import { checkEntry } from '../access/transit-acts.js';
import { Sights } from '../access/sights.js';
import { SERVING } from '../database.js';
import { Directory } from '../directory/directory.js';
import { placedPage, readTimeCursor } from '../http/page.js';
import { checkStillAsked, Writes, type WriteCall } from '../http/writes.js';
import { whoActs } from '../identity/acting.js';
import { actNow, changesOf } from '../ledger/act.js';
import { found } from './found.js';
import { checkContainers, enteredOf, entryOf, patched } from './entry.js';
import { progressOf } from './progress.js';
import type { TransitLines } from './transit-lines.js';
import { TransitNews } from './transit-news.js';
import { checkEntryReferences, checkSeals, guarded } from './transit-references.js';
import { timelineEntry, transitView } from './view.js';
import { WrongLines } from './wrong-lines.js';

interface PageOptions {
  readonly limit: number;
  readonly cursor?: string | undefined;
}

/** Transits as people enter, read and change them; what happens to them step by step is in steps.ts. */
@Injectable()
export class Transits {
  constructor(
    @Inject(SERVING) private readonly db: ScopedPool,
    @Inject(Writes) private readonly writes: Writes,
    @Inject(TransitNews) private readonly news: TransitNews,
    @Inject(Directory) private readonly directory: Directory,
    @Inject(Sights) private readonly sights: Sights,
  ) {}

  async list(filter: TransitFilter, query: PageOptions): Promise<Page<TransitView>> {
    const after = readTimeCursor(query.cursor);
    const rows = await listTransits(this.db, filter, { after, limit: query.limit + 1 });
    return placedPage(rows, query.limit, (record) => this.view(record));
  }

  /** With its progress, as the engine knows it now; what is not for who asks is left out. */
  view(record: TransitRecord): TransitView {
    return this.shown(transitView(record, progressOf(this.directory, record, Date.now())));
  }

  private shown(view: TransitView): TransitView {
    return this.sights.transitFor(this.sights.now(), view);
  }

  /** @throws ApiError `transit_not_found` */
  async find(id: string): Promise<TransitRecord> {
    return found(await findTransit(this.db, id), id);
  }

  /** @throws ApiError `invalid_request`, `already_exists`, `reference_unknown`, `seal_in_use` */
  async create(call: WriteCall, body: NewTransit): Promise<TransitView> {
    const fields = this.ofWhoActs(body);
    this.checkFields(fields);
    const made = await this.writes.run(call, 201, async (tx) => {
      const entry = entryOf(fields.id ?? randomUUID(), fields);
      await checkEntryReferences(tx, entry);
      await checkSeals(tx, entry.id, fields.containers);
      return this.shown(await this.register(tx, entry, fields.containers));
    });
    await this.news.tell(made.id);
    return made;
  }

  /** All of them or none. @throws ApiError as {@link create}, with every error and by which line it is */
  async createAll(call: WriteCall, { lines, pathOf }: TransitLines): Promise<TransitsMade> {
    const all = lines.map((line) => this.ofWhoActs(line));
    const made = await this.writes.run(call, 201, async (tx) => {
      const entries = all.map((fields) => entryOf(fields.id ?? randomUUID(), fields));
      const wrong = new WrongLines(pathOf);
      wrong.addTwice(all);
      for (const [i, fields] of all.entries()) {
        checkStillAsked(call);
        await wrong.try(i, () => this.checkFields(fields));
        await wrong.try(i, () => checkEntryReferences(tx, entries[i]!));
        await wrong.try(i, () => checkSeals(tx, entries[i]!.id, fields.containers));
      }
      wrong.refuse();
      for (const [i, entry] of entries.entries()) {
        checkStillAsked(call);
        await wrong.try(i, async () => void (await this.register(tx, entry, all[i]!.containers)));
        // what only the database knows, such as a seal of another's transit, ends it
        wrong.refuse();
      }
      checkStillAsked(call);
      return { items: entries.map(({ id, number }) => ({ id, number })) };
    });
    for (const { id } of made.items) await this.news.tell(id);
    return made;
  }

  /** A carrier's transit is its own without saying so. */
  private ofWhoActs(fields: NewTransit): NewTransit {
    const person = whoActs();
    if (fields.carrierId !== undefined || person?.role !== 'carrier') return fields;
    return { ...fields, carrierId: person.organisationId };
  }

  private checkFields(fields: NewTransit): void {
    checkContainers(fields.containers);
    checkEntry(this.sights.now(), undefined, fields);
  }

  private async register(
    tx: PoolClient,
    entry: TransitEntry,
    containers: NewTransit['containers'],
  ): Promise<TransitView> {
    await guarded(async () => {
      await insertTransit(tx, entry);
      await replaceContainers(tx, entry.id, containers);
      await recordStep(tx, entry.id, { step: 'register', at: Date.now(), by: whoActs() });
    });
    await enterLedger(tx, [actNow('transit.register', `transit/${entry.id}`, { ...entry, containers })]);
    return this.news.owe(tx, entry.id);
  }

  /** @param patch a JSON merge patch @throws ApiError as {@link create}, `transit_not_found`, `wrong_state` */
  async change(call: WriteCall, id: string, patch: unknown): Promise<TransitView> {
    let handedOn = false;
    const changed = await this.writes.run(call, 200, async (tx) => {
      const record = found(await lockTransit(tx, id), id);
      const fields = patched(record, patch);
      checkEntry(this.sights.now(), record, fields);
      checkContainers(fields.containers);
      const entry = entryOf(id, fields);
      await checkEntryReferences(tx, entry);
      await checkSeals(tx, id, fields.containers);
      await guarded(async () => {
        await updateTransitEntry(tx, entry);
        if (record.state === 'registered') await replaceContainers(tx, id, fields.containers);
      });
      handedOn = await this.news.oweHandedOn(tx, id);
      const after = { ...entry, containers: fields.containers };
      await enterLedger(tx, [actNow('transit.change', `transit/${id}`, changesOf(enteredOf(record), after))]);
      return this.shown(await this.news.owe(tx, id));
    });
    await this.news.tell(id, handedOn);
    return changed;
  }

  /** @throws ApiError `transit_not_found` */
  async timeline(id: string, query: PageOptions): Promise<Page<TimelineEntry>> {
    const after = readTimeCursor(query.cursor);
    const rows = await readTimeline(this.db, id, { after, limit: query.limit + 1 });
    // what has lines is there and seen; every transit has its registration
    if (rows.length === 0) await this.find(id);
    return placedPage(rows, query.limit, timelineEntry);
  }
}
