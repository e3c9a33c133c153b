import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import type { FastifyRequest } from 'fastify';
import { CONFIG, type Config } from '../config/config.js';
import { ApiError } from '../http/errors.js';
import { actingAs } from './acting.js';
import { opennessOf } from './openness.js';
import { isSameOrigin, isWrite } from './same-origin.js';
import { cookieToken, isSecure } from './session-cookie.js';
import { Sessions, type SignedIn } from './sessions.js';

const sessions = new WeakMap<FastifyRequest, SignedIn>();

/** Whose request it is; undefined on a public route. */
export function sessionOf(request: FastifyRequest): SignedIn | undefined {
  return sessions.get(request);
}

/**
 * Every route demands a session but those that say otherwise ({@link opennessOf}); the request then runs in its person's name. What is refused
 * is refused before its body is read.
 */
export function demandSessions(app: NestFastifyApplication): void {
  const [known, config] = [app.get(Sessions), app.get<Config>(CONFIG)];
  const fastify = app.getHttpAdapter().getInstance();
  fastify.addHook('onRequest', async (request) => {
    const openness = opennessOf(request.routeOptions.config);
    if (openness === 'public' || openness === 'device' || request.is404) return;
    const session = await admit(known, config, request);
    if (session.must !== null && openness !== 'beginning') refuseUndone(session.must);
    sessions.set(request, session);
  });
  // after the body is read, whose events run outside
  fastify.addHook('preHandler', (request, _reply, done) => {
    const session = sessions.get(request);
    if (session === undefined) done();
    else actingAs(session.person, done);
  });
}

/** @throws ApiError `not_signed_in`, `cross_site` */
async function admit(known: Sessions, config: Config, request: FastifyRequest): Promise<SignedIn> {
  const session = await sessionNamed(known, config, request);
  if (session === undefined) throw new ApiError('not_signed_in');
  // a cookie is sent by the browser, whoever's page asks for it; a token in the header only by who has it
  const bearer = bearerToken(request.headers.authorization);
  if (bearer === undefined && isWrite(request.method)) refuseForeign(config, request, false);
  return session;
}

/** The session whose token or cookie a request carries; undefined: it carries none, or of one that is over. */
export async function sessionNamed(
  known: Sessions,
  config: Config,
  request: FastifyRequest,
): Promise<SignedIn | undefined> {
  const { authorization, cookie } = request.headers;
  const token = bearerToken(authorization) ?? cookieToken(cookie, isSecure(config, request));
  return token === undefined ? undefined : known.find(token);
}

/** @throws ApiError `cross_site` when another site's page sent the request */
export function refuseForeign(config: Config, { headers }: FastifyRequest, otherwise: boolean): void {
  const site = headers['sec-fetch-site'];
  const origins = { origin: headers.origin, site, host: headers.host };
  if (!isSameOrigin(config, origins, otherwise)) throw new ApiError('cross_site');
}

export function bearerToken(header: string | undefined): string | undefined {
  return /^Bearer +([A-Za-z0-9_-]{20,200})$/i.exec(header ?? '')?.[1];
}

function refuseUndone(must: NonNullable<SignedIn['must']>): never {
  throw new ApiError(must === 'change_password' ? 'password_change_required' : 'second_factor_required');
}
