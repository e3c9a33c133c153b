import { isUtf8 } from 'node:buffer';
import { RouteConfig, type FastifyAdapter, type NestFastifyApplication } from '@nestjs/platform-fastify';
import type { FastifyRequest } from 'fastify';
import { BODY_LIMIT_BYTES } from './api.js';
import { ApiError } from './errors.js';

/** What a body may be; anything else is refused as `unsupported_media_type`. */
export const BODY_TYPES = ['application/json', 'application/merge-patch+json'] as const;

/** UN/EDIFACT (RFC 1767), and what terminals say instead. Only calls that say so take them ({@link TakesEdifact}). */
export const EDI_TYPES = ['application/edifact', 'text/plain'] as const;

interface RouteBody {
  readonly takesEdifact?: boolean;
}

/** A handler whose body is an interchange: it gets the bytes. */
export function TakesEdifact(): MethodDecorator {
  return RouteConfig({ takesEdifact: true } satisfies RouteBody);
}

/**
 * Takes JSON bodies, interchanges where they are wanted, and nothing else; keeps the bytes for the time of the request: an Idempotency-Key stands for exactly them.
 * The parser of everything else keeps Nest from adding one for forms.
 */
export function takeKnownBodies(app: NestFastifyApplication): void {
  const adapter = app.getHttpAdapter() as unknown as FastifyAdapter;
  adapter.getInstance().removeAllContentTypeParsers();
  for (const type of BODY_TYPES) {
    adapter.useBodyParser(type, true, { bodyLimit: BODY_LIMIT_BYTES }, parseBody);
  }
  for (const type of EDI_TYPES) {
    adapter.useBodyParser(type, true, { bodyLimit: BODY_LIMIT_BYTES }, takeEdifact);
  }
  adapter.useBodyParser('*', false, { bodyLimit: BODY_LIMIT_BYTES }, refuseBody);
}

export function rawBodyOf(request: FastifyRequest): Buffer | undefined {
  return (request as FastifyRequest & { rawBody?: Buffer }).rawBody;
}

/** No bytes are no body, whatever type they are said to have. @throws ApiError `not_utf8`, `not_json` (RFC 8259) */
async function parseBody(_request: unknown, bytes: Buffer): Promise<unknown> {
  if (bytes.length === 0) return undefined;
  if (!isUtf8(bytes)) throw new ApiError('not_utf8');
  try {
    return JSON.parse(bytes.toString('utf8'));
  } catch (error) {
    throw new ApiError('not_json', (error as Error).message, { cause: error });
  }
}

async function takeEdifact(request: FastifyRequest, bytes: Buffer): Promise<Buffer> {
  if ((request.routeOptions.config as RouteBody).takesEdifact === true) return bytes;
  return refuseBody(request);
}

async function refuseBody(request: FastifyRequest): Promise<never> {
  const type = request.headers['content-type'] ?? 'none';
  throw new ApiError(
    'unsupported_media_type',
    `It takes ${BODY_TYPES.join(' or ')}; the body's type is ${type}.`,
  );
}
