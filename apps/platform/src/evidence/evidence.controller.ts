import { Body, Controller, Get, Inject, Param, Post, Query, Req, Res } from '@nestjs/common';
import {
  ContainerNumber,
  EvidenceAnswer,
  EvidenceForm,
  Id,
  pageAnswer,
  type EvidenceView,
  type Page,
} from '@haidang/contract';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import { API } from '../http/api.js';
import { HARMLESS_POLICY } from '../http/browser-headers.js';
import { ApiError } from '../http/errors.js';
import { isForm, readForm } from '../http/form.js';
import { Describe } from '../http/operation.js';
import { PageQuery } from '../http/page.js';
import { Call, type WriteCall } from '../http/writes.js';
import { zod } from '../http/zod.pipe.js';
import { Evidence } from './evidence.js';
import { EVIDENCE_TYPES } from './content.js';

const ListQuery = PageQuery.extend({
  facilityId: Id.optional(),
  gateId: Id.optional(),
  passageId: z.string().min(1).max(100).optional(),
  container: ContainerNumber.optional(),
  transitId: Id.optional(),
});
const EvidenceId = z.uuid();

/** Whatever hides in a content, it is not run: a page that only it is shown in has no scripts, no origin and nothing to load. */
const HARMLESS = `${HARMLESS_POLICY}; sandbox`;

const EXTENSIONS: Readonly<Record<string, string>> = {
  'image/jpeg': 'jpg',
  'image/png': 'png',
  'image/webp': 'webp',
  'application/pdf': 'pdf',
};

@Controller(`${API}/evidence`)
export class EvidenceController {
  constructor(@Inject(Evidence) private readonly evidence: Evidence) {}

  @Post()
  @Describe({
    id: 'uploadEvidence',
    tag: 'evidence',
    summary: 'A picture or a paper that proves something',
    description:
      'A form with one file. Its bytes are kept as they are, and their hash is entered in the ledger.',
    body: { schema: EvidenceForm, types: ['multipart/form-data'] },
    answers: [{ status: 201, description: 'what is known of it', schema: EvidenceAnswer, location: true }],
    problems: ['content_refused', 'reference_unknown', 'storage_full'],
    write: true,
  })
  async upload(
    @Call() call: WriteCall,
    @Req() request: FastifyRequest,
    @Body() body: Buffer | undefined,
  ): Promise<EvidenceView> {
    const type = request.headers['content-type'] ?? '';
    if (!isForm(type)) throw new ApiError('unsupported_media_type', `It takes multipart/form-data.`);
    const view = await this.evidence.upload(call, await readForm(type, body ?? Buffer.alloc(0)));
    void call.reply.header('location', `/${API}/evidence/${view.id}`);
    return view;
  }

  @Get()
  @Describe({
    id: 'listEvidence',
    tag: 'evidence',
    summary: 'Evidence, the latest first',
    query: ListQuery,
    answers: [{ status: 200, description: 'a page', schema: pageAnswer(EvidenceAnswer) }],
  })
  list(@Query(zod(ListQuery)) query: z.infer<typeof ListQuery>): Promise<Page<EvidenceView>> {
    const { facilityId, gateId, passageId, container, transitId } = query;
    return this.evidence.list({ facilityId, gateId, passageId, container, transitId }, query);
  }

  @Get(':id')
  @Describe({
    id: 'getEvidence',
    tag: 'evidence',
    summary: 'What is known of one piece of evidence',
    params: { id: EvidenceId },
    answers: [{ status: 200, description: 'the evidence', schema: EvidenceAnswer }],
    problems: ['evidence_not_found'],
  })
  find(@Param('id', zod(EvidenceId, 'id')) id: string): Promise<EvidenceView> {
    return this.evidence.find(id);
  }

  @Get(':id/content')
  @Describe({
    id: 'getEvidenceContent',
    tag: 'evidence',
    summary: 'Its bytes, as they were stored',
    description: 'Compared with their hash at each reading. `ETag` is the hash.',
    params: { id: EvidenceId },
    answers: [
      {
        status: 200,
        description: 'the content',
        alsoAs: Object.fromEntries(EVIDENCE_TYPES.map((type) => [type, 'the bytes'])),
      },
    ],
    problems: ['evidence_not_found', 'evidence_damaged'],
  })
  async content(
    @Param('id', zod(EvidenceId, 'id')) id: string,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const { view, content } = await this.evidence.read(id);
    const etag = `"${view.sha256}"`;
    const isShown = view.type.startsWith('image/');
    void reply
      .header('etag', etag)
      // kept by the browser of who asked, and asked for again each time: whoever may not see it any more does not
      .header('cache-control', 'private, no-cache')
      .header('content-security-policy', HARMLESS)
      .header('x-content-type-options', 'nosniff')
      .header('cross-origin-resource-policy', 'same-origin')
      .header(
        'content-disposition',
        `${isShown ? 'inline' : 'attachment'}; filename="${view.id}.${EXTENSIONS[view.type]}"`,
      );
    if (request.headers['if-none-match'] === etag) await reply.status(304).send();
    else await reply.type(view.type).send(content);
  }
}
