import { describe, expect, it } from 'vitest';
import { mergePatch } from './merge-patch.js';

/** RFC 7396, appendix A, as far as the target is an object. */
const RFC_7396 = [
  [{ a: 'b' }, { a: 'c' }, { a: 'c' }],
  [{ a: 'b' }, { b: 'c' }, { a: 'b', b: 'c' }],
  [{ a: 'b' }, { a: null }, {}],
  [{ a: 'b', b: 'c' }, { a: null }, { b: 'c' }],
  [{ a: ['b'] }, { a: 'c' }, { a: 'c' }],
  [{ a: 'c' }, { a: ['b'] }, { a: ['b'] }],
  [{ a: { b: 'c' } }, { a: { b: 'd', c: null } }, { a: { b: 'd' } }],
  [{ a: [{ b: 'c' }] }, { a: [1] }, { a: [1] }],
  [{ e: null }, { a: 1 }, { e: null, a: 1 }],
  [{ a: 'foo' }, { a: { bb: { ccc: null } } }, { a: { bb: {} } }],
  [{}, { a: { bb: { ccc: null } } }, { a: { bb: {} } }],
] as const;

describe('a merge patch', () => {
  it.each(RFC_7396)('%j with %j is %j', (target, patch, result) => {
    expect(mergePatch(target, patch)).toEqual(result);
  });

  it('leaves the target as it was, and takes no prototype', () => {
    const target = { vehicle: { plate: 'A' } };
    const merged = mergePatch(target, JSON.parse('{"vehicle":{"plate":"B"},"__proto__":{"polluted":true}}'));
    expect(target).toEqual({ vehicle: { plate: 'A' } });
    expect((merged as { polluted?: boolean }).polluted).toBeUndefined();
    expect(({} as { polluted?: boolean }).polluted).toBeUndefined();
  });

  it('goes no deeper than any thing does', () => {
    const deep = JSON.parse(`${'{"a":'.repeat(100_000)}1${'}'.repeat(100_000)}`) as unknown;
    expect(() => mergePatch({}, deep)).toThrowError(expect.objectContaining({ code: 'invalid_request' }));
  });

  it('may repeat the id but not change it', () => {
    expect(mergePatch({ id: 'A', n: 1 }, { id: 'A', n: 2 })).toEqual({ id: 'A', n: 2 });
    expect(() => mergePatch({ id: 'A' }, { id: 'B' })).toThrowError(
      expect.objectContaining({
        code: 'invalid_request',
        errors: [{ path: 'id', message: 'it cannot be changed' }],
      }),
    );
  });

  it.each([[undefined], [null], ['text'], [[{ a: 1 }]]])('is an object, not %j', (patch) => {
    expect(() => mergePatch({ id: 'A' }, patch)).toThrowError(
      expect.objectContaining({ code: 'invalid_request' }),
    );
  });
});
