import { Body, Controller, Get, Inject, Param, Post, Query } from '@nestjs/common';
import {
  Id,
  OutageAnswer,
  OutageBody,
  OutageEndBody,
  pageAnswer,
  type OutageView,
  type Page,
} from '@haidang/contract';
import { z } from 'zod';
import { API } from '../http/api.js';
import { Describe } from '../http/operation.js';
import { PageQuery } from '../http/page.js';
import { Call, type WriteCall } from '../http/writes.js';
import { zod } from '../http/zod.pipe.js';
import { Outages } from './outages.js';

const OutageId = z.uuid();

@Controller(`${API}/facilities/:id/outages`)
export class OutagesController {
  constructor(@Inject(Outages) private readonly outages: Outages) {}

  @Post()
  @Describe({
    id: 'beginOutage',
    tag: 'outages',
    summary: 'The line to customs, or customs’ system, is down at a facility: it works on paper',
    params: { id: Id },
    body: { schema: OutageBody },
    answers: [{ status: 201, description: 'the outage', schema: OutageAnswer }],
    problems: ['facility_not_found', 'already_exists', 'time_ahead'],
    write: true,
  })
  begin(
    @Call() call: WriteCall,
    @Param('id', zod(Id, 'id')) id: string,
    @Body(zod(OutageBody)) body: z.infer<typeof OutageBody>,
  ): Promise<OutageView> {
    return this.outages.begin(call, id, body);
  }

  @Get()
  @Describe({
    id: 'listOutages',
    tag: 'outages',
    summary: 'When a facility worked on paper, the latest first',
    params: { id: Id },
    query: PageQuery,
    answers: [{ status: 200, description: 'a page', schema: pageAnswer(OutageAnswer) }],
    problems: ['facility_not_found'],
  })
  list(
    @Param('id', zod(Id, 'id')) id: string,
    @Query(zod(PageQuery)) query: z.infer<typeof PageQuery>,
  ): Promise<Page<OutageView>> {
    return this.outages.list(id, query);
  }

  @Post(':outageId/end')
  @Describe({
    id: 'endOutage',
    tag: 'outages',
    summary: 'The line is back',
    params: { id: Id, outageId: OutageId },
    body: { schema: OutageEndBody, required: false },
    answers: [{ status: 200, description: 'the outage', schema: OutageAnswer }],
    problems: ['outage_not_found', 'facility_not_found', 'wrong_state', 'time_ahead'],
    write: true,
  })
  end(
    @Call() call: WriteCall,
    @Param('id', zod(Id, 'id')) id: string,
    @Param('outageId', zod(OutageId, 'outageId')) outageId: string,
    @Body(zod(OutageEndBody.default({}))) body: z.infer<typeof OutageEndBody>,
  ): Promise<OutageView> {
    return this.outages.end(call, id, outageId, body);
  }
}
