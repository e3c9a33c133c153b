import { Controller, Get, Headers, Inject, Query, Res, type StreamableFile } from '@nestjs/common';
import { ListedPassageAnswer, pageAnswer, type ListedPassageView, type Page } from '@haidang/contract';
import type { FastifyReply } from 'fastify';
import { API } from '../http/api.js';
import { chooseType } from '../http/accept.js';
import { Describe } from '../http/operation.js';
import { zod } from '../http/zod.pipe.js';
import { AllPassages } from './all-passages.js';
import { PassagesQuery, type PassagesAsked } from './passages-query.js';

const CSV = 'text/csv';

@Controller(`${API}/passages`)
export class AllPassagesController {
  constructor(@Inject(AllPassages) private readonly passages: AllPassages) {}

  @Get()
  @Describe({
    id: 'listAllPassages',
    tag: 'gates',
    summary: 'The passages of all gates that one sees, with their decisions, newest first',
    description: `As \`${CSV}\` all of them at once, one line a passage.`,
    query: PassagesQuery,
    answers: [
      {
        status: 200,
        description: 'a page',
        schema: pageAnswer(ListedPassageAnswer),
        alsoAs: { [CSV]: 'all of them, one line a passage' },
      },
    ],
    problems: ['not_acceptable'],
  })
  async list(
    @Query(zod(PassagesQuery)) query: PassagesAsked,
    @Headers('accept') accept: string | undefined,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<Page<ListedPassageView> | StreamableFile> {
    void reply.header('vary', 'accept');
    const type = chooseType(accept, ['application/json', CSV]);
    return type === CSV ? this.passages.file(query) : this.passages.page(query);
  }
}
