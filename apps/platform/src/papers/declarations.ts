import { Inject, Injectable } from '@nestjs/common';
import type {
  DeclarationBody,
  DeclarationView,
  ExportedView,
  LinesView,
  Page,
  WholeDeclarationView,
} from '@haidang/contract';
import { EXPORT_STEPS, formatInstant, parseInstant } from '@haidang/domain';
import {
  enterLedger,
  findDeclarations,
  findOwnFacilities,
  findOwnOffices,
  listDeclarations,
  readExports,
  withdrawExports,
  writeDeclarations,
  writeExports,
  type DeclarationEntry,
  type DeclarationFilter,
  type ExportedContainer,
  type ExportEntry,
  type ScopedPool,
} from '@haidang/store';
import type { PoolClient } from 'pg';
import { SERVING } from '../database.js';
import { GateBook } from '../gates/gate-book.js';
import { ApiError, type ApiErrorCode } from '../http/errors.js';
import { placedPage, readTimeCursor } from '../http/page.js';
import { Writes, type WriteCall } from '../http/writes.js';
import { whoActs } from '../identity/acting.js';
import { actNow, changesOf } from '../ledger/act.js';
import { refused } from '../http/zod.pipe.js';
import { LineErrors, type Lines } from './lines.js';
import { declarationView, given, timeOf } from './view.js';

/** Declarations, as far as a port needs to know of them: the header of what is eligible. */
@Injectable()
export class Declarations {
  constructor(
    @Inject(SERVING) private readonly db: ScopedPool,
    @Inject(Writes) private readonly writes: Writes,
    @Inject(GateBook) private readonly book: GateBook,
  ) {}

  /**
   * Writes one or many, all or none; one that is known is replaced by what is said now.
   * @throws ApiError `reference_unknown` for an office or a facility that is not one's own, `forbidden` for a number of another's office,
   * `already_exists` for a container that is expected there by another's word
   */
  async write(
    call: WriteCall,
    { lines, areMany }: Lines<DeclarationBody>,
  ): Promise<DeclarationView | LinesView> {
    const touched: string[] = [];
    const answer = await this.writes.run(call, 201, async (tx) => {
      const repeated = new LineErrors(areMany);
      repeated.repeated(lines, 'number', ({ number }) => number);
      repeated.refuse('invalid_request');
      const entries = lines.map(entryOf);
      const own = await findOwnOffices(
        tx,
        entries.map(({ officeId }) => officeId),
      );
      const foreign = new LineErrors(areMany);
      for (const [i, { officeId }] of entries.entries())
        if (!own.has(officeId)) foreign.add(i, 'officeId', `there is no ${officeId} among one's own offices`);
      foreign.refuse('reference_unknown');

      const numbers = entries.map(({ number }) => number);
      const before = await findDeclarations(tx, numbers);
      const written = await writeDeclarations(tx, entries);
      const others = new LineErrors(areMany);
      for (const [i, { number }] of entries.entries())
        if (!written.has(number)) others.add(i, 'number', `${number} is of another office`);
      others.refuse('forbidden');
      touched.push(...(await this.bringIn(tx, lines, areMany)));
      await enterLedger(
        tx,
        entries.map((entry, i) => {
          const known = before.get(entry.number);
          const subject = `declaration/${entry.number}`;
          const { export: goods } = lines[i]!;
          const brought = goods === undefined ? {} : { export: goods };
          if (known === undefined)
            return actNow('declaration.register', subject, { ...given(entry), ...brought });
          const { updatedAt: _, ...was } = known;
          return actNow('declaration.change', subject, {
            ...changesOf(given(was), given(entry)),
            ...brought,
          });
        }),
      );
      if (areMany) return { count: numbers.length, ids: numbers, notices: [] };
      return declarationView((await findDeclarations(tx, numbers)).get(numbers[0]!)!);
    });
    if (touched.length > 0) await this.book.refresh([...new Set(touched)]);
    return answer;
  }

  async list(
    filter: DeclarationFilter,
    query: { readonly limit: number; readonly cursor?: string | undefined },
  ): Promise<Page<DeclarationView>> {
    const after = readTimeCursor(query.cursor);
    const rows = await listDeclarations(this.db, filter, { after, limit: query.limit + 1 });
    return placedPage(rows, query.limit, declarationView);
  }

  /** @throws ApiError `declaration_not_found` */
  async find(number: string): Promise<WholeDeclarationView> {
    const record = (await findDeclarations(this.db, [number])).get(number);
    if (record === undefined)
      throw new ApiError('declaration_not_found', `There is no declaration ${number}.`);
    const view = declarationView(record);
    if (record.purpose !== 'export') return view;
    return { ...view, exported: (await readExports(this.db, number)).map(exportedView) };
  }

  /** What is exported is expected where it is brought in; what is cancelled, or named no more, is not. @returns whose papers changed */
  private async bringIn(
    tx: PoolClient,
    lines: readonly DeclarationBody[],
    areMany: boolean,
  ): Promise<string[]> {
    const place = (i: number, field: string) => (areMany ? `lines.${i}.export.${field}` : `export.${field}`);
    const exports = lines.flatMap((body, i) =>
      exportEntries(body).map((entry, j) => ({ entry, path: place(i, `containers.${j}.container`) })),
    );
    const seen = new Set<string>();
    const repeats = exports.filter(({ entry: { facilityId, container } }) => {
      const key = `${facilityId} ${container}`;
      const isRepeat = seen.has(key);
      seen.add(key);
      return isRepeat;
    });
    refuseAll('invalid_request', repeats, ({ container }) => `${container} is named before`);
    const own = await findOwnFacilities(
      tx,
      exports.map(({ entry }) => entry.facilityId),
    );
    const foreign = lines.flatMap(({ export: goods }, i) =>
      goods === undefined || own.has(goods.facilityId)
        ? []
        : [
            {
              path: place(i, 'facilityId'),
              message: `there is no ${goods.facilityId} among one's own facilities`,
            },
          ],
    );
    if (foreign.length > 0) throw refused('reference_unknown', foreign);

    const entries = exports.map(({ entry }) => entry);
    const said = lines.filter((body) => body.export !== undefined || body.status === 'cancelled');
    if (said.length === 0) return [];
    const withdrawn = await withdrawExports(
      tx,
      said.map(({ number }) => number),
      entries,
    );
    const elsewhere = new Set(await writeExports(tx, entries));
    refuseAll(
      'already_exists',
      exports.filter(({ entry }) => elsewhere.has(entry.container)),
      ({ container }) => `${container} is expected there by another's word`,
    );
    return [...withdrawn, ...entries.map(({ container }) => container)];
  }
}

function entryOf(body: DeclarationBody): DeclarationEntry {
  const { number, purpose, channel, status, goodsNumber = null, companyId = null, companyName = null } = body;
  return {
    ...{ number, purpose, channel, status, goodsNumber, companyId, companyName },
    officeId: body.officeId ?? whoActs()?.organisationId ?? '',
    registeredAt: parseInstant(body.registeredAt)!,
  };
}

/** Of one that is cancelled there are none. */
function exportEntries({ number, status, export: goods }: DeclarationBody): ExportEntry[] {
  if (goods === undefined || status === 'cancelled') return [];
  const { facilityId, departure = null } = goods;
  return goods.containers.map(({ container, carrierSeal = null, plate = null }) => ({
    ...{ declaration: number, facilityId, container, departure, carrierSeal, plate },
  }));
}

function refuseAll(
  code: ApiErrorCode,
  wrong: readonly { readonly entry: ExportEntry; readonly path: string }[],
  messageOf: (entry: ExportEntry) => string,
): void {
  if (wrong.length === 0) return;
  throw refused(
    code,
    wrong.map(({ entry, path }) => ({ path, message: messageOf(entry) })),
  );
}

function exportedView(record: ExportedContainer): ExportedView {
  const { container, facilityId, departure, carrierSeal, gathered, stuffed, declared, broughtIn, loaded } =
    record;
  const done = { gathered, stuffed, declared, brought_in: broughtIn, loaded };
  return given({
    ...{ container, facilityId, departure, carrierSeal },
    step: EXPORT_STEPS.findLast((step) => done[step] !== null)!,
    ...{ gatheredAt: timeOf(gathered), stuffedAt: timeOf(stuffed), declaredAt: formatInstant(declared) },
    ...{ broughtInAt: timeOf(broughtIn), loadedAt: timeOf(loaded) },
  });
}
