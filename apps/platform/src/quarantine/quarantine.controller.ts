import { Controller, Get, Inject, Param, Query } from '@nestjs/common';
import { pageAnswer, QuarantineAnswer, type Page, type QuarantineView } from '@haidang/contract';
import { QUARANTINE_REASONS } from '@haidang/domain';
import { findQuarantined, listQuarantine, type ScopedPool } from '@haidang/store';
import { z } from 'zod';
import { SERVING } from '../database.js';
import { API } from '../http/api.js';
import { ApiError } from '../http/errors.js';
import { Describe } from '../http/operation.js';
import { listOf, PageQuery, placedPage, readTimeCursor } from '../http/page.js';
import { zod } from '../http/zod.pipe.js';
import { quarantineView } from './view.js';

/** Of each payload a list shows the beginning; the whole of what is kept comes with the one message. */
const PREVIEW_BYTES = 2_000;

const ListQuery = PageQuery.extend({
  reason: listOf(z.enum(QUARANTINE_REASONS)).meta({
    description: 'one reason, or several separated by commas',
  }),
});
const QuarantineId = z.uuid();

@Controller(`${API}/quarantine`)
export class QuarantineController {
  constructor(@Inject(SERVING) private readonly db: ScopedPool) {}

  @Get()
  @Describe({
    id: 'listQuarantine',
    tag: 'quarantine',
    summary: 'What was refused, and why, newest first',
    description: `Of each payload the first ${PREVIEW_BYTES} bytes.`,
    query: ListQuery,
    answers: [{ status: 200, description: 'a page', schema: pageAnswer(QuarantineAnswer) }],
  })
  async list(@Query(zod(ListQuery)) query: z.infer<typeof ListQuery>): Promise<Page<QuarantineView>> {
    const after = readTimeCursor(query.cursor, 'uuid');
    const filter = { reasons: query.reason, payloadBytes: PREVIEW_BYTES };
    const rows = await listQuarantine(this.db, filter, { after, limit: query.limit + 1 });
    return placedPage(rows, query.limit, quarantineView);
  }

  @Get(':id')
  @Describe({
    id: 'getQuarantined',
    tag: 'quarantine',
    summary: 'One refused message with all that is kept of it',
    params: { id: QuarantineId },
    answers: [{ status: 200, description: 'the message', schema: QuarantineAnswer }],
    problems: ['quarantine_not_found'],
  })
  async find(@Param('id', zod(QuarantineId, 'id')) id: string): Promise<QuarantineView> {
    const record = await findQuarantined(this.db, id);
    if (record === undefined)
      throw new ApiError('quarantine_not_found', `There is no quarantined message ${id}.`);
    return quarantineView(record);
  }
}
