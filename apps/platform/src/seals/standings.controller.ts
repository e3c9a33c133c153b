import { Controller, Get, Inject, Query } from '@nestjs/common';
import {
  Id,
  pageAnswer,
  SealFiguresAnswer,
  SealStandingAnswer,
  type Page,
  type SealFiguresView,
  type SealStandingView,
} from '@haidang/contract';
import { BATTERY_BANDS, SEAL_CUSTODIES } from '@haidang/domain';
import { z } from 'zod';
import { API } from '../http/api.js';
import { Describe } from '../http/operation.js';
import { listOf, PageQuery } from '../http/page.js';
import { zod } from '../http/zod.pipe.js';
import { SealStandings } from './standings.js';

const ListQuery = PageQuery.extend({
  band: listOf(z.enum(BATTERY_BANDS)).meta({ description: 'one, or several separated by commas' }),
  custody: listOf(z.enum(SEAL_CUSTODIES)).meta({ description: 'one, or several separated by commas' }),
  holderId: Id.optional().meta({ description: "its owner, or its transit's carrier" }),
  find: z.string().min(1).max(64).optional().meta({ description: 'a part of its id' }),
});

@Controller(API)
export class SealStandingsController {
  constructor(@Inject(SealStandings) private readonly standings: SealStandings) {}

  @Get('seal-standings')
  @Describe({
    id: 'listSealStandings',
    tag: 'figures',
    summary: 'The seals, by id: how full their batteries are, and in whose hands they are',
    query: ListQuery,
    answers: [{ status: 200, description: 'a page', schema: pageAnswer(SealStandingAnswer) }],
  })
  list(@Query(zod(ListQuery)) query: z.infer<typeof ListQuery>): Promise<Page<SealStandingView>> {
    return this.standings.list(query, query);
  }

  @Get('seal-figures')
  @Describe({
    id: 'getSealFigures',
    tag: 'figures',
    summary: 'How many seals there are of each battery and custody, now',
    description:
      'Each figure is the length of a list: `GET /seal-standings` with the same band, custody or holder.',
    answers: [{ status: 200, description: 'the figures', schema: SealFiguresAnswer }],
  })
  figures(): Promise<SealFiguresView> {
    return this.standings.figures();
  }
}
