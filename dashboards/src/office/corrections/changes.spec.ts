import type { PortMessage, PortMessageView } from '@haidang/contract';
import { expect, test } from 'vitest';
import { changesOf, sieved } from './changes.js';

const common = { version: 1, number: 'N1', facilityId: 'PORT', at: '2026-11-26T01:00:00.000Z' } as const;
const landed: PortMessage = {
  ...common,
  form: '14',
  container: 'CSQU3054383',
  carrierSeal: 'VN1',
  goods: { packages: 10, description: 'giấy' },
};
const of = (message: object) => ({
  message: { ...common, reason: 'x', corrects: 'N1', ...message } as PortMessage,
});
const report = { message: landed, container: 'CSQU3054383' };

test('a landing that is told otherwise: what is told, and what stays is left out', () => {
  const changes = { carrierSeal: 'VN2', purpose: 'import', goods: { packages: 12, description: 'giấy' } };
  expect(changesOf(of({ form: '16', changes }), report)).toEqual([
    { what: 'purpose', was: null, isNow: 'import' },
    { what: 'carrierSeal', was: 'VN1', isNow: 'VN2' },
    { what: 'packages', was: 10, isNow: 12 },
  ]);
});

test('a cancellation leaves nothing of what was', () => {
  expect(changesOf(of({ form: '17' }), report)).toEqual([
    { what: 'container', was: 'CSQU3054383', isNow: null },
    { what: 'at', was: common.at, isNow: null },
    { what: 'carrierSeal', was: 'VN1', isNow: null },
    { what: 'description', was: 'giấy', isNow: null },
    { what: 'packages', was: 10, isNow: null },
  ]);
});

test('a number, and how much there is', () => {
  expect(changesOf(of({ form: '27', container: 'TCNU7200794' }), report)).toEqual([
    { what: 'container', was: 'CSQU3054383', isNow: 'TCNU7200794' },
  ]);
  expect(changesOf(of({ form: '25', goods: { grossKg: 900 } }), report)).toEqual([
    { what: 'grossKg', was: null, isNow: 900 },
  ]);
});

test('of what waits the longest is first, of all the latest; what is chosen stays in its place', () => {
  const one = (id: string, receivedAt: string, more: Partial<PortMessageView> = {}): PortMessageView => ({
    ...{ id, number: id, facilityId: 'PORT', form: '17', way: 'rest', state: 'waiting', flags: [] },
    ...{ at: receivedAt, receivedAt, ...of({ form: '17' }) },
    ...more,
  });
  const all = [
    one('new', '2026-11-26T09:00:00.000Z'),
    one('old', '2026-11-26T08:00:00.000Z', { facilityId: 'ICD' }),
    one('done', '2026-11-26T07:00:00.000Z', { state: 'taken' }),
    one('landing', '2026-11-26T07:00:00.000Z', { form: '14', state: 'taken' }),
  ];
  const ids = (more: object) =>
    sieved(all, { show: 'waiting', place: undefined, find: '', chosen: undefined, ...more }).map(
      ({ id }) => id,
    );
  expect(ids({})).toEqual(['old', 'new']);
  expect(ids({ show: 'all' })).toEqual(['new', 'old', 'done']);
  expect(ids({ place: 'ICD' })).toEqual(['old']);
  expect(ids({ find: 'NEW' })).toEqual(['new']);
  expect(ids({ chosen: 'done' })).toEqual(['done', 'old', 'new']);
});
