import { randomUUID } from 'node:crypto';
import { Inject, Injectable } from '@nestjs/common';
import type { Page, PaperEntryView, PaperImportView, WholePaperImportView } from '@haidang/contract';
import { formatInstant, MINUTE, normalisePlate, type Instant, type PaperLine } from '@haidang/domain';
import {
  enterLedger,
  findOutage,
  findPaperEntries,
  findPaperImport,
  insertPaperEntries,
  insertPaperImport,
  insertPaperPassages,
  inTransaction,
  listPaperEntries,
  listPaperImports,
  lockPaperEntries,
  PapersChanged,
  readEligibilityChanges,
  readSeenPassages,
  takePaperEffects,
  type PaperEntryRecord,
  type ScopedPool,
  type SeriesKeeper,
} from '@haidang/store';
import type { ClientBase, Pool } from 'pg';
import { z } from 'zod';
import { KEEPER, POOL, SERVING } from '../database.js';
import { GateBook } from '../gates/gate-book.js';
import { ApiError, type FieldError } from '../http/errors.js';
import { placedPage, readCursor, readTimeCursor, writeCursor } from '../http/page.js';
import { checkStillAsked, Writes, type WriteCall } from '../http/writes.js';
import { refused } from '../http/zod.pipe.js';
import { actNow } from '../ledger/act.js';
import { author, checkFacility } from './outages.js';
import type { PaperLines } from './paper-lines.js';
import { effectRows, entryOf, passageRow } from './paper-rows.js';
import { reconcile, type Reconciled } from './reconcile.js';
import { importView, paperEntryView } from './view.js';

/** Papers that another is changing just now are read again so often. */
const TRIES = 3;
const EARLIEST = Date.UTC(2020, 0, 1);
/** How far ahead of ours a guard's clock may be. */
const MAX_AHEAD = 10 * MINUTE;

/**
 * What a gatehouse wrote on paper while the line was down, entered afterwards: at its true times, with who vouches for it, and held against
 * everything that is known. By the road's login, as passages are, once it is sure that the facility is one's own.
 */
@Injectable()
export class PaperEntries {
  constructor(
    @Inject(POOL) private readonly pool: Pool,
    @Inject(SERVING) private readonly db: ScopedPool,
    @Inject(KEEPER) private readonly keeper: SeriesKeeper,
    @Inject(Writes) private readonly writes: Writes,
    @Inject(GateBook) private readonly book: GateBook,
  ) {}

  /**
   * All or none. A line is known by sheet and number: entered again with the same content it changes nothing, with another it is a conflict.
   * @throws ApiError `facility_not_found`, `outage_not_found`, `invalid_request`, `reference_unknown`, `conflict`, `papers_changed`
   */
  enter(call: WriteCall, facilityId: string, given: PaperLines): Promise<PaperImportView> {
    return this.writes.around(call, async () => {
      await checkFacility(this.db, facilityId);
      const { outageId } = given;
      if (outageId !== undefined && (await findOutage(this.db, facilityId, outageId)) === undefined)
        throw new ApiError('outage_not_found', `There is no outage ${outageId}.`);
      this.check(facilityId, given);
      for (;;) {
        const { fresh, known } = await this.sift(facilityId, given);
        checkStillAsked(call);
        const id = fresh.length === 0 ? known[0]!.importId : await this.store(facilityId, given, fresh);
        // somebody else entered some of it meanwhile
        if (id === undefined) continue;
        const entered = await findPaperImport(this.db, facilityId, id);
        return { status: fresh.length === 0 ? 200 : 201, answer: importView(entered!) };
      }
    });
  }

  /** @throws ApiError `facility_not_found` */
  async list(
    facilityId: string,
    query: { readonly limit: number; readonly cursor?: string | undefined },
  ): Promise<Page<PaperImportView>> {
    await checkFacility(this.db, facilityId);
    const after = readTimeCursor(query.cursor, 'uuid');
    const rows = await listPaperImports(this.db, facilityId, { after, limit: query.limit + 1 });
    return placedPage(rows, query.limit, importView);
  }

  /** The report of one, with its lines. @throws ApiError `facility_not_found`, `paper_import_not_found` */
  async find(
    facilityId: string,
    id: string,
    query: { readonly odd: boolean; readonly limit: number; readonly cursor?: string | undefined },
  ): Promise<WholePaperImportView> {
    await checkFacility(this.db, facilityId);
    const entered = await findPaperImport(this.db, facilityId, id);
    if (entered === undefined)
      throw new ApiError('paper_import_not_found', `There is no paper import ${id}.`);
    const after = readCursor(query.cursor, z.tuple([z.int()]))?.[0] ?? null;
    const rows = await listPaperEntries(this.db, id, { odd: query.odd, after, limit: query.limit + 1 });
    const shown: PaperEntryView[] = rows.slice(0, query.limit).map(paperEntryView);
    const last = rows[query.limit - 1];
    const next = rows.length > query.limit && last !== undefined ? writeCursor([last.place]) : null;
    return { ...importView(entered), items: shown, next };
  }

  private check(facilityId: string, { lines, pathOf }: PaperLines): void {
    const now = Date.now();
    const dropped = Math.max(this.keeper.droppedBefore(now), EARLIEST);
    const errors: FieldError[] = [];
    const first = new Map<string, number>();
    for (const [index, line] of lines.entries()) {
      const add = (field: string, message: string, why: Pick<FieldError, 'code' | 'values'>) =>
        errors.push({ path: `${pathOf(index)}${field}`, message, ...why });
      if (this.book.gate(line.gateId)?.facilityId !== facilityId)
        add('gateId', `there is no ${line.gateId} among the gates of ${facilityId}`, {
          code: 'reference_unknown',
          values: { value: line.gateId },
        });
      if (line.at > now + MAX_AHEAD) add('time', 'it lies ahead of now', { code: 'time_ahead' });
      if (line.at < dropped) add('time', 'it lies before what is still kept', { code: 'time_dropped' });
      const name = nameOf(line);
      if (first.has(name))
        add('line', `line ${line.line} of sheet ${line.sheet} stands here twice`, {
          code: 'stands_twice',
          values: { value: `${line.sheet}, ${line.line}` },
        });
      else first.set(name, index);
    }
    if (errors.length > 0) throw refused('invalid_request', errors);
  }

  /** What is new, and what was entered before. */
  private async sift(
    facilityId: string,
    { lines, pathOf }: PaperLines,
  ): Promise<{ fresh: PaperLine[]; known: PaperEntryRecord[] }> {
    const known = await findPaperEntries(this.db, facilityId, lines);
    const byName = new Map(known.map((entry) => [nameOf(entry), entry]));
    const errors: FieldError[] = [];
    const fresh = lines.filter((line, index) => {
      const before = byName.get(nameOf(line));
      if (before !== undefined && !isSame(before, line))
        errors.push({
          path: `${pathOf(index)}line`,
          message: `line ${line.line} of sheet ${line.sheet} was entered before with other content`,
          code: 'conflict',
          values: { value: `${line.sheet}, ${line.line}` },
        });
      return before === undefined;
    });
    if (errors.length > 0) throw refused('conflict', errors);
    return { fresh, known };
  }

  /** @returns the import's id; undefined when some of it is not new any more */
  private async store(
    facilityId: string,
    given: PaperLines,
    fresh: readonly PaperLine[],
  ): Promise<string | undefined> {
    const containers = [...new Set(fresh.map(({ container }) => container))];
    await this.keeper.ensure(
      'passages',
      fresh.map(({ at }) => at),
    );
    for (let tries = 1; ; tries++) {
      await this.book.refresh(containers);
      const reconciled = await this.reconcile(facilityId, fresh, containers);
      try {
        const id = await inTransaction(this.pool, (tx) => write(tx, facilityId, given, reconciled));
        await this.book.refresh(containers);
        return id;
      } catch (error) {
        if (!(error instanceof PapersChanged)) throw error;
        if (tries === TRIES) throw new ApiError('papers_changed', undefined, { cause: error });
      }
    }
  }

  private async reconcile(
    facilityId: string,
    lines: readonly PaperLine[],
    containers: readonly string[],
  ): Promise<Reconciled[]> {
    const since = lines.reduce((first, { at }) => Math.min(first, at), Infinity);
    const seen = new Map<string, Awaited<ReturnType<typeof readSeenPassages>>>();
    for (const one of await readSeenPassages(this.pool, containers, since - 15 * MINUTE)) {
      const known = seen.get(one.container);
      if (known === undefined) seen.set(one.container, [one]);
      else known.push(one);
    }
    const changedAt = await readEligibilityChanges(this.pool, containers);
    return reconcile(lines, { gates: this.book, facilityId, seen, changedAt });
  }
}

/** @returns the import's id; undefined when some of it is not new any more */
async function write(
  tx: ClientBase,
  facilityId: string,
  given: PaperLines,
  reconciled: readonly Reconciled[],
): Promise<string | undefined> {
  const { lines, outageId = null } = given;
  const [id, now] = [randomUUID(), Date.now()];
  await lockPaperEntries(tx, facilityId);
  const fresh = reconciled.map(({ line }) => line);
  if ((await findPaperEntries(tx, facilityId, fresh)).length > 0) return undefined;
  const { by, byId } = author();
  const repeated = lines.length - reconciled.length;
  await insertPaperImport(tx, {
    ...{ id, facilityId, outageId, lines: reconciled.length, repeated, enteredAt: now, enteredBy: by, byId },
  });
  await insertPaperEntries(
    tx,
    facilityId,
    reconciled.map((one, place) => entryOf(one, { importId: id, place, recordedAt: now })),
  );
  const unseen = reconciled.filter(({ seen }) => seen === null);
  await insertPaperPassages(
    tx,
    unseen.map((one) => passageRow(one, now)),
    now,
  );
  await takePaperEffects(tx, effectRows(reconciled));
  const data = { facilityId, outage: outageId, lines: reconciled.length, repeated };
  await enterLedger(tx, [
    actNow('paper.enter', `paper-import/${id}`, data, now),
    ...reconciled.map((one) => lineAct(facilityId, id, one, now)),
  ]);
  return id;
}

/** The true time and who vouches for it are data of the entry, whose own time and author are those of the entering. */
function lineAct(
  facilityId: string,
  importId: string,
  { line, comparison, wouldHold }: Reconciled,
  now: Instant,
) {
  const { sheet, line: number, gateId, direction, at, container, vouchedBy } = line;
  const what = { facilityId, gateId, direction, container, happenedAt: formatInstant(at), vouchedBy };
  const found = { comparison, ...(wouldHold.length > 0 && { wouldHold }) };
  return actNow(
    'gate.paper',
    `paper/${facilityId}/${sheet}/${number}`,
    { import: importId, ...what, ...found },
    now,
  );
}

function nameOf({ sheet, line }: Pick<PaperLine, 'sheet' | 'line'>): string {
  return `${sheet} ${line}`;
}

function isSame(one: PaperLine, other: PaperLine): boolean {
  const content = (line: PaperLine) => [
    ...[
      line.gateId,
      line.direction,
      line.at,
      line.container,
      line.carrierSeal,
      line.sealId,
      line.note,
      line.vouchedBy,
    ],
    line.plate === null ? null : normalisePlate(line.plate),
  ];
  return JSON.stringify(content(one)) === JSON.stringify(content(other));
}
