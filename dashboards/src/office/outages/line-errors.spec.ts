import { expect, test } from 'vitest';
import { ApiError } from '../../shared/api/client.js';
import { lineErrors } from './line-errors.js';

test('each error by its line, in their order; what is of no line first', () => {
  const errors = [
    { path: 'line 12: time', message: 'not an RFC 3339 date-time' },
    { path: 'line 3: container', message: 'not a container number' },
    { path: '', message: '1 to 10,000 lines are wanted' },
  ];
  expect(lineErrors(new ApiError(400, 'invalid_request', 'x', { errors }))).toEqual([
    { line: 0, field: '', message: '1 to 10,000 lines are wanted' },
    { line: 3, field: 'container', message: 'not a container number' },
    { line: 12, field: 'time', message: 'not an RFC 3339 date-time' },
  ]);
});

test('another refusal names no lines', () => {
  expect(lineErrors(new ApiError(409, 'conflict', 'x'))).toEqual([]);
  expect(lineErrors(new Error('x'))).toEqual([]);
});
