import { Controller, Get, Inject, Query } from '@nestjs/common';
import {
  Id,
  pageAnswer,
  YardLineAnswer,
  YardSummaryAnswer,
  type Page,
  type YardLineView,
  type YardSummaryView,
} from '@haidang/contract';
import { normaliseContainerNumber, PURPOSES, STAY_STATES, TRANSPORT_MODES } from '@haidang/domain';
import type { YardFilter } from '@haidang/store';
import { z } from 'zod';
import { API } from '../http/api.js';
import { Describe } from '../http/operation.js';
import { PageQuery } from '../http/page.js';
import { zod } from '../http/zod.pipe.js';
import { Yard } from './yard.js';

const Filter = z.object({
  facilityId: Id.optional(),
  purpose: z.enum(PURPOSES).optional(),
  state: z.enum(STAY_STATES).optional(),
  mode: z.enum(TRANSPORT_MODES).optional().meta({ description: 'by what it came' }),
  overdue: z
    .enum(['true', 'false'])
    .transform((text) => text === 'true')
    .optional()
    .meta({ description: 'true: imported goods that stand for more than 90 days' }),
  container: z
    .string()
    .max(20)
    .transform(normaliseContainerNumber)
    .pipe(z.string().min(1).max(11))
    .optional()
    .meta({ description: 'how its number begins' }),
});
const ListQuery = PageQuery.extend(Filter.shape);

@Controller(`${API}/yard`)
export class YardController {
  constructor(@Inject(Yard) private readonly yard: Yard) {}

  @Get()
  @Describe({
    id: 'listYard',
    tag: 'yard',
    summary: 'What stands where, the longest first: since when, as what, and what is on file of it',
    query: ListQuery,
    answers: [{ status: 200, description: 'a page', schema: pageAnswer(YardLineAnswer) }],
  })
  list(@Query(zod(ListQuery)) query: z.infer<typeof ListQuery>): Promise<Page<YardLineView>> {
    return this.yard.list(filterOf(query), query);
  }

  @Get('summary')
  @Describe({
    id: 'getYardSummary',
    tag: 'yard',
    summary: 'How many stand, of what kinds and for how long: at each facility and at all of them',
    query: Filter,
    answers: [{ status: 200, description: 'the figures', schema: YardSummaryAnswer }],
  })
  summary(@Query(zod(Filter)) query: z.infer<typeof Filter>): Promise<YardSummaryView> {
    return this.yard.summary(filterOf(query));
  }
}

function filterOf({ overdue, ...filter }: z.infer<typeof Filter>): YardFilter {
  return { ...filter, isOverdue: overdue };
}
