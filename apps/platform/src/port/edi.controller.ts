import { Body, Controller, Headers, HttpCode, Inject, Post, Query, Res } from '@nestjs/common';
import { EdiAcknowledgementAnswer, Id, type EdiAcknowledgementView } from '@haidang/contract';
import { NotEdifact, writeControl } from '@haidang/edi';
import type { ScopedPool } from '@haidang/store';
import type { FastifyReply } from 'fastify';
import { z } from 'zod';
import { Sights } from '../access/sights.js';
import { SERVING } from '../database.js';
import { chooseType } from '../http/accept.js';
import { API } from '../http/api.js';
import { ApiError } from '../http/errors.js';
import { Describe } from '../http/operation.js';
import { Call, Writes, type WriteCall } from '../http/writes.js';
import { zod } from '../http/zod.pipe.js';
import { whoActs } from '../identity/acting.js';
import { SIGNED, Signer } from '../papers/signer.js';
import { acknowledgementView } from './acknowledgement-view.js';
import { always, byLocation } from './codeco-places.js';
import { checkSignature, SIGNATURE_HEADER } from '../signatures/check-signature.js';
import { Interchanges, type Acknowledged } from './interchanges.js';

/** UN/EDIFACT (RFC 1767), and what terminals say instead. */
const EDI_TYPES = ['application/edifact', 'text/plain'] as const;

const EdiQuery = z.object({
  facilityId: Id.optional().meta({ description: 'where all of it happened; left out: as LOC+165 says' }),
});

@Controller(`${API}/edi`)
export class EdiController {
  constructor(
    @Inject(SERVING) private readonly db: ScopedPool,
    @Inject(Writes) private readonly writes: Writes,
    @Inject(Sights) private readonly sights: Sights,
    @Inject(Interchanges) private readonly interchanges: Interchanges,
    @Inject(Signer) private readonly signer: Signer,
  ) {}

  @Post('codeco')
  @HttpCode(200)
  @Describe({
    id: 'reportByCodeco',
    tag: 'port',
    summary:
      'A CODECO interchange: gate-in (34) becomes form 14, gate-out (36) form 21, a message a container',
    description:
      'All or nothing a message. The answer is an acknowledgement in the manner of CONTRL, or the same as JSON; it names the segment in ' +
      'error. The same interchange again (sender and control reference) gets the same acknowledgement, and nothing is taken twice. The CONTRL is signed by the platform (`Haidang-Signature`).',
    query: EdiQuery,
    body: { schema: z.string(), types: EDI_TYPES },
    answers: [
      {
        status: 200,
        description: 'all of it was taken',
        schema: EdiAcknowledgementAnswer,
        alsoAs: { 'application/edifact': 'CONTRL' },
      },
      {
        status: 422,
        description: 'some of it was not taken, or nothing: the acknowledgement says what and why',
        schema: EdiAcknowledgementAnswer,
        alsoAs: { 'application/edifact': 'CONTRL' },
      },
    ],
    problems: ['not_edifact', 'not_acceptable', 'forbidden', 'reference_unknown', 'unstorable'],
    write: true,
    signed: true,
  })
  async take(
    @Call() call: WriteCall,
    @Query(zod(EdiQuery)) { facilityId }: z.infer<typeof EdiQuery>,
    @Headers('accept') accept: string | undefined,
    @Headers('content-type') contentType: string | undefined,
    @Headers(SIGNATURE_HEADER) signature: string | undefined,
    @Body() body: unknown,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<EdiAcknowledgementView | Buffer> {
    const type = chooseType(accept, ['application/edifact', 'application/json']);
    if (!Buffer.isBuffer(body))
      throw body === undefined
        ? new ApiError('not_edifact', 'The body is empty.')
        : new ApiError('unsupported_media_type', `It takes ${EDI_TYPES.join(' or ')}.`);
    if (facilityId !== undefined) await this.checkPlace(facilityId);
    const acknowledged = await this.writes.around(call, async () => {
      const answer = await this.takeNow(body, contentType ?? EDI_TYPES[0], signature, facilityId);
      return { answer, status: isWhole(answer) ? 200 : 422 };
    });
    if (type === 'application/json') return acknowledgementView(acknowledged);
    const control = Buffer.from(writeControl(acknowledged.report), 'latin1');
    void reply.type('application/edifact; charset=iso-8859-1');
    void reply.header(SIGNATURE_HEADER, await this.signer.detached(SIGNED.acknowledgement, control));
    return control;
  }

  private async takeNow(
    bytes: Buffer,
    contentType: string,
    signature: string | undefined,
    facilityId: string | undefined,
  ): Promise<Acknowledged> {
    const person = whoActs()!;
    const sight = this.sights.now();
    const now = Date.now();
    const { organisationId } = person;
    const signed = await checkSignature(this.db, { bytes, signature, organisationId, now });
    try {
      return await this.interchanges.take(
        this.db,
        {
          ...{ bytes, contentType, way: 'edi', party: organisationId, by: person.id },
          ...signed,
        },
        (tx, codecos) =>
          facilityId !== undefined
            ? Promise.resolve(always(facilityId))
            : byLocation(
                tx,
                codecos.flatMap(({ containers }) => containers.flatMap(({ place }) => place ?? [])),
                (id) => sight.all || sight.places.has(id),
              ),
        now,
      );
    } catch (error) {
      if (!(error instanceof NotEdifact)) throw error;
      throw new ApiError('not_edifact', error.message, { cause: error });
    }
  }

  private async checkPlace(facilityId: string): Promise<void> {
    const { rowCount } = await this.db.query('select 1 from facilities where id = $1', [facilityId]);
    if (rowCount === 0) throw new ApiError('reference_unknown', `there is no facility ${facilityId}`);
    const sight = this.sights.now();
    if (!sight.all && !sight.places.has(facilityId))
      throw new ApiError('forbidden', `${facilityId} is another's.`);
  }
}

function isWhole({ report }: Acknowledged): boolean {
  return report.taken && report.messages.every(({ taken }) => taken);
}
