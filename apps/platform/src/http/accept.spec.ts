import { describe, expect, it } from 'vitest';
import { chooseType } from './accept.js';

const OFFERED = ['application/json', 'application/geo+json', 'text/csv'] as const;

describe('the type of an answer', () => {
  it.each([
    [undefined, 'application/json'],
    ['', 'application/json'],
    ['*/*', 'application/json'],
    ['text/csv', 'text/csv'],
    ['TEXT/CSV; charset=utf-8', 'text/csv'],
    ['text/*', 'text/csv'],
    ['application/*', 'application/json'],
    ['application/*, application/geo+json', 'application/geo+json'],
    ['text/csv;q=0.5, application/geo+json;q=0.6', 'application/geo+json'],
    ['*/*;q=0.1, text/csv', 'text/csv'],
    ['application/json;q=0, */*', 'application/geo+json'],
    ['text/html, application/xhtml+xml, */*;q=0.8', 'application/json'],
    ['text/csv;q=high', 'text/csv'],
  ])('%s', (accept, type) => {
    expect(chooseType(accept, OFFERED)).toBe(type);
  });

  it.each(['image/png', 'text/csv;q=0', 'text/html, image/*'])('%s is refused', (accept) => {
    expect(() => chooseType(accept, OFFERED)).toThrowError(
      expect.objectContaining({ code: 'not_acceptable', detail: expect.stringContaining('text/csv') }),
    );
  });
});
