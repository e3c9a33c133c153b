import { Body, Controller, Get, Inject, Param, Put, Query } from '@nestjs/common';
import {
  DeadlineAnswer,
  DeadlineTermsAnswer,
  DeadlineTermsBody,
  Id,
  pageAnswer,
  type DeadlineTermsView,
  type DeadlineView,
  type Page,
} from '@haidang/contract';
import { DEADLINE_KINDS, DEADLINE_STATES } from '@haidang/domain';
import { z } from 'zod';
import { API } from '../http/api.js';
import { Describe } from '../http/operation.js';
import { listOf, PageQuery } from '../http/page.js';
import { Call, type WriteCall } from '../http/writes.js';
import { zod } from '../http/zod.pipe.js';
import { Deadlines } from './deadlines.js';

const ListQuery = PageQuery.extend({
  kind: listOf(z.enum(DEADLINE_KINDS)).meta({ description: 'one or several' }),
  state: z.enum(DEADLINE_STATES).optional(),
  officeId: Id.optional().meta({ description: 'by whose terms' }),
  facilityId: Id.optional(),
});

@Controller(API)
export class DeadlinesController {
  constructor(@Inject(Deadlines) private readonly deadlines: Deadlines) {}

  @Get('deadlines')
  @Describe({
    id: 'listDeadlines',
    tag: 'yard',
    summary:
      'What is due by when and not done, in the order of its end: lists, reports, approvals, declarations',
    description: 'What was missed more than 30 days ago is left out.',
    query: ListQuery,
    answers: [{ status: 200, description: 'a page', schema: pageAnswer(DeadlineAnswer) }],
  })
  list(@Query(zod(ListQuery)) query: z.infer<typeof ListQuery>): Promise<Page<DeadlineView>> {
    const { kind: kinds, state, officeId, facilityId } = query;
    return this.deadlines.list({ kinds, state, officeId, facilityId }, query);
  }

  @Get('deadline-terms/:organisationId')
  @Describe({
    id: 'getDeadlineTerms',
    tag: 'yard',
    summary: 'How long each deadline of an office is, and who set it so',
    params: { organisationId: Id },
    answers: [{ status: 200, description: 'the terms that hold there', schema: DeadlineTermsAnswer }],
    problems: ['organisation_not_found'],
  })
  terms(@Param('organisationId', zod(Id, 'organisationId')) id: string): Promise<DeadlineTermsView> {
    return this.deadlines.terms(id);
  }

  @Put('deadline-terms/:organisationId')
  @Describe({
    id: 'setDeadlineTerms',
    tag: 'yard',
    summary: 'Set deadlines of an office, and of those below it, otherwise than the law has them',
    description: 'It replaces what was set there before, whole: what is left out is as above it again.',
    params: { organisationId: Id },
    body: { schema: DeadlineTermsBody },
    answers: [{ status: 200, description: 'the terms that hold there now', schema: DeadlineTermsAnswer }],
    problems: ['organisation_not_found'],
    write: true,
  })
  setTerms(
    @Call() call: WriteCall,
    @Param('organisationId', zod(Id, 'organisationId')) id: string,
    @Body(zod(DeadlineTermsBody)) body: DeadlineTermsBody,
  ): Promise<DeadlineTermsView> {
    return this.deadlines.setTerms(call, id, body);
  }
}
