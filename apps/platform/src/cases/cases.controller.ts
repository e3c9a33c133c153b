import { Body, Controller, Get, Inject, Param, Post, Query } from '@nestjs/common';
import {
  CaseAnswer,
  ContainerNumber,
  Id,
  NewCaseBody,
  pageAnswer,
  PaperNumber,
  WholeCaseAnswer,
  type CaseView,
  type Page,
  type WholeCaseView,
} from '@haidang/contract';
import { CASE_KINDS, CASE_STATES } from '@haidang/domain';
import { z } from 'zod';
import { API } from '../http/api.js';
import { Describe } from '../http/operation.js';
import { listOf, PageQuery } from '../http/page.js';
import { Call, type WriteCall } from '../http/writes.js';
import { zod } from '../http/zod.pipe.js';
import { Cases } from './cases.js';

const ListQuery = PageQuery.extend({
  state: listOf(z.enum(CASE_STATES)),
  kind: listOf(z.enum(CASE_KINDS)),
  facilityId: Id.optional(),
  container: ContainerNumber.optional(),
  companyId: PaperNumber.optional(),
  transitId: Id.optional(),
  assignee: z.string().min(1).max(100).optional(),
});
const CaseId = z.uuid();

@Controller(`${API}/cases`)
export class CasesController {
  constructor(@Inject(Cases) private readonly cases: Cases) {}

  @Post()
  @Describe({
    id: 'openCase',
    tag: 'cases',
    summary: 'Something does not agree: a case is opened, by hand or of an alarm',
    description: 'Of an alarm there is one case: asked for again it is answered as it stands.',
    body: { schema: NewCaseBody },
    answers: [
      { status: 201, description: 'the case', schema: CaseAnswer },
      { status: 200, description: 'the case that the alarm has already', schema: CaseAnswer },
    ],
    problems: ['reference_unknown'],
    write: true,
  })
  open(@Call() call: WriteCall, @Body(zod(NewCaseBody)) body: NewCaseBody): Promise<CaseView> {
    return this.cases.open(call, body);
  }

  @Get()
  @Describe({
    id: 'listCases',
    tag: 'cases',
    summary: 'Cases, the latest first',
    query: ListQuery,
    answers: [{ status: 200, description: 'a page', schema: pageAnswer(CaseAnswer) }],
  })
  list(@Query(zod(ListQuery)) query: z.infer<typeof ListQuery>): Promise<Page<CaseView>> {
    const { state, kind, facilityId, container, companyId, transitId, assignee } = query;
    const filter = { states: state, kinds: kind, facilityId, container, companyId, transitId, assignee };
    return this.cases.list(filter, query);
  }

  @Get(':id')
  @Describe({
    id: 'getCase',
    tag: 'cases',
    summary: 'One case, with who did what, when and why, and its pictures',
    params: { id: CaseId },
    answers: [{ status: 200, description: 'the case', schema: WholeCaseAnswer }],
    problems: ['case_not_found'],
  })
  find(@Param('id', zod(CaseId, 'id')) id: string): Promise<WholeCaseView> {
    return this.cases.find(id);
  }
}
