import { Controller, Get, Headers, Inject, Param, Res } from '@nestjs/common';
import { EligibleListAnswer, Id, SigningKeysAnswer, type SigningKeysView } from '@haidang/contract';
import type { FastifyReply } from 'fastify';
import { chooseType } from '../http/accept.js';
import { API } from '../http/api.js';
import { Describe } from '../http/operation.js';
import { zod } from '../http/zod.pipe.js';
import { EligibleList } from './eligible-list.js';
import { Signer } from './signer.js';

/** What a gatehouse takes along for when the network is away: the list, and the keys by which it is trusted. */
@Controller(API)
export class EligibleListController {
  constructor(
    @Inject(EligibleList) private readonly lists: EligibleList,
    @Inject(Signer) private readonly signer: Signer,
  ) {}

  @Get('facilities/:id/eligible-list')
  @Describe({
    id: 'getEligibleList',
    tag: 'papers',
    summary: 'What may leave a facility now, by declaration, signed',
    description: 'As `application/jose` one compact JWS whose payload is the list.',
    params: { id: Id },
    answers: [
      {
        status: 200,
        description: 'the list',
        schema: EligibleListAnswer,
        alsoAs: { 'application/jose': 'a compact JWS (RFC 7515)' },
      },
    ],
    problems: ['facility_not_found', 'not_acceptable'],
  })
  async read(
    @Param('id', zod(Id, 'id')) id: string,
    @Headers('accept') accept: string | undefined,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const type = chooseType(accept, ['application/json', 'application/jose']);
    const answer = type === 'application/jose' ? await this.lists.readSigned(id) : await this.lists.read(id);
    void reply.type(type).header('vary', 'accept').send(answer);
  }

  @Get('signing-keys')
  @Describe({
    id: 'listSigningKeys',
    tag: 'papers',
    summary: 'The public keys with which codes, lists and messages to ports are signed (JWKS, RFC 7517)',
    answers: [{ status: 200, description: 'the keys', schema: SigningKeysAnswer }],
  })
  keys(): Promise<SigningKeysView> {
    return this.signer.publicKeys();
  }
}
