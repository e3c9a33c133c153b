import { Catch, Inject, Logger, type ArgumentsHost, type ExceptionFilter } from '@nestjs/common';
import type { Problem } from '@haidang/contract';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { apiErrorOf } from './api-error-of.js';
import { API_ERRORS, ApiError } from './errors.js';
import { RouteTable } from './route-table.js';

export const PROBLEM_TYPE = 'application/problem+json';
const RETRY_AFTER_SECONDS = 5;

/** Answers every error as problem details (RFC 9457) with its stable code; only what we did not foresee is logged. */
@Catch()
export class ProblemFilter implements ExceptionFilter {
  private readonly log = new Logger('Http');

  constructor(@Inject(RouteTable) private readonly routes: RouteTable) {}

  catch(thrown: unknown, host: ArgumentsHost): void {
    const request = host.switchToHttp().getRequest<FastifyRequest>();
    const reply = host.switchToHttp().getResponse<FastifyReply>();
    const error = this.atKnownAddress(apiErrorOf(thrown), request, reply);
    if (error.status >= 500) this.report(error, request);
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
    const path = request.url.split('?', 1)[0];
    this.log.error(`${request.method} ${path}: ${error.code}: ${cause.message}`, cause.stack);
  }
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
