import type { AlarmView, Position, TransitView } from '@haidang/contract';
import { expect, test } from 'vitest';
import { search } from './search-index.js';

const position = (sealId: string, container: string | null) =>
  [sealId, { sealId, container } as Position] as const;

const transit = (number: string, container: string, sealId: string, state: TransitView['state']) =>
  ({
    number,
    state,
    containers: [{ number: container, sealId }],
    declaration: `3012${number.slice(-5)}`,
    vehicle: { plate: '15C-123.45', trailer: `15R-${number.slice(-5)}` },
  }) as TransitView;

const known = {
  positions: new Map([position('VN000123', 'CSQU3054383'), position('VN000124', 'TCNU7200794')]),
  alarms: new Map([
    [
      'a',
      { sealId: 'VN000124', containerNumber: 'TCNU7200794', transitNumber: 'QT-2026-00412' } as AlarmView,
    ],
  ]),
  transits: [
    transit('QT-2026-00500', 'TOLU4734787', 'VN000200', 'in_transit'),
    transit('QT-2026-00001', 'BEAU6168370', 'VN000123', 'closed'),
  ],
};

const seals = (text: string) => search(text, known, 10).map(({ sealId }) => sealId);

test('a container is found by its number as people write it', () => {
  expect(seals('CSQU305438[3]')).toEqual(['VN000123']);
  expect(seals('csqu 305438-3')).toEqual(['VN000123']);
  expect(seals('305438')).toEqual(['VN000123']);
});

test('a seal, a transit, a declaration and a plate are found, in view or not', () => {
  expect(seals('vn000200')).toEqual(['VN000200']);
  expect(seals('QT-2026-00412')).toEqual(['VN000124']);
  expect(seals('15C 12345')).toEqual(['VN000200']);
  expect(seals('301200500')).toEqual(['VN000200']);
  expect(seals('15R 00500')).toEqual(['VN000200']);
});

test('a hit says which declaration or plate it was found by, and nothing where its own numbers show it', () => {
  const by = (text: string) => search(text, known, 10)[0]?.by;
  expect(by('0120050')).toEqual({ what: 'declaration', text: '301200500' });
  expect(by('15R-005')).toEqual({ what: 'plate', text: '15R-00500' });
  expect(by('12345')).toEqual({ what: 'plate', text: '15C-123.45' });
  expect(by('TOLU4734787')).toBeUndefined();
  expect(by('QT-2026-00500')).toBeUndefined();
});

test('a transit that is over does not name its seal any more', () => {
  expect(seals('BEAU6168370')).toEqual([]);
});

test('those that begin with the text come first, those with an alarm before the others', () => {
  expect(seals('VN0001')).toEqual(['VN000124', 'VN000123']);
  expect(search('VN0001', known, 1)).toHaveLength(1);
});

test('nothing but separators finds nothing', () => {
  expect(seals(' - ')).toEqual([]);
});
