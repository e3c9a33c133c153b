import { Controller, Get, Inject, Query } from '@nestjs/common';
import { ListedExceptionAnswer, pageAnswer, type ListedExceptionView, type Page } from '@haidang/contract';
import { CUSTOMS, EXCEPTION_KINDS, EXCEPTION_STATES, type Role } from '@haidang/domain';
import { listAllExceptions, type ListedException, type ScopedPool } from '@haidang/store';
import { z } from 'zod';
import { Sights } from '../access/sights.js';
import { takesOwnStep } from '../access/transit-acts.js';
import { SERVING } from '../database.js';
import { API } from '../http/api.js';
import { Describe } from '../http/operation.js';
import { listOf, PageQuery, placedPage, readTimeCursor } from '../http/page.js';
import { zod } from '../http/zod.pipe.js';
import { whoActs } from '../identity/acting.js';
import { listedExceptionView } from './view.js';

const DECIDERS: readonly Role[] = CUSTOMS;

const ListQuery = PageQuery.extend({
  state: listOf(z.enum(EXCEPTION_STATES)),
  kind: listOf(z.enum(EXCEPTION_KINDS)),
});

@Controller(`${API}/exceptions`)
export class ExceptionListController {
  constructor(
    @Inject(SERVING) private readonly db: ScopedPool,
    @Inject(Sights) private readonly sights: Sights,
  ) {}

  @Get()
  @Describe({
    id: 'listAllExceptions',
    tag: 'transits',
    summary:
      'What happened on the way otherwise than planned, of all transits, what was asked for last first',
    query: ListQuery,
    answers: [{ status: 200, description: 'a page', schema: pageAnswer(ListedExceptionAnswer) }],
  })
  async list(@Query(zod(ListQuery)) query: z.infer<typeof ListQuery>): Promise<Page<ListedExceptionView>> {
    const filter = { states: query.state, kinds: query.kind };
    const after = readTimeCursor(query.cursor, 'uuid');
    const rows = await listAllExceptions(this.db, filter, { after, limit: query.limit + 1 });
    return placedPage(rows, query.limit, (one) => listedExceptionView(one, this.mayOf(one)));
  }

  /** What whoever asks may do with it. */
  private mayOf({ state, askedBy, transit }: ListedException): { mayDecide: boolean; mayWithdraw: boolean } {
    const sight = this.sights.now();
    const waits = state === 'waiting';
    const isOwn = askedBy !== null && askedBy.id === whoActs()?.id;
    const decides = sight.role !== null && DECIDERS.includes(sight.role);
    return {
      mayDecide: waits && decides && !isOwn && takesOwnStep(sight, transit, 'approve'),
      mayWithdraw: waits && isOwn,
    };
  }
}
