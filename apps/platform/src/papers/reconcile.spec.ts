import type { DeclaredRecord, LoadedRecord } from '@haidang/store';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { reconcile } from './reconcile.js';

const stay = (carrierSeal: string | null = null, outAt: number | null = null) => ({
  ...{ id: 'stay', state: 'landed' as const, carrierSeal, inAt: 1, outAt },
});
function loaded(container: string, more: Partial<LoadedRecord> = {}): LoadedRecord {
  const seals = { carrierSeal: null, customsSeal: null };
  return {
    container,
    declaration: null,
    ...seals,
    line: 0,
    loadedAt: 5,
    stay: stay(),
    eligibility: null,
    ...more,
  };
}
function declared(container: string, more: Partial<DeclaredRecord> = {}): DeclaredRecord {
  const of = { expectedId: container, declaration: 'D1', departure: 'V1' };
  return { container, ...of, carrierSeal: null, stay: null, ...more };
}
const kinds = (took: LoadedRecord[], said: DeclaredRecord[]) =>
  reconcile('V1', took, said).map(({ kind, container }) => `${container} ${kind}`);

it('nothing differs where what was declared was brought in and loaded, however its seal is written', () => {
  const one = loaded('A', { carrierSeal: 'ml-vn 001', stay: stay('ML-VN001') });
  expect(kinds([one], [declared('A', { carrierSeal: 'MLVN001' })])).toEqual([]);
});

it.each<[string, LoadedRecord[], DeclaredRecord[], string[]]>([
  ['what nobody declared', [loaded('A')], [], ['A loaded_not_declared']],
  ['what was declared and is not there', [], [declared('A')], ['A declared_not_loaded']],
  [
    'what came and left again by the gate',
    [],
    [declared('A', { stay: stay(null, 3) })],
    ['A declared_not_loaded'],
  ],
  ['what stands there still', [], [declared('A', { stay: stay() })], ['A brought_in_not_loaded']],
  ['what never stood there', [loaded('A', { stay: null })], [declared('A')], ['A loaded_never_brought_in']],
  [
    'a seal other than declared',
    [loaded('A', { carrierSeal: 'S1' })],
    [declared('A', { carrierSeal: 'S2' })],
    ['A other_seal'],
  ],
  [
    'a seal other than it came with',
    [loaded('A', { carrierSeal: 'S1', stay: stay('S2') })],
    [declared('A')],
    ['A other_seal'],
  ],
  [
    'what was declared for another vessel',
    [loaded('A')],
    [declared('A', { departure: 'V2' })],
    ['A other_departure'],
  ],
  [
    'what is declared for another vessel and stands',
    [],
    [declared('A', { departure: 'V2', stay: stay() })],
    [],
  ],
  ['what is declared for whichever', [loaded('A')], [declared('A', { departure: null })], []],
  [
    'what was suspended',
    [loaded('A', { eligibility: { id: 'e', state: 'suspended' } })],
    [declared('A')],
    ['A loaded_suspended'],
  ],
  [
    'another number with the seal that was declared',
    [loaded('B', { carrierSeal: 'S1' })],
    [declared('A', { carrierSeal: 'S1' }), declared('C')],
    ['B other_number', 'C declared_not_loaded'],
  ],
  [
    'another number as the only one of its declaration',
    [loaded('B', { declaration: 'D1' })],
    [declared('A')],
    ['B other_number'],
  ],
  [
    'two of a declaration, which nothing tells apart',
    [loaded('B', { declaration: 'D1' })],
    [declared('A'), declared('C')],
    ['A declared_not_loaded', 'B loaded_not_declared', 'C declared_not_loaded'],
  ],
])('%s is told', (_, took, said, expected) => {
  expect(kinds(took, said)).toEqual(expected);
});

it('of the same papers in another order it says the same, and of each container that something is wrong with', () => {
  const name = fc.constantFrom('A', 'B', 'C', 'D', 'E');
  const seal = fc.constantFrom(null, 'S1', 'S2', 'S3');
  const departure = fc.constantFrom('V1', 'V2', null);
  const took = fc.uniqueArray(
    fc.record({ container: name, carrierSeal: seal, declaration: fc.constantFrom(null, 'D1', 'D2') }),
    { selector: ({ container }) => container },
  );
  const said = fc.uniqueArray(
    fc.record({ container: name, carrierSeal: seal, declaration: fc.constantFrom('D1', 'D2'), departure }),
    { selector: ({ container }) => container },
  );
  fc.assert(
    fc.property(took, said, (took, said) => {
      const [these, those] = [
        took.map(({ container, ...more }) => loaded(container, more)),
        said.map(({ container, ...more }) => declared(container, more)),
      ];
      const differences = kinds(these, those);
      expect(kinds(these.toReversed(), those.toReversed())).toEqual(differences);
      const names = new Set(said.map(({ container }) => container));
      for (const { container } of took)
        if (!names.has(container))
          expect(
            differences.some(
              (one) => one === `${container} loaded_not_declared` || one === `${container} other_number`,
            ),
          ).toBe(true);
    }),
  );
});
