import { HttpException } from '@nestjs/common';
import { isDataError } from '@haidang/store';
import { ApiError, type ApiErrorCode } from './errors.js';

/** Fastify's own refusals, before a handler is reached. */
const FASTIFY_CODES: Readonly<Record<string, ApiErrorCode>> = {
  FST_ERR_CTP_BODY_TOO_LARGE: 'body_too_large',
  FST_ERR_CTP_INVALID_MEDIA_TYPE: 'unsupported_media_type',
  FST_ERR_MAX_PARAM_LENGTH_EXCEEDED: 'route_unknown',
};

const CODE_OF_STATUS: Readonly<Record<number, ApiErrorCode>> = {
  400: 'invalid_request',
  404: 'route_unknown',
  405: 'method_not_allowed',
  406: 'not_acceptable',
  413: 'body_too_large',
  414: 'route_unknown',
  415: 'unsupported_media_type',
  503: 'unavailable',
};

/** PostgreSQL is away, starting, stopping, full of connections or had to break a deadlock: trying again may help. */
const DATABASE_AWAY =
  /^(08...|57P0[1235]|53300|40001|40P01|ECONNREFUSED|ECONNRESET|EPIPE|ETIMEDOUT|ENOTFOUND|ENETUNREACH|EHOSTUNREACH)$/;
const POOL_GAVE_UP =
  /timeout exceeded when trying to connect|Connection terminated|Client has encountered a connection error/i;

/** Whatever was thrown, as an error with one of the public codes; what nobody foresaw is `internal`. */
export function apiErrorOf(error: unknown): ApiError {
  if (error instanceof ApiError) return error;
  if (error instanceof HttpException) return ofStatus(error.getStatus(), error);
  if (isRefusedByPolicy(error)) return new ApiError('forbidden', undefined, { cause: error });
  if (isDatabaseAway(error))
    return new ApiError('unavailable', 'The database does not answer.', { cause: error });
  if (isDataError(error)) return new ApiError('unstorable', undefined, { cause: error });
  const { code, statusCode } = (error ?? {}) as { code?: unknown; statusCode?: unknown };
  const known = typeof code === 'string' ? FASTIFY_CODES[code] : undefined;
  if (known !== undefined) return new ApiError(known, undefined, { cause: error });
  if (typeof statusCode === 'number' && statusCode < 500) return ofStatus(statusCode, error);
  return new ApiError('internal', undefined, { cause: error });
}

function ofStatus(status: number, cause: unknown): ApiError {
  const code = CODE_OF_STATUS[status] ?? (status < 500 ? 'invalid_request' : 'internal');
  return new ApiError(code, undefined, { cause });
}

/** The row that would be written lies outside the person's scope, or the person is an auditor: the database's own word. */
function isRefusedByPolicy(error: unknown): boolean {
  const { code, message } = (error ?? {}) as { code?: unknown; message?: unknown };
  return (
    code === '25006' ||
    (code === '42501' && typeof message === 'string' && message.includes('row-level security'))
  );
}

function isDatabaseAway(error: unknown): boolean {
  const { code, message } = (error ?? {}) as { code?: unknown; message?: unknown };
  if (typeof code === 'string' && DATABASE_AWAY.test(code)) return true;
  return typeof message === 'string' && POOL_GAVE_UP.test(message);
}
