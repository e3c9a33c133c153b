import type { LedgerEntryView } from '@haidang/contract';
import { expect, test } from 'vitest';
import { changesIn, policyOf } from './api.js';

const entry = (kind: string, data: Record<string, unknown>): LedgerEntryView => ({
  ...{ id: kind, at: '2026-11-26T08:00:00.000Z', kind, subject: 'facility/PORT', data },
});

test('what a facility has not said is as everywhere: four hours, then hold', () => {
  expect(policyOf({})).toEqual({ listMinutes: 240, afterExpiry: 'hold' });
  expect(policyOf({ offline: { listMinutes: 60, afterExpiry: 'allow_listed' } })).toEqual({
    ...{ listMinutes: 60, afterExpiry: 'allow_listed' },
  });
});

test('of what was changed of a facility only its policy is told, each as it was and as it is', () => {
  const offline = { listMinutes: 60, afterExpiry: 'hold' };
  const told = changesIn([
    entry('second', { before: { offline }, after: {} }),
    entry('renamed', { before: { name: 'A' }, after: { name: 'B' } }),
    entry('first', { before: {}, after: { offline } }),
    { ...entry('forgotten', {}), data: undefined } as unknown as LedgerEntryView,
  ]);
  expect(told.map(({ entry: { id }, was, isNow }) => [id, was.listMinutes, isNow.listMinutes])).toEqual([
    ['second', 60, 240],
    ['first', 240, 60],
  ]);
});
