import { Body, Controller, Delete, Get, Inject, Param, Post, Query } from '@nestjs/common';
import {
  ContainerNumber,
  HoldAnswer,
  Id,
  NewHoldBody,
  pageAnswer,
  WithReason,
  type HoldView,
  type Page,
} from '@haidang/contract';
import { z } from 'zod';
import { API } from '../http/api.js';
import { Describe } from '../http/operation.js';
import { PageQuery } from '../http/page.js';
import { Call, type WriteCall } from '../http/writes.js';
import { zod } from '../http/zod.pipe.js';
import { Holds } from './holds.js';

const ListQuery = PageQuery.extend({
  standing: z
    .enum(['true', 'false'])
    .transform((text) => text === 'true')
    .optional()
    .meta({ description: 'true: not lifted; false: lifted' }),
  caseNumber: z.string().min(1).max(100).optional(),
  transitId: Id.optional(),
  container: ContainerNumber.optional(),
  caseId: z.uuid().optional(),
});
const HoldId = z.uuid();

@Controller(`${API}/holds`)
export class HoldsController {
  constructor(@Inject(Holds) private readonly holds: Holds) {}

  @Get()
  @Describe({
    id: 'listHolds',
    tag: 'keeping',
    summary: 'Legal holds, the latest first',
    query: ListQuery,
    answers: [{ status: 200, description: 'a page', schema: pageAnswer(HoldAnswer) }],
  })
  list(@Query(zod(ListQuery)) query: z.infer<typeof ListQuery>): Promise<Page<HoldView>> {
    return this.holds.list(query, query);
  }

  @Get(':id')
  @Describe({
    id: 'getHold',
    tag: 'keeping',
    summary: 'One hold',
    params: { id: HoldId },
    answers: [{ status: 200, description: 'the hold', schema: HoldAnswer }],
    problems: ['hold_not_found'],
  })
  find(@Param('id', zod(HoldId, 'id')) id: string): Promise<HoldView> {
    return this.holds.find(id);
  }

  @Post()
  @Describe({
    id: 'placeHold',
    tag: 'keeping',
    summary:
      'Nothing that belongs to these transits, containers and cases is deleted until the hold is lifted',
    body: { schema: NewHoldBody },
    answers: [{ status: 201, description: 'the hold', schema: HoldAnswer }],
    problems: ['reference_unknown'],
    write: true,
  })
  place(
    @Call() call: WriteCall,
    @Body(zod(NewHoldBody)) body: z.infer<typeof NewHoldBody>,
  ): Promise<HoldView> {
    return this.holds.place(call, body);
  }

  @Delete(':id')
  @Describe({
    id: 'liftHold',
    tag: 'keeping',
    summary: 'Lift a hold; it stays in the list, and what was kept for it goes with the next round',
    params: { id: HoldId },
    body: { schema: WithReason },
    answers: [{ status: 200, description: 'the hold after it', schema: HoldAnswer }],
    problems: ['hold_not_found', 'wrong_state'],
    write: true,
  })
  lift(
    @Call() call: WriteCall,
    @Param('id', zod(HoldId, 'id')) id: string,
    @Body(zod(WithReason)) body: z.infer<typeof WithReason>,
  ): Promise<HoldView> {
    return this.holds.lift(call, id, body.reason);
  }
}
