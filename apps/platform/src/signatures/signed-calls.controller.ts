import { Controller, Get, Inject, Param, Query } from '@nestjs/common';
import { Id, pageAnswer, SignedCallAnswer, type Page, type SignedCallView } from '@haidang/contract';
import { formatInstant } from '@haidang/domain';
import { findSignedCall, listSignedCalls, type ScopedPool, type SignedCallRecord } from '@haidang/store';
import { z } from 'zod';
import { SERVING } from '../database.js';
import { API } from '../http/api.js';
import { ApiError } from '../http/errors.js';
import { Describe } from '../http/operation.js';
import { PageQuery, placedPage, readTimeCursor } from '../http/page.js';
import { zod } from '../http/zod.pipe.js';

const ListQuery = PageQuery.extend({ organisationId: Id.optional() });
const CallId = z.uuid();

@Controller(`${API}/signed-calls`)
export class SignedCallsController {
  constructor(@Inject(SERVING) private readonly db: ScopedPool) {}

  @Get()
  @Describe({
    id: 'listSignedCalls',
    tag: 'signatures',
    summary: 'Who signed what: calls with a signature, and those that lacked one where it is looked for',
    query: ListQuery,
    answers: [{ status: 200, description: 'a page', schema: pageAnswer(SignedCallAnswer) }],
  })
  async list(@Query(zod(ListQuery)) query: z.infer<typeof ListQuery>): Promise<Page<SignedCallView>> {
    const after = readTimeCursor(query.cursor, 'uuid');
    const rows = await listSignedCalls(this.db, query.organisationId, { after, limit: query.limit + 1 });
    return placedPage(rows, query.limit, viewOf);
  }

  @Get(':id')
  @Describe({
    id: 'getSignedCall',
    tag: 'signatures',
    summary: 'One call, with its body as it came: enough to verify it again',
    params: { id: CallId },
    answers: [{ status: 200, description: 'the call', schema: SignedCallAnswer }],
    problems: ['signed_call_not_found'],
  })
  async find(@Param('id', zod(CallId, 'id')) id: string): Promise<SignedCallView> {
    const found = await findSignedCall(this.db, id);
    if (found === undefined) throw new ApiError('signed_call_not_found', `There is no signed call ${id}.`);
    return { ...viewOf(found), body: found.bytes.toString('utf8') };
  }
}

function viewOf(record: SignedCallRecord): SignedCallView {
  const { id, organisationId, by, call, sha256, signature, signer, flags, receivedAt } = record;
  return {
    ...{ id, organisationId, by, call, sha256, flags: [...flags], receivedAt: formatInstant(receivedAt) },
    ...(signature !== null && { signature }),
    ...(signer !== null && { signedBy: { organisationId, ...signer } }),
  };
}
