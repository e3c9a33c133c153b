import { readFileSync } from 'node:fs';
import { QUARANTINE_REASONS } from '@haidang/domain';
import { describe, expect, it } from 'vitest';
import { API_ERRORS, ApiError } from './errors.js';
import { problemOf } from './problem.filter.js';

const page = readFileSync(new URL('../../../../docs/errors.md', import.meta.url), 'utf8');
const storeErrors = readFileSync(new URL('../../../../libs/store/src/errors.ts', import.meta.url), 'utf8');

/** Rows of the tables: a code, and a status where the table has one. */
const rows = [...page.matchAll(/^\| `([a-z_0-9]+)` *\|(?: (\d{3}) *\|)? (.+?) *\|$/gm)].map((match) => ({
  code: match[1]!,
  status: match[2] === undefined ? undefined : Number(match[2]),
  text: match[3]!,
}));

describe('docs/errors.md', () => {
  it('lists every code of the API with its status, once, and no other', () => {
    const documented = rows.filter(({ status }) => status !== undefined);
    expect(documented.map(({ code, status }) => `${code} ${status}`).sort()).toEqual(
      Object.entries(API_ERRORS)
        .map(([code, { status }]) => `${code} ${status}`)
        .sort(),
    );
  });

  it('lists every reason of the quarantine', () => {
    expect(QUARANTINE_REASONS.filter((reason) => !rows.some(({ code }) => code === reason))).toEqual([]);
  });

  it('lists every error of the store', () => {
    const union = /type StoreErrorCode =([^;]+);/.exec(storeErrors)![1]!;
    const codes = [...union.matchAll(/'([a-z_]+)'/g)].map((match) => match[1]);
    expect(codes.length).toBeGreaterThanOrEqual(3);
    expect(rows.filter(({ status }) => status === undefined).map(({ code }) => code)).toEqual(codes);
  });

  it('explains each in a sentence', () => {
    for (const { code, text } of rows) expect(text, code).toMatch(/^[A-Z`].{15,}\.$/);
  });
});

describe('an error of the API', () => {
  it('becomes problem details with its members beside the standard ones', () => {
    const error = new ApiError('seal_in_use', 'The seal S1 closes another.', {
      errors: [{ path: 'containers.0.sealId', message: 'taken' }],
      members: { sealId: 'S1', status: 200 },
      cause: new Error('inside'),
    });
    expect(problemOf(error)).toEqual({
      type: 'urn:haidang:error:seal_in_use',
      title: 'The seal closes a container of another transit under way.',
      status: 409,
      code: 'seal_in_use',
      detail: 'The seal S1 closes another.',
      errors: [{ path: 'containers.0.sealId', message: 'taken' }],
      sealId: 'S1',
    });
  });
});
