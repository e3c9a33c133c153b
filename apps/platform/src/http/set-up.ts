import { STATUS_CODES } from 'node:http';
import type { Socket } from 'node:net';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import type { FastifyReply, FastifyServerOptions } from 'fastify';
import { CONFIG, type Config } from '../config/config.js';
import { demandRights } from '../access/guard.js';
import { demandDevices } from '../devices/http-door.js';
import { demandSessions } from '../identity/guard.js';
import { apiErrorOf } from './api-error-of.js';
import { limitForms, takeKnownBodies } from './body-parser.js';
import { leastHeaders } from './browser-headers.js';
import { ApiError } from './errors.js';
import { OpenApi } from './openapi.js';
import { problemOf, PROBLEM_TYPE, ProblemFilter } from './problem.filter.js';
import { RouteTable } from './route-table.js';

/**
 * Puts the API's ways over an application that has {@link HttpModule}: a session, or a device's credential, demanded of every call, problem
 * details for every error, bodies of known types only, the OpenAPI document. To be called after `NestFactory.create` and before `listen` or
 * `init`.
 */
export function setUpHttp(app: NestFastifyApplication): void {
  const fastify = app.getHttpAdapter().getInstance();
  app.get(RouteTable).watch(fastify);
  limitForms(fastify, formLimit(app.get<Config>(CONFIG)));
  demandSessions(app);
  demandDevices(app);
  demandRights(app);
  takeKnownBodies(app);
  app.useGlobalFilters(app.get(ProblemFilter));
  app.get(OpenApi).make(app);
}

/** A camera sends two pictures at once: of the plate and of the vehicle. */
function formLimit({ evidence }: Config): number {
  return 2 * evidence.maxBytes + 1024 * 1024;
}

/**
 * Options of the Fastify adapter: what the router itself refuses (an address that is none), and what is no HTTP at all, never reaches
 * a filter and is answered in the same form here.
 */
export function httpOptions(
  config: Pick<Config, 'trustedProxies' | 'tls' | 'publicUrl'>,
): FastifyServerOptions {
  const { trustedProxies } = config;
  return {
    frameworkErrors: (error, _request, reply) => refuse(error, reply),
    clientErrorHandler: (error, socket) => cut(error, socket, leastHeaders(config)),
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

/** Answers what Node could not read as a request, and ends the connection: where the next one begins nobody knows. */
function cut(error: NodeJS.ErrnoException, socket: Socket, headers: Readonly<Record<string, string>>): void {
  if (error.code === 'ECONNRESET' || !socket.writable) return void socket.destroy();
  const known = new ApiError(error.code === 'HPE_HEADER_OVERFLOW' ? 'headers_too_large' : 'not_http');
  const body = JSON.stringify(problemOf(known));
  const said = Object.entries(headers).map(([name, value]) => `${name}: ${value}\r\n`);
  socket.end(
    `HTTP/1.1 ${known.status} ${STATUS_CODES[known.status]}\r\nConnection: close\r\n` +
      `${said.join('')}Content-Type: ${PROBLEM_TYPE}\r\nContent-Length: ${Buffer.byteLength(body)}\r\n\r\n${body}`,
  );
}
