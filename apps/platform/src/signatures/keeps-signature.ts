import { randomUUID } from 'node:crypto';
import {
  Inject,
  Injectable,
  type CallHandler,
  type ExecutionContext,
  type NestInterceptor,
} from '@nestjs/common';
import { enterLedger, insertSignedCall, sha256Hex, type ScopedPool } from '@haidang/store';
import type { FastifyRequest } from 'fastify';
import type { Observable } from 'rxjs';
import { SERVING } from '../database.js';
import { rawBodyOf } from '../http/body-parser.js';
import { whoActs } from '../identity/acting.js';
import { actNow } from '../ledger/act.js';
import { checkSignature, SIGNATURE_HEADER } from './check-signature.js';

const READS = ['GET', 'HEAD'];

/**
 * Over a controller whose writes organisations' systems may sign: looks at the signature as the organisation's setting says, and keeps the call
 * as it came, before anything is done. Port messages keep their own.
 */
@Injectable()
export class KeepsSignature implements NestInterceptor {
  constructor(@Inject(SERVING) private readonly db: ScopedPool) {}

  /** @throws ApiError `signature_missing`, `signature_invalid` */
  async intercept(context: ExecutionContext, next: CallHandler): Promise<Observable<unknown>> {
    const request = context.switchToHttp().getRequest<FastifyRequest>();
    const person = whoActs();
    if (person === undefined || READS.includes(request.method)) return next.handle();
    const bytes = rawBodyOf(request) ?? Buffer.alloc(0);
    const header = request.headers[SIGNATURE_HEADER];
    const signature = typeof header === 'string' ? header : undefined;
    const { organisationId } = person;
    const signed = await checkSignature(this.db, { bytes, signature, organisationId, now: Date.now() });
    if (signed.signature === null && signed.flags.length === 0) return next.handle();
    const call = `${request.method} ${request.url.split('?', 1)[0]}`;
    const id = randomUUID();
    await this.db.transaction(async (tx) => {
      await insertSignedCall(tx, { id, organisationId, by: person.id, call, bytes, ...signed });
      const { signedBy, flags } = signed;
      await enterLedger(tx, [
        actNow('call.signed', `signed-call/${id}`, { call, sha256: sha256Hex(bytes), signedBy, flags }),
      ]);
    });
    return next.handle();
  }
}
