import { expect, test } from 'vitest';
import { officePageAt, officePagesOf, officePath } from './pages.js';
import { stepIn } from './step-in.js';

test('each role has its pages, and who has none is offered none', () => {
  const namesOf = (role: Parameters<typeof officePagesOf>[0]) => officePagesOf(role).map(({ name }) => name);
  expect(namesOf('customs_officer')).toEqual([
    ...[
      'exceptions',
      'transits',
      'corrections',
      'cases',
      'doubt',
      'yard',
      'passages',
      'patrols',
      'deadlines',
      'outages',
    ],
    ...['handover', 'figures', 'seals', 'offline'],
  ]);
  expect(namesOf('port_operator')).toEqual([
    ...['corrections', 'cases', 'yard', 'passages', 'deadlines', 'outages', 'offline'],
  ]);
  expect(namesOf('administrator')).toEqual(['users', 'devices', 'seals', 'offline']);
  expect(namesOf('auditor')).toContain('ledger');
  expect(namesOf('carrier')).toEqual([]);
});

test('an address names a page; one that is not of the role, or none, is the first of the role', () => {
  expect(officePageAt('/office/cases', 'customs_officer')).toBe('cases');
  expect(officePageAt('/office/ledger', 'customs_officer')).toBe('exceptions');
  expect(officePageAt('/handover', 'centre_operator')).toBe('handover');
  expect(officePageAt('/handover', 'port_operator')).toBe('corrections');
  expect(officePageAt('/office', 'port_operator')).toBe('corrections');
  expect(officePageAt('/office/cases', 'carrier')).toBeUndefined();
});

test('a way to a page carries what it is to show', () => {
  expect(officePath('cases')).toBe('/office/cases');
  expect(officePath('cases', { show: 'all', find: 'CSQU3054383' })).toBe(
    '/office/cases?show=all&find=CSQU3054383',
  );
});

test('keys go from item to item and stop at the ends', () => {
  const ids = ['a', 'b', 'c'];
  expect(stepIn(ids, undefined, 1)).toBe('a');
  expect(stepIn(ids, 'a', 1)).toBe('b');
  expect(stepIn(ids, 'c', 1)).toBe('c');
  expect(stepIn(ids, 'a', -1)).toBe('a');
  expect(stepIn(ids, 'gone', -1)).toBe('a');
  expect(stepIn([], 'a', 1)).toBeUndefined();
});
