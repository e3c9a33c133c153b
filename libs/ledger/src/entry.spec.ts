import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { canonical } from './canonical.js';
import { entryText, type LedgerEntry } from './entry.js';

const text = fc.string({ unit: 'grapheme', maxLength: 40 });
const actor = fc.record({ person: text, role: text, organisation: text });
const entry: fc.Arbitrary<LedgerEntry> = fc.record({
  position: fc.integer({ min: 1, max: Number.MAX_SAFE_INTEGER }),
  id: fc.uuid(),
  at: text,
  kind: text,
  subject: text,
  by: fc.option(actor),
  data: text,
  previous: text,
});

describe('the text of an entry', () => {
  it('is its canonical form', () => {
    fc.assert(
      fc.property(entry, (one) => {
        expect(entryText(one)).toBe(canonical(one));
      }),
    );
  });
});
