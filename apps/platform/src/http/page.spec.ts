import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { listOf, pageOf, readCursor, readIdCursor, readTimeCursor, writeCursor } from './page.js';

const page = (rows: number[], limit: number) =>
  pageOf(
    rows,
    limit,
    (row) => `#${row}`,
    (row) => [row],
  );

describe('a page', () => {
  it('leads on only when a row was read beyond it', () => {
    expect(page([1, 2, 3], 3)).toEqual({ items: ['#1', '#2', '#3'], next: null });
    expect(page([1, 2, 3], 2)).toEqual({ items: ['#1', '#2'], next: writeCursor([2]) });
    expect(page([], 2)).toEqual({ items: [], next: null });
  });
});

describe('a cursor', () => {
  it('gives back what was written', () => {
    expect(readCursor(writeCursor([5, 'é']), z.tuple([z.int(), z.string()]))).toEqual([5, 'é']);
    expect(readIdCursor(writeCursor(['S1']))).toBe('S1');
    const at = '2026-01-01T00:00:00.123456Z';
    expect(readTimeCursor(writeCursor([at, 'T1']))).toEqual({ at, id: 'T1' });
    expect(readTimeCursor(undefined)).toBeNull();
  });

  it.each([
    ['not JSON', 'abc'],
    ['another list', writeCursor(['S1'])],
    ['no time', writeCursor(['yesterday', 'T1'])],
    ['no text for a database', writeCursor(['2026-01-01T00:00:00Z', 'a\0b'])],
  ])('of %s is refused', (_, cursor) => {
    expect(() => readTimeCursor(cursor)).toThrowError(expect.objectContaining({ code: 'invalid_request' }));
  });
});

describe('a list in a query', () => {
  const states = listOf(z.enum(['open', 'closed']));

  it('is one value, several with commas, or the parameter repeated', () => {
    expect(states.parse('open')).toEqual(['open']);
    expect(states.parse('open,closed')).toEqual(['open', 'closed']);
    expect(states.parse(['open', 'closed'])).toEqual(['open', 'closed']);
    expect(states.parse(undefined)).toBeUndefined();
    expect(states.safeParse('open,lost').success).toBe(false);
  });
});
