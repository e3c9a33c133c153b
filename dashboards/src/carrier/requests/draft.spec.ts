import type { TransitView } from '@haidang/contract';
import { expect, test } from 'vitest';
import { EMPTY, isWhole, kindsOf, requestOf } from './draft.js';

const [A, B] = ['CSQU3054383', 'TCNU7200794'];
const transit = (state: TransitView['state'], ...containers: TransitView['containers']) =>
  ({ id: 'T', routeId: 'OLD', state, containers }) as unknown as TransitView;
const two = transit('in_transit', { number: A, sealId: 'S1' }, { number: B });

test('what can be asked for depends on where the transit stands and what it has', () => {
  expect(kindsOf(two)).toEqual(['reroute', 'replace_seal', 'change_vehicle', 'split', 'end_early']);
  expect(kindsOf(transit('in_transit', { number: A }))).toEqual(['reroute', 'change_vehicle', 'end_early']);
  expect(kindsOf(transit('sealed', { number: A, sealId: 'S1' }))).toEqual(['replace_seal', 'change_vehicle']);
  expect(kindsOf(transit('registered', { number: A }))).toEqual([]);
});

test('nothing is sent that lacks its reason or what it is about', () => {
  const said = { ...EMPTY, reason: 'cầu hỏng' };
  expect(isWhole('reroute', { ...said, routeId: 'NEW' }, two)).toBe(true);
  expect(isWhole('reroute', { ...said, routeId: 'OLD' }, two)).toBe(false);
  expect(isWhole('reroute', { ...EMPTY, routeId: 'NEW', reason: ' ' }, two)).toBe(false);
  expect(isWhole('split', { ...said, number: 'QT-2', containers: [A] }, two)).toBe(true);
  expect(isWhole('split', { ...said, number: 'QT-2', containers: [A, B] }, two)).toBe(false);
  expect(isWhole('split', { ...said, number: 'QT-2' }, two)).toBe(false);
  expect(isWhole('replace_seal', { ...said, container: A }, two)).toBe(false);
  expect(isWhole('change_vehicle', { ...said, plate: ' ' }, two)).toBe(false);
  expect(isWhole('end_early', { ...said, facilityId: 'PORT' }, two)).toBe(true);
});

test('a request has the fields of its kind alone, and a time of Việt Nam', () => {
  const draft = {
    ...EMPTY,
    routeId: 'NEW',
    plate: '15C-1',
    trailer: ' ',
    at: '2026-11-27T08:00',
    reason: ' hỏng xe ',
  };
  expect(requestOf('reroute', draft, ['E'])).toEqual({
    kind: 'reroute',
    body: { routeId: 'NEW', at: new Date(2026, 10, 27, 8).toISOString(), reason: 'hỏng xe', evidence: ['E'] },
  });
  const { body } = requestOf('change_vehicle', { ...draft, at: '', means: 'barge' }, []);
  expect(body).toEqual({ vehicle: { plate: '15C-1', means: 'barge' }, reason: 'hỏng xe', evidence: [] });
  expect(requestOf('change_vehicle', { ...draft, containers: [A] }, []).body).toMatchObject({
    containers: [A],
  });
  expect(
    requestOf('split', { ...draft, number: 'QT-2', plate: '', containers: [A], at: '' }, []).body,
  ).toEqual({
    ...{ number: 'QT-2', containers: [A], reason: 'hỏng xe', evidence: [] },
  });
});
