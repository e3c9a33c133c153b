import { Body, Controller, Get, Inject, Param, Put, Query } from '@nestjs/common';
import {
  ContainerNumber,
  DoubtAnswer,
  DoubtedAnswer,
  DoubtRulesAnswer,
  DoubtRulesBody,
  pageAnswer,
  PaperNumber,
  type DoubtedView,
  type DoubtRulesView,
  type DoubtView,
  type Page,
} from '@haidang/contract';
import { z } from 'zod';
import { API } from '../http/api.js';
import { Describe } from '../http/operation.js';
import { PageQuery } from '../http/page.js';
import { Call, type WriteCall } from '../http/writes.js';
import { zod } from '../http/zod.pipe.js';
import { Doubt } from './doubt.js';

const RankQuery = PageQuery.extend({ kind: z.enum(['container', 'company']).default('container') });

@Controller(API)
export class DoubtController {
  constructor(@Inject(Doubt) private readonly doubt: Doubt) {}

  @Get('doubt')
  @Describe({
    id: 'rankDoubt',
    tag: 'doubt',
    summary: 'Containers or companies, those there is most doubt about first',
    query: RankQuery,
    answers: [{ status: 200, description: 'a page', schema: pageAnswer(DoubtedAnswer) }],
  })
  rank(@Query(zod(RankQuery)) query: z.infer<typeof RankQuery>): Promise<Page<DoubtedView>> {
    return this.doubt.rank(query.kind, query);
  }

  @Get('doubt/rules')
  @Describe({
    id: 'getDoubtRules',
    tag: 'doubt',
    summary: 'How many points each rule gives, and after how many days they are half',
    answers: [{ status: 200, description: 'the rules', schema: DoubtRulesAnswer }],
  })
  rules(): Promise<DoubtRulesView> {
    return this.doubt.rules();
  }

  @Put('doubt/rules')
  @Describe({
    id: 'changeDoubtRules',
    tag: 'doubt',
    summary: 'Set points of rules, or the half-life; what is left out stays',
    body: { schema: DoubtRulesBody },
    answers: [{ status: 200, description: 'the rules after it', schema: DoubtRulesAnswer }],
    write: true,
  })
  change(
    @Call() call: WriteCall,
    @Body(zod(DoubtRulesBody)) body: z.infer<typeof DoubtRulesBody>,
  ): Promise<DoubtRulesView> {
    return this.doubt.change(call, body);
  }

  @Get('containers/:number/doubt')
  @Describe({
    id: 'getContainerDoubt',
    tag: 'doubt',
    summary: 'Why there is doubt about a container: each reason with its points and what shows it',
    params: { number: ContainerNumber },
    answers: [{ status: 200, description: 'reasons and their sum', schema: DoubtAnswer }],
  })
  ofContainer(@Param('number', zod(ContainerNumber, 'number')) number: string): Promise<DoubtView> {
    return this.doubt.of('container', number);
  }

  @Get('companies/:id/doubt')
  @Describe({
    id: 'getCompanyDoubt',
    tag: 'doubt',
    summary: 'Why there is doubt about a company, by its tax number',
    params: { id: PaperNumber },
    answers: [{ status: 200, description: 'reasons and their sum', schema: DoubtAnswer }],
  })
  ofCompany(@Param('id', zod(PaperNumber, 'id')) id: string): Promise<DoubtView> {
    return this.doubt.of('company', id);
  }
}
