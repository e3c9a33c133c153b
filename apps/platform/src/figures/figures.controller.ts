import { Controller, Get, Inject, Query } from '@nestjs/common';
import { FiguresAnswer, FiguresQuery, type FiguresView } from '@haidang/contract';
import type { z } from 'zod';
import { API } from '../http/api.js';
import { Describe } from '../http/operation.js';
import { zod } from '../http/zod.pipe.js';
import { Figures } from './figures.js';

@Controller(`${API}/figures`)
export class FiguresController {
  constructor(@Inject(Figures) private readonly figures: Figures) {}

  @Get()
  @Describe({
    id: 'getFigures',
    tag: 'figures',
    summary: 'Alarms, transits and passages of a stretch of time, counted',
    description:
      'Each figure is the length of a list: `GET /alarms`, `/transits` and `/gates/{id}/passages` with `since`, `until` and the same group.',
    query: FiguresQuery,
    answers: [{ status: 200, description: 'the figures', schema: FiguresAnswer }],
  })
  read(@Query(zod(FiguresQuery)) query: z.infer<typeof FiguresQuery>): Promise<FiguresView> {
    return this.figures.read(query);
  }
}
