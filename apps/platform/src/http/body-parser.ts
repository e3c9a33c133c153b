import { isUtf8 } from 'node:buffer';
import type { FastifyAdapter, NestFastifyApplication } from '@nestjs/platform-fastify';
import type { FastifyInstance, FastifyRequest, RouteOptions } from 'fastify';
import { BODY_LIMIT_BYTES } from './api.js';
import { ApiError } from './errors.js';

/** What a body may be; anything else is refused as `unsupported_media_type`, but where a route takes it as bytes ({@link BytesConfig}). */
export const BODY_TYPES = ['application/json', 'application/merge-patch+json'] as const;

/** In `takes`: whatever its type. */
export const ANY_TYPE = '*/*';
const FORM = 'multipart/form-data';

/** In a route's configuration: bodies of these types are handed on as they came. */
export interface BytesConfig {
  readonly takes?: readonly string[];
}

/** Gives routes that take forms, which bring files, a limit of their own. To be called before they are registered. */
export function limitForms(fastify: FastifyInstance, bodyLimit: number): void {
  fastify.addHook('onRoute', (route: RouteOptions) => {
    if (typesOf(route.config).includes(FORM)) route.bodyLimit = bodyLimit;
  });
}

/**
 * Takes JSON bodies, others where a route wants them, and nothing else; keeps the bytes for the time of the request: an Idempotency-Key stands
 * for exactly them. The parser of everything else keeps Nest from adding one for forms.
 */
export function takeKnownBodies(app: NestFastifyApplication): void {
  const adapter = app.getHttpAdapter() as unknown as FastifyAdapter;
  adapter.getInstance().removeAllContentTypeParsers();
  for (const type of BODY_TYPES) {
    adapter.useBodyParser(type, true, { bodyLimit: BODY_LIMIT_BYTES }, parseBody);
  }
  adapter.useBodyParser('*', true, { bodyLimit: BODY_LIMIT_BYTES }, otherBody);
}

export function rawBodyOf(request: FastifyRequest): Buffer | undefined {
  return (request as FastifyRequest & { rawBody?: Buffer }).rawBody;
}

/** What came, as it came, of a call that takes files beside JSON; empty when nothing did. @param body as it was parsed */
export function bytesOf(request: FastifyRequest, body: unknown): Buffer {
  return Buffer.isBuffer(body) ? body : (rawBodyOf(request) ?? Buffer.alloc(0));
}

/** Whether that is said to be of a type; with no type said it is of none. */
export function isOfType({ headers }: FastifyRequest, type: string): boolean {
  return headers['content-type']?.toLowerCase().startsWith(type) === true;
}

/** No bytes are no body, whatever type they are said to have. @throws ApiError `not_utf8`, `not_json` (RFC 8259) */
async function parseBody(request: FastifyRequest, bytes: Buffer): Promise<unknown> {
  if (takesAsBytes(request)) return bytes;
  if (bytes.length === 0) return undefined;
  if (!isUtf8(bytes)) throw new ApiError('not_utf8');
  try {
    return JSON.parse(bytes.toString('utf8'));
  } catch (error) {
    throw new ApiError('not_json', (error as Error).message, { cause: error });
  }
}

/** @throws ApiError `unsupported_media_type` */
async function otherBody(request: FastifyRequest, bytes: Buffer): Promise<Buffer> {
  if (takesAsBytes(request)) return bytes;
  const type = request.headers['content-type'] ?? 'none';
  const own = typesOf(request.routeOptions.config);
  const taken = own.length === 0 ? BODY_TYPES : own;
  throw new ApiError('unsupported_media_type', `It takes ${taken.join(' or ')}; the body's type is ${type}.`);
}

function takesAsBytes(request: FastifyRequest): boolean {
  const types = typesOf(request.routeOptions.config);
  const type = request.headers['content-type']?.split(';', 1)[0]!.trim().toLowerCase();
  return types.includes(ANY_TYPE) || (type !== undefined && types.includes(type));
}

function typesOf(config: unknown): readonly string[] {
  return (config as BytesConfig | undefined)?.takes ?? [];
}
