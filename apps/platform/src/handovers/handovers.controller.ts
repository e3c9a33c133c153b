import { Body, Controller, Get, Inject, Param, Patch, Post, Query } from '@nestjs/common';
import {
  HandoverAnswer,
  HandoverPatch,
  HandoverSign,
  Id,
  NewHandoverBody,
  pageAnswer,
  WholeHandoverAnswer,
  type HandoverView,
  type Page,
  type WholeHandoverView,
} from '@haidang/contract';
import { z } from 'zod';
import { API } from '../http/api.js';
import { Describe } from '../http/operation.js';
import { PageQuery } from '../http/page.js';
import { Call, type WriteCall } from '../http/writes.js';
import { zod } from '../http/zod.pipe.js';
import { Handovers } from './handovers.js';

const ListQuery = PageQuery.extend({ organisationId: Id.optional() });
const HandoverId = z.uuid();
const MOVED_ON =
  'Where the note, or what is not done, is not any more what its author saw, nothing is done, and the problem carries the note as it is in `handover`.';

/** A shift that hands over to the next. */
@Controller(`${API}/handovers`)
export class HandoversController {
  constructor(@Inject(Handovers) private readonly handovers: Handovers) {}

  @Get()
  @Describe({
    id: 'listHandovers',
    tag: 'handovers',
    summary: 'Notes of shifts to the next, the latest first',
    query: ListQuery,
    answers: [{ status: 200, description: 'a page', schema: pageAnswer(HandoverAnswer) }],
  })
  list(@Query(zod(ListQuery)) query: z.infer<typeof ListQuery>): Promise<Page<HandoverView>> {
    return this.handovers.list(query.organisationId, query);
  }

  @Post()
  @Describe({
    id: 'beginHandover',
    tag: 'handovers',
    summary: 'A note of the own organisation is begun, with all that is not done',
    description: 'One is under way at a time: of another the problem carries its id in `handover`.',
    body: { schema: NewHandoverBody, required: false },
    answers: [{ status: 201, description: 'the note', schema: WholeHandoverAnswer }],
    problems: ['already_exists'],
    write: true,
  })
  begin(
    @Call() call: WriteCall,
    @Body(zod(NewHandoverBody.prefault({}))) body: NewHandoverBody,
  ): Promise<WholeHandoverView> {
    return this.handovers.begin(call, body);
  }

  @Get(':id')
  @Describe({
    id: 'getHandover',
    tag: 'handovers',
    summary: 'A note, with what changed since it was begun or signed, and who signed it',
    params: { id: HandoverId },
    answers: [{ status: 200, description: 'the note', schema: WholeHandoverAnswer }],
    problems: ['handover_not_found'],
  })
  find(@Param('id', zod(HandoverId, 'id')) id: string): Promise<WholeHandoverView> {
    return this.handovers.find(id);
  }

  @Patch(':id')
  @Describe({
    id: 'changeHandover',
    tag: 'handovers',
    summary: 'What is written in it; who had signed it signs it anew',
    description: `A given field replaces, what is left out stays. ${MOVED_ON}`,
    params: { id: HandoverId },
    body: { schema: HandoverPatch, patch: true },
    answers: [{ status: 200, description: 'the note after it', schema: WholeHandoverAnswer }],
    problems: ['handover_not_found', 'other_shift', 'handover_changed', 'wrong_state'],
    write: true,
  })
  reword(
    @Call() call: WriteCall,
    @Param('id', zod(HandoverId, 'id')) id: string,
    @Body(zod(HandoverPatch)) patch: HandoverPatch,
  ): Promise<WholeHandoverView> {
    return this.handovers.reword(call, id, patch);
  }

  @Post(':id/give')
  @Describe({
    id: 'giveHandover',
    tag: 'handovers',
    summary: 'Who hands over signs what they see',
    description: MOVED_ON,
    params: { id: HandoverId },
    body: { schema: HandoverSign },
    answers: [{ status: 200, description: 'the note after it', schema: WholeHandoverAnswer }],
    problems: ['handover_not_found', 'other_shift', 'handover_changed', 'wrong_state'],
    write: true,
  })
  give(
    @Call() call: WriteCall,
    @Param('id', zod(HandoverId, 'id')) id: string,
    @Body(zod(HandoverSign)) body: HandoverSign,
  ): Promise<WholeHandoverView> {
    return this.handovers.give(call, id, body);
  }

  @Post(':id/take')
  @Describe({
    id: 'takeHandover',
    tag: 'handovers',
    summary: 'Who takes over signs what they see; somebody else than who handed over',
    description: MOVED_ON,
    params: { id: HandoverId },
    body: { schema: HandoverSign },
    answers: [{ status: 200, description: 'the note, for good', schema: WholeHandoverAnswer }],
    problems: ['handover_not_found', 'other_shift', 'own_handover', 'handover_changed', 'wrong_state'],
    write: true,
  })
  take(
    @Call() call: WriteCall,
    @Param('id', zod(HandoverId, 'id')) id: string,
    @Body(zod(HandoverSign)) body: HandoverSign,
  ): Promise<WholeHandoverView> {
    return this.handovers.take(call, id, body);
  }
}
