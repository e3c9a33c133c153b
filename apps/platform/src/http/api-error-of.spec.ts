import { HttpException } from '@nestjs/common';
import { describe, expect, it } from 'vitest';
import { apiErrorOf } from './api-error-of.js';
import { ApiError } from './errors.js';

const withCode = (code: string, more: object = {}) => Object.assign(new Error('inside'), { code, ...more });

describe('whatever is thrown has a public code', () => {
  it.each([
    ['an error of ours', new ApiError('in_use'), 'in_use'],
    ['an unknown route', new HttpException('Cannot GET /x', 404), 'route_unknown'],
    ['a refusal by Nest', new HttpException('no', 418), 'invalid_request'],
    ['a failure of Nest', new HttpException('no', 500), 'internal'],
    ['a body over the limit', withCode('FST_ERR_CTP_BODY_TOO_LARGE', { statusCode: 413 }), 'body_too_large'],
    [
      'a wrong type',
      withCode('FST_ERR_CTP_INVALID_MEDIA_TYPE', { statusCode: 415 }),
      'unsupported_media_type',
    ],
    [
      'a wrong length',
      withCode('FST_ERR_CTP_INVALID_CONTENT_LENGTH', { statusCode: 400 }),
      'invalid_request',
    ],
    ['a database that is away', withCode('ECONNREFUSED'), 'unavailable'],
    ['a database that stops', withCode('57P01'), 'unavailable'],
    ['a connection that breaks', new Error('Connection terminated unexpectedly'), 'unavailable'],
    ['a pool without a free connection', new Error('timeout exceeded when trying to connect'), 'unavailable'],
    ['a deadlock', withCode('40P01'), 'unavailable'],
    ['a value the database refuses', withCode('22003'), 'unstorable'],
    ['a wrong statement', withCode('42P01'), 'internal'],
    ['a bug', new TypeError('x is not a function'), 'internal'],
    ['something that is no error', 'text', 'internal'],
    ['nothing', undefined, 'internal'],
  ])('%s', (_, thrown, code) => {
    expect(apiErrorOf(thrown).code).toBe(code);
  });
});
