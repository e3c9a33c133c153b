import type { CaseView } from '@haidang/contract';
import { expect, test } from 'vitest';
import { actsFor } from './acts.js';

const found: CaseView = {
  ...{ id: '1', number: 'VV-1', facilityId: 'PORT', kind: 'seal', source: 'gate', state: 'open' },
  ...{ segregated: false, openedAt: '2026-11-26T00:00:00.000Z', container: 'CSQU3054383' },
};
const officer = { role: 'customs_officer', name: 'Lan Phạm' } as const;

test('the office in charge takes it, sets apart, decides; it closes what is decided', () => {
  expect(actsFor(found, officer, true)).toEqual(['take', 'assign', 'segregate', 'decide', 'comment']);
  expect(
    actsFor({ ...found, state: 'decided', segregated: true, assignee: 'Lan Phạm' }, officer, true),
  ).toEqual([...['assign', 'decide', 'close', 'comment']]);
  expect(actsFor({ ...found, state: 'closed' }, officer, true)).toEqual(['comment']);
});

test('without a container nothing is set apart', () => {
  const { container: _, ...bulk } = found;
  expect(actsFor(bulk, officer, true)).not.toContain('segregate');
});

test('another office, and a port, say a word to it; an auditor looks on', () => {
  expect(actsFor(found, officer, false)).toEqual(['comment']);
  expect(actsFor(found, { role: 'port_operator', name: 'Hùng' }, true)).toEqual(['comment']);
  expect(actsFor(found, { role: 'auditor', name: 'Mai' }, true)).toEqual([]);
});
