import { z } from 'zod';
import { describe, expect, it } from 'vitest';
import { ApiError } from '../http/errors.js';
import { LineErrors, oneOrMany } from './lines.js';

const Line = z.object({ name: z.string().min(1) });
const read = (body: unknown) => oneOrMany(Line).transform(body, { type: 'body' });

function refusal(body: unknown): string[] {
  try {
    read(body);
  } catch (error) {
    if (error instanceof ApiError) return (error.errors ?? []).map(({ path }) => path);
  }
  throw new Error('it was taken');
}

describe('a body with one thing or many', () => {
  it('is what it looks like', () => {
    expect(read({ name: 'a' })).toEqual({ lines: [{ name: 'a' }], areMany: false });
    expect(read({ lines: [{ name: 'a' }, { name: 'b' }] })).toEqual({
      lines: [{ name: 'a' }, { name: 'b' }],
      areMany: true,
    });
  });

  it.each([
    [{ name: '' }, ['name']],
    [{ lines: [{ name: 'a' }, { name: '' }, {}] }, ['lines.1.name', 'lines.2.name']],
    [{ lines: [{ name: 'a' }, { name: 'b\0' }] }, ['lines.1.name']],
    [{ lines: [] }, ['lines']],
    [{ lines: 'a' }, ['lines']],
    [{ lines: Array.from({ length: 10_001 }, () => ({ name: 'a' })) }, ['lines']],
    [null, ['']],
    ['text', ['']],
  ])('%.60j is wrong at %j', (body, paths) => {
    expect(refusal(body)).toEqual(paths);
  });
});

it('a line that repeats another is told which', () => {
  const errors = new LineErrors(true);
  errors.repeated(['a', 'b', 'a', '', 'a', ''], 'name', (name) => (name === '' ? undefined : name));
  expect(errors.all).toEqual([
    { path: 'lines.2.name', message: 'line 0 has named it before' },
    { path: 'lines.4.name', message: 'line 0 has named it before' },
  ]);
});
