import { Body, Controller, Get, Inject, Param, Post, Query, UseInterceptors } from '@nestjs/common';
import {
  Id,
  NoticeAnswer,
  pageAnswer,
  ReceiptBody,
  WholeNoticeAnswer,
  type NoticeView,
  type Page,
  type WholeNoticeView,
} from '@haidang/contract';
import { NOTICE_FORMS } from '@haidang/domain';
import { z } from 'zod';
import { API } from '../http/api.js';
import { Describe } from '../http/operation.js';
import { PageQuery } from '../http/page.js';
import { Call, type WriteCall } from '../http/writes.js';
import { zod } from '../http/zod.pipe.js';
import { KeepsSignature } from '../signatures/keeps-signature.js';
import { Notices } from './notices.js';

const ListQuery = PageQuery.extend({
  facilityId: Id.optional(),
  form: z.enum(NOTICE_FORMS).optional(),
  waiting: z
    .enum(['true', 'false'])
    .transform((text) => text === 'true')
    .optional()
    .meta({ description: 'true: without a receipt; false: with one' }),
});
const NoticeId = z.uuid();

@UseInterceptors(KeepsSignature)
@Controller(`${API}/notices`)
export class NoticesController {
  constructor(@Inject(Notices) private readonly notices: Notices) {}

  @Get()
  @Describe({
    id: 'listNotices',
    tag: 'papers',
    summary: 'Messages of customs to ports with their receipts, the latest first',
    query: ListQuery,
    answers: [{ status: 200, description: 'a page', schema: pageAnswer(NoticeAnswer) }],
  })
  list(@Query(zod(ListQuery)) query: z.infer<typeof ListQuery>): Promise<Page<NoticeView>> {
    const { facilityId, form, waiting } = query;
    return this.notices.list({ facilityId, form, waiting }, query);
  }

  @Get(':id')
  @Describe({
    id: 'getNotice',
    tag: 'papers',
    summary: 'One message, as it is sent',
    params: { id: NoticeId },
    answers: [{ status: 200, description: 'the message', schema: WholeNoticeAnswer }],
    problems: ['notice_not_found'],
  })
  find(@Param('id', zod(NoticeId, 'id')) id: string): Promise<WholeNoticeView> {
    return this.notices.find(id);
  }

  @Post(':id/receipt')
  @Describe({
    id: 'receiveNotice',
    tag: 'papers',
    summary: 'The port has a message, or cannot take it; a repeat changes nothing',
    description: 'The same as by MQTT. The first receipt counts and ends the sending.',
    params: { id: NoticeId },
    body: { schema: ReceiptBody },
    answers: [{ status: 200, description: 'the message with its receipt', schema: NoticeAnswer }],
    problems: ['notice_not_found', 'conflict'],
    write: true,
    signed: true,
  })
  receive(
    @Call() call: WriteCall,
    @Param('id', zod(NoticeId, 'id')) id: string,
    @Body(zod(ReceiptBody)) body: z.infer<typeof ReceiptBody>,
  ): Promise<NoticeView> {
    return this.notices.receive(call, id, body);
  }
}
