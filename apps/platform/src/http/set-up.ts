import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import type { FastifyReply, FastifyServerOptions } from 'fastify';
import type { Config } from '../config/config.js';
import { demandSessions } from '../identity/guard.js';
import { apiErrorOf } from './api-error-of.js';
import { takeJsonOnly } from './body-parser.js';
import { OpenApi } from './openapi.js';
import { problemOf, PROBLEM_TYPE, ProblemFilter } from './problem.filter.js';
import { RouteTable } from './route-table.js';

/**
 * Puts the API's ways over an application that has {@link HttpModule}: a session demanded of every call, problem details for every error,
 * JSON bodies only, the OpenAPI document. To be called after `NestFactory.create` and before `listen` or `init`.
 */
export function setUpHttp(app: NestFastifyApplication): void {
  app.get(RouteTable).watch(app.getHttpAdapter().getInstance());
  demandSessions(app);
  takeJsonOnly(app);
  app.useGlobalFilters(app.get(ProblemFilter));
  app.get(OpenApi).make(app);
}

/**
 * Options of the Fastify adapter: what the router itself refuses (an address that is none) never reaches a filter and is
 * answered in the same form here.
 */
export function httpOptions({ trustedProxies }: Pick<Config, 'trustedProxies'>): FastifyServerOptions {
  return {
    frameworkErrors: (error, _request, reply) => refuse(error, reply),
    trustProxy: trustedProxies.length === 0 ? false : [...trustedProxies],
  };
}

function refuse(error: unknown, reply: FastifyReply): void {
  const known = apiErrorOf(error);
  void reply
    .status(known.status)
    .type(PROBLEM_TYPE)
    .send(JSON.stringify(problemOf(known)));
}
