import { Inject, Injectable } from '@nestjs/common';
import type { DeadlineTermsBody, DeadlineTermsView, DeadlineView, Page } from '@haidang/contract';
import {
  DEADLINE_KINDS,
  formatInstant,
  parseInstant,
  type DeadlineKind,
  type DeadlineState,
  type DeadlineTerms,
} from '@haidang/domain';
import {
  enterLedger,
  findOwnOffices,
  findRecords,
  readTerms,
  writeTerms,
  type Queryable,
  type ScopedPool,
} from '@haidang/store';
import { z } from 'zod';
import { SERVING } from '../database.js';
import { ApiError } from '../http/errors.js';
import { pageOf, readCursor } from '../http/page.js';
import { Writes, type WriteCall } from '../http/writes.js';
import { whoActs } from '../identity/acting.js';
import { actNow, changesOf } from '../ledger/act.js';
import { organisations } from '../register/resources.js';
import { deadlineView, idOf } from './deadline.js';
import { OfficeTerms } from './office-terms.js';
import { endsIn, readDeadlines } from './open-clocks.js';

const Cursor = z.tuple([z.string().refine((text) => parseInstant(text) !== undefined), z.string().max(300)]);

export interface DeadlineFilter {
  readonly kinds?: readonly DeadlineKind[] | undefined;
  readonly state?: DeadlineState | undefined;
  readonly officeId?: string | undefined;
  readonly facilityId?: string | undefined;
}

/** What is due by when. */
@Injectable()
export class Deadlines {
  constructor(
    @Inject(SERVING) private readonly db: ScopedPool,
    @Inject(Writes) private readonly writes: Writes,
  ) {}

  /** In the order of their ends: what is missed for the longest time first. */
  async list(
    { kinds = DEADLINE_KINDS, state, officeId, facilityId }: DeadlineFilter,
    { limit, cursor }: { readonly limit: number; readonly cursor?: string | undefined },
  ): Promise<Page<DeadlineView>> {
    const now = Date.now();
    const place = readCursor(cursor, Cursor);
    const found = await readDeadlines(this.db, await OfficeTerms.read(this.db), kinds, {
      ends: (warnBefore) => endsIn(state, warnBefore, now),
      after: place === null ? null : { due: parseInstant(place[0])!, id: place[1] },
      ...{ limit: limit + 1, officeId, facilityId },
    });
    return pageOf(
      found,
      limit,
      (deadline) => deadlineView(deadline, now),
      ({ due, clock }) => [formatInstant(due), idOf(clock)],
    );
  }

  /** @throws ApiError `organisation_not_found` */
  async terms(organisationId: string): Promise<DeadlineTermsView> {
    await checkKnown(this.db, organisationId);
    return termsView(organisationId, await OfficeTerms.read(this.db));
  }

  /** @throws ApiError `organisation_not_found`; `forbidden` for what is no office of one's own */
  setTerms(
    call: WriteCall,
    organisationId: string,
    { terms }: DeadlineTermsBody,
  ): Promise<DeadlineTermsView> {
    return this.writes.run(call, 200, async (tx) => {
      await checkKnown(tx, organisationId);
      if (!(await findOwnOffices(tx, [organisationId])).has(organisationId))
        throw new ApiError('forbidden', `${organisationId} is no office of one's own.`);
      const before = (await readTerms(tx)).find((entry) => entry.organisationId === organisationId);
      const entry = { organisationId, terms: terms as Partial<Record<DeadlineKind, DeadlineTerms>> };
      await writeTerms(tx, entry, whoActs()?.id ?? null);
      await enterLedger(tx, [
        actNow(
          'deadline_terms.set',
          `deadline-terms/${organisationId}`,
          changesOf(before?.terms ?? {}, terms),
        ),
      ]);
      return termsView(organisationId, await OfficeTerms.read(tx));
    });
  }
}

async function checkKnown(db: Queryable, id: string): Promise<void> {
  const [known] = await findRecords(db, organisations.table, [id]);
  if (known === undefined) throw new ApiError('organisation_not_found', `There is no organisation ${id}.`);
}

function termsView(organisationId: string, offices: OfficeTerms): DeadlineTermsView {
  const terms = Object.fromEntries(
    DEADLINE_KINDS.map((kind) => [kind, offices.termsOf(organisationId, kind)]),
  ) as Record<DeadlineKind, DeadlineTerms & { of?: string }>;
  return { organisationId, terms };
}
