import { Catch, Inject, Logger, type ArgumentsHost, type ExceptionFilter } from '@nestjs/common';
import type { Problem } from '@haidang/contract';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { SignInFailures } from '../devices/sign-in-failures.js';
import { apiErrorOf } from './api-error-of.js';
import { sessionOf } from '../identity/guard.js';
import { API_ERRORS, ApiError, type ApiErrorCode } from './errors.js';
import { RouteTable } from './route-table.js';

export const PROBLEM_TYPE = 'application/problem+json';
const RETRY_AFTER_SECONDS = 5;

/** What somebody tried who may not, and what another site's page tried in somebody's name: operators are told of these refusals. */
const TOLD: ReadonlySet<ApiErrorCode> = new Set([
  'forbidden',
  'cross_site',
  'own_message',
  'own_handover',
  'other_shift',
  'password_refused',
  'signature_missing',
  'signature_invalid',
]);

/** Answers every error as problem details (RFC 9457) with its stable code; what we did not foresee is logged, and who was refused what. */
@Catch()
export class ProblemFilter implements ExceptionFilter {
  private readonly log = new Logger('Http');
  private readonly refusals = new SignInFailures();

  constructor(@Inject(RouteTable) private readonly routes: RouteTable) {}

  catch(thrown: unknown, host: ArgumentsHost): void {
    const request = host.switchToHttp().getRequest<FastifyRequest>();
    const reply = host.switchToHttp().getResponse<FastifyReply>();
    const error = this.atKnownAddress(apiErrorOf(thrown), request, reply);
    if (error.status >= 500) this.report(error, request);
    if (TOLD.has(error.code)) this.tell(error, request);
    if (reply.sent) return;
    if (error.code === 'unavailable') void reply.header('retry-after', RETRY_AFTER_SECONDS);
    if (error.code === 'too_many_attempts')
      void reply.header('retry-after', Number(error.members['retryAfter']));
    for (const name of ['content-disposition', 'location']) reply.removeHeader(name);
    void reply
      .status(error.status)
      .type(PROBLEM_TYPE)
      .send(JSON.stringify(problemOf(error)));
  }

  /** An address that other methods have is not unknown: 405 with `Allow` (RFC 9110, section 15.5.6). */
  private atKnownAddress(error: ApiError, request: FastifyRequest, reply: FastifyReply): ApiError {
    if (error.code !== 'route_unknown') return error;
    const methods = this.routes.methodsAt(request.url);
    if (methods.length === 0 || methods.includes(request.method)) return error;
    void reply.header('allow', methods.join(', '));
    return new ApiError('method_not_allowed', `It takes ${methods.join(', ')}.`);
  }

  private report(error: ApiError, request: FastifyRequest): void {
    const cause = error.cause instanceof Error ? error.cause : error;
    this.log.error(`${callOf(request)}: ${error.code}: ${cause.message}`, cause.stack);
  }

  /** Each once in ten minutes, with how often it was since: who is refused a thousand times a second writes no thousand lines. */
  private tell({ code }: ApiError, request: FastifyRequest): void {
    const person = sessionOf(request)?.person;
    const who = person === undefined ? 'nobody' : `${person.role} ${person.id}`;
    const times = this.refusals.failed(`${callOf(request)} ${who} ${code}`, request.ip);
    if (times === 0) return;
    const often = times === 1 ? '' : `, ${times} times`;
    this.log.warn(`${callOf(request)}: refused to ${who} from ${request.ip}: ${code}${often}`);
  }
}

function callOf({ method, url }: FastifyRequest): string {
  return `${method} ${url.split('?', 1)[0]}`;
}

export function problemOf(error: ApiError): Problem & Record<string, unknown> {
  const { status, title } = API_ERRORS[error.code];
  return {
    ...error.members,
    type: `urn:haidang:error:${error.code}`,
    title,
    status,
    code: error.code,
    ...(error.detail !== undefined && { detail: error.detail }),
    ...(error.errors !== undefined && { errors: [...error.errors] }),
  };
}
