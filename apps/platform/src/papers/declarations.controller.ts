import { Body, Controller, Get, Inject, Param, Post, Query, UseInterceptors } from '@nestjs/common';
import {
  DeclarationAnswer,
  DeclarationBody,
  Id,
  LinesAnswer,
  pageAnswer,
  PaperNumber,
  WholeDeclarationAnswer,
  type DeclarationView,
  type LinesView,
  type Page,
  type WholeDeclarationView,
} from '@haidang/contract';
import { CHANNELS, DECLARATION_STATUSES } from '@haidang/domain';
import { z } from 'zod';
import { API } from '../http/api.js';
import { Describe } from '../http/operation.js';
import { PageQuery } from '../http/page.js';
import { Call, type WriteCall } from '../http/writes.js';
import { zod } from '../http/zod.pipe.js';
import { KeepsSignature } from '../signatures/keeps-signature.js';
import { Declarations } from './declarations.js';
import { manyOf, oneOrMany, type Lines } from './lines.js';

const ListQuery = PageQuery.extend({
  officeId: Id.optional(),
  companyId: PaperNumber.optional(),
  channel: z.enum(CHANNELS).optional(),
  status: z.enum(DECLARATION_STATUSES).optional(),
});

@UseInterceptors(KeepsSignature)
@Controller(`${API}/declarations`)
export class DeclarationsController {
  constructor(@Inject(Declarations) private readonly declarations: Declarations) {}

  @Get()
  @Describe({
    id: 'listDeclarations',
    tag: 'papers',
    summary: 'Declarations, the latest registered first',
    query: ListQuery,
    answers: [{ status: 200, description: 'a page', schema: pageAnswer(DeclarationAnswer) }],
  })
  list(@Query(zod(ListQuery)) query: z.infer<typeof ListQuery>): Promise<Page<DeclarationView>> {
    const { officeId, companyId, channel, status } = query;
    return this.declarations.list({ officeId, companyId, channel, status }, query);
  }

  @Post()
  @Describe({
    id: 'writeDeclarations',
    tag: 'papers',
    summary: 'Enter a declaration, or up to ten thousand at once; one that is known is replaced',
    description:
      'Of many, all are taken or none; each that is wrong is named by its place: `lines.17.number`.',
    body: { schema: z.union([DeclarationBody, manyOf(DeclarationBody)]) },
    answers: [
      {
        status: 201,
        description: 'the declaration; of many, their numbers',
        schema: z.union([DeclarationAnswer, LinesAnswer]),
      },
    ],
    problems: ['reference_unknown', 'forbidden', 'already_exists'],
    write: true,
    signed: true,
  })
  write(
    @Call() call: WriteCall,
    @Body(oneOrMany(DeclarationBody)) body: Lines<DeclarationBody>,
  ): Promise<DeclarationView | LinesView> {
    return this.declarations.write(call, body);
  }

  @Get(':number')
  @Describe({
    id: 'getDeclaration',
    tag: 'papers',
    summary: 'One declaration; of export, how far its containers have come',
    params: { number: PaperNumber },
    answers: [{ status: 200, description: 'the declaration', schema: WholeDeclarationAnswer }],
    problems: ['declaration_not_found'],
  })
  find(@Param('number', zod(PaperNumber, 'number')) number: string): Promise<WholeDeclarationView> {
    return this.declarations.find(number);
  }
}
