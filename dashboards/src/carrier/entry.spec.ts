import type { TransitView } from '@haidang/contract';
import { expect, test } from 'vitest';
import { changeOf, copyOf, draftOf, EMPTY, entryOf, NO_BOX, wrongBoxes } from './entry.js';

const route = { from: 'PORT', to: 'BORDER' };

test('what is entered goes out trimmed, by the viewer’s clock, without what was left empty', () => {
  const draft = {
    ...{ ...EMPTY, number: ' QT-1 ', declaration: 'TK-1', routeId: 'R', plate: '15C-123.45' },
    ...{
      arriveBy: '2026-11-27T18:00',
      containers: [{ ...NO_BOX, number: 'CSQU3054383', carrierSeal: 'ML-1' }],
    },
  };
  expect(entryOf(draft, route)).toEqual({
    ...{ number: 'QT-1', declaration: 'TK-1', routeId: 'R', from: 'PORT', to: 'BORDER' },
    vehicle: { plate: '15C-123.45' },
    containers: [{ number: 'CSQU3054383', carrierSeal: 'ML-1' }],
    arriveBy: new Date(2026, 10, 27, 18).toISOString(),
  });
});

test('a copy has the way and the truck of the other, and no number of it', () => {
  expect(copyOf({ routeId: 'R', vehicle: { plate: '15C-1', trailer: '15R-2' } })).toEqual({
    ...EMPTY,
    ...{ routeId: 'R', plate: '15C-1', trailer: '15R-2' },
  });
});

test('a container number with a wrong check digit is named by its place; one not typed yet is not wrong', () => {
  const boxes = ['CSQU3054383', 'csqu 305438-4', ''].map((number) => ({ ...NO_BOX, number }));
  expect(wrongBoxes({ ...EMPTY, containers: boxes })).toEqual([1]);
});

test('a change says what replaces what was entered, takes away what was emptied, and leaves the rest', () => {
  const before = {
    ...{
      number: 'QT-1',
      declaration: 'TK-1',
      routeId: 'R',
      departBy: '2026-11-27T01:00:30.000Z',
      arriveBy: null,
    },
    ...route,
    vehicle: { plate: '15C-1', trailer: '15R-2' },
    containers: [{ number: 'CSQU3054383', customsSeal: 'HQ-7' }, { number: 'TCNU7200794' }],
  } as unknown as TransitView;
  const draft = draftOf(before);
  expect(entryOf(draft, route)).toMatchObject({
    number: 'QT-1',
    vehicle: { plate: '15C-1', trailer: '15R-2' },
  });
  const [first, second] = draft.containers;
  const change = { ...draft, trailer: '', containers: [{ ...first!, sealId: 'VN1' }, second!] };
  expect(changeOf(change, route, before)).toEqual({
    vehicle: { plate: '15C-1', trailer: null },
    containers: [{ number: 'CSQU3054383', sealId: 'VN1', customsSeal: 'HQ-7' }, { number: 'TCNU7200794' }],
  });
  expect(changeOf({ ...draft, departBy: '' }, route, before)).toEqual({ departBy: null });
  expect(changeOf({ ...draft, routeId: 'S' }, { from: 'PORT', to: 'ELSEWHERE' }, before)).toEqual({
    ...{ routeId: 'S', to: 'ELSEWHERE' },
  });
  expect(changeOf(draft, route, before)).toEqual({});
});
