import { Body, Controller, Get, Headers, Inject, Param, Post, Query, Req } from '@nestjs/common';
import {
  ApprovalBody,
  ContainerNumber,
  Id,
  MOST_PORT_MESSAGES,
  pageAnswer,
  PortMessage,
  PortMessageAnswer,
  PortMessageBatchAnswer,
  PortMessages as PortMessagesBody,
  WithReason,
  type Page,
  type PortMessageView,
} from '@haidang/contract';
import { PORT_FORMS, PORT_MESSAGE_STATES } from '@haidang/domain';
import type { FastifyRequest } from 'fastify';
import { z } from 'zod';
import { API } from '../http/api.js';
import { rawBodyOf } from '../http/body-parser.js';
import { Describe } from '../http/operation.js';
import { listOf, PageQuery } from '../http/page.js';
import { Call, type WriteCall } from '../http/writes.js';
import { parse, zod } from '../http/zod.pipe.js';
import { PortMessages } from './port-messages.js';
import { SIGNATURE_HEADER } from '../signatures/check-signature.js';

const ListQuery = PageQuery.extend({
  facilityId: Id.optional(),
  form: listOf(z.enum(PORT_FORMS)),
  state: listOf(z.enum(PORT_MESSAGE_STATES)),
  container: ContainerNumber.optional(),
});
const MessageId = z.uuid();
const Batch = z.object({ messages: z.array(PortMessage).min(1).max(MOST_PORT_MESSAGES) });

const decided = { status: 200, description: 'the message after it', schema: PortMessageAnswer };

@Controller(`${API}/port-messages`)
export class PortMessagesController {
  constructor(@Inject(PortMessages) private readonly messages: PortMessages) {}

  @Post()
  @Describe({
    id: 'reportToCustoms',
    tag: 'port',
    summary: 'What a port reports, by its form: one message, or up to 1,000 in `messages`, all or none',
    description:
      'A report is known by facility, form and number: again with the same content it gets the first answer, with other content it is a ' +
      '`conflict`. Forms 16, 17 and 25 to 27 wait for an officer. What is odd about a report is told in `flags`, and it is kept.',
    body: { schema: PortMessagesBody },
    answers: [
      {
        status: 201,
        description: 'taken: the message, or `items` in their order',
        schema: z.union([PortMessageAnswer, PortMessageBatchAnswer]),
      },
      {
        status: 200,
        description: 'all of it was taken before',
        schema: z.union([PortMessageAnswer, PortMessageBatchAnswer]),
      },
    ],
    problems: ['forbidden', 'reference_unknown', 'conflict', 'time_ahead', 'time_before_2020', 'unstorable'],
    write: true,
    signed: true,
  })
  async report(
    @Call() call: WriteCall,
    @Req() request: FastifyRequest,
    @Headers(SIGNATURE_HEADER) signature: string | undefined,
    @Body() body: unknown,
  ): Promise<PortMessageView | { items: PortMessageView[] }> {
    const isBatch = typeof body === 'object' && body !== null && 'messages' in body;
    const messages = isBatch ? parse(Batch, body).messages : [parse(PortMessage, body)];
    const items = await this.messages.take(call, {
      messages,
      bytes: rawBodyOf(request)!,
      contentType: 'application/json',
      signature,
      pathOf: (index) => (isBatch ? `messages.${index}.` : ''),
    });
    return isBatch ? { items } : items[0]!;
  }

  @Get()
  @Describe({
    id: 'listPortMessages',
    tag: 'port',
    summary: 'What ports reported, the latest first',
    query: ListQuery,
    answers: [{ status: 200, description: 'a page', schema: pageAnswer(PortMessageAnswer) }],
  })
  list(@Query(zod(ListQuery)) query: z.infer<typeof ListQuery>): Promise<Page<PortMessageView>> {
    const { facilityId, form: forms, state: states, container } = query;
    return this.messages.list({ facilityId, forms, states, container }, query);
  }

  @Get(':id')
  @Describe({
    id: 'getPortMessage',
    tag: 'port',
    summary: 'One message, with the original as it was received',
    params: { id: MessageId },
    answers: [{ status: 200, description: 'the message', schema: PortMessageAnswer }],
    problems: ['port_message_not_found'],
  })
  find(@Param('id', zod(MessageId, 'id')) id: string): Promise<PortMessageView> {
    return this.messages.find(id);
  }

  @Post(':id/approve')
  @Describe({
    id: 'approvePortMessage',
    tag: 'port',
    summary: 'A change or cancellation that waits takes effect',
    params: { id: MessageId },
    body: { schema: ApprovalBody, required: false },
    answers: [decided],
    problems: ['port_message_not_found', 'wrong_state', 'own_message', 'forbidden'],
    write: true,
  })
  approve(
    @Call() call: WriteCall,
    @Param('id', zod(MessageId, 'id')) id: string,
    @Body(zod(ApprovalBody.default({}))) body: z.infer<typeof ApprovalBody>,
  ): Promise<PortMessageView> {
    return this.messages.approve(call, id, body.reason ?? null);
  }

  @Post(':id/refuse')
  @Describe({
    id: 'refusePortMessage',
    tag: 'port',
    summary: 'A change or cancellation that waits is refused, and why',
    params: { id: MessageId },
    body: { schema: WithReason },
    answers: [decided],
    problems: ['port_message_not_found', 'wrong_state', 'own_message', 'forbidden'],
    write: true,
  })
  refuse(
    @Call() call: WriteCall,
    @Param('id', zod(MessageId, 'id')) id: string,
    @Body(zod(WithReason)) body: z.infer<typeof WithReason>,
  ): Promise<PortMessageView> {
    return this.messages.refuse(call, id, body.reason);
  }
}
