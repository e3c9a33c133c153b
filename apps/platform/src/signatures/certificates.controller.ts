import { Body, Controller, Delete, Get, Inject, Param, Post, Query } from '@nestjs/common';
import {
  CertificateAnswer,
  Id,
  NewCertificateBody,
  pageAnswer,
  WithReason,
  type CertificateView,
  type Page,
} from '@haidang/contract';
import { z } from 'zod';
import { API } from '../http/api.js';
import { Describe } from '../http/operation.js';
import { PageQuery } from '../http/page.js';
import { Call, type WriteCall } from '../http/writes.js';
import { zod } from '../http/zod.pipe.js';
import { Certificates } from './certificates.js';

const CertificateId = z.uuid();

@Controller(`${API}/organisations/:id/certificates`)
export class CertificatesController {
  constructor(@Inject(Certificates) private readonly certificates: Certificates) {}

  @Get()
  @Describe({
    id: 'listCertificates',
    tag: 'signatures',
    summary: 'The certificates by which an organisation signs its messages, the latest first',
    params: { id: Id },
    query: PageQuery,
    answers: [{ status: 200, description: 'a page', schema: pageAnswer(CertificateAnswer) }],
    problems: ['organisation_not_found'],
  })
  list(
    @Param('id', zod(Id, 'id')) id: string,
    @Query(zod(PageQuery)) query: z.infer<typeof PageQuery>,
  ): Promise<Page<CertificateView>> {
    return this.certificates.list(id, query);
  }

  @Post()
  @Describe({
    id: 'registerCertificate',
    tag: 'signatures',
    summary: 'A certificate by which an organisation will sign',
    params: { id: Id },
    body: { schema: NewCertificateBody },
    answers: [{ status: 201, description: 'the certificate', schema: CertificateAnswer }],
    problems: ['organisation_not_found', 'already_exists', 'forbidden'],
    write: true,
  })
  register(
    @Call() call: WriteCall,
    @Param('id', zod(Id, 'id')) id: string,
    @Body(zod(NewCertificateBody)) body: z.infer<typeof NewCertificateBody>,
  ): Promise<CertificateView> {
    return this.certificates.register(call, id, body.certificate);
  }

  @Delete(':certificateId')
  @Describe({
    id: 'revokeCertificate',
    tag: 'signatures',
    summary: 'Nothing more is signed by it; what was, stays signed',
    params: { id: Id, certificateId: CertificateId },
    body: { schema: WithReason },
    answers: [{ status: 200, description: 'the certificate after it', schema: CertificateAnswer }],
    problems: ['certificate_not_found', 'wrong_state', 'forbidden'],
    write: true,
  })
  revoke(
    @Call() call: WriteCall,
    @Param('id', zod(Id, 'id')) id: string,
    @Param('certificateId', zod(CertificateId, 'certificateId')) certificateId: string,
    @Body(zod(WithReason)) body: z.infer<typeof WithReason>,
  ): Promise<CertificateView> {
    return this.certificates.revoke(call, id, certificateId, body.reason);
  }
}
