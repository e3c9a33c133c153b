import { Inject, Injectable } from '@nestjs/common';
import type { DeclarationBody, DeclarationView, LinesView, Page } from '@haidang/contract';
import { parseInstant } from '@haidang/domain';
import {
  enterLedger,
  findDeclarations,
  findOwnOffices,
  listDeclarations,
  writeDeclarations,
  type DeclarationEntry,
  type DeclarationFilter,
  type ScopedPool,
} from '@haidang/store';
import { SERVING } from '../database.js';
import { ApiError } from '../http/errors.js';
import { placedPage, readTimeCursor } from '../http/page.js';
import { Writes, type WriteCall } from '../http/writes.js';
import { whoActs } from '../identity/acting.js';
import { actNow, changesOf } from '../ledger/act.js';
import { LineErrors, type Lines } from './lines.js';
import { declarationView, given } from './view.js';

/** Declarations, as far as a port needs to know of them: the header of what is eligible. */
@Injectable()
export class Declarations {
  constructor(
    @Inject(SERVING) private readonly db: ScopedPool,
    @Inject(Writes) private readonly writes: Writes,
  ) {}

  /**
   * Writes one or many, all or none; one that is known is replaced by what is said now.
   * @throws ApiError `reference_unknown` for an office that is not one's own, `forbidden` for a number of another's office
   */
  write(call: WriteCall, { lines, areMany }: Lines<DeclarationBody>): Promise<DeclarationView | LinesView> {
    return this.writes.run(call, 201, async (tx) => {
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
      await enterLedger(
        tx,
        entries.map((entry) => {
          const known = before.get(entry.number);
          const subject = `declaration/${entry.number}`;
          if (known === undefined) return actNow('declaration.register', subject, given(entry));
          const { updatedAt: _, ...was } = known;
          return actNow('declaration.change', subject, changesOf(given(was), given(entry)));
        }),
      );
      if (areMany) return { count: numbers.length, ids: numbers, notices: [] };
      return declarationView((await findDeclarations(tx, numbers)).get(numbers[0]!)!);
    });
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
  async find(number: string): Promise<DeclarationView> {
    const record = (await findDeclarations(this.db, [number])).get(number);
    if (record === undefined)
      throw new ApiError('declaration_not_found', `There is no declaration ${number}.`);
    return declarationView(record);
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
