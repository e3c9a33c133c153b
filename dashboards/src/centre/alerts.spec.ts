import type { AlarmView } from '@haidang/contract';
import { expect, test } from 'vitest';
import { freshIn, repeated, tuneOf } from './alerts.js';

const alarm = (id: string, severity: AlarmView['severity'], changes: Partial<AlarmView> = {}) =>
  [id, { id, severity, state: 'open', ...changes } as AlarmView] as const;
const of = (...alarms: ReturnType<typeof alarm>[]) => new Map(alarms);
const UP = { escalated: { at: '2026-11-22T08:03:00.000Z' } };

test('what stood there when the page opened is not new', () => {
  expect(tuneOf(freshIn(undefined, of(alarm('a', 'critical'))), true)).toBeUndefined();
});

test('the gravest of what is new is heard, once', () => {
  const before = of(alarm('a', 'minor'));
  const now = of(alarm('a', 'minor'), alarm('b', 'minor'), alarm('c', 'major'));
  expect(tuneOf(freshIn(before, now), false)).toBe('major');
  expect(tuneOf(freshIn(now, now), false)).toBeUndefined();
});

test('one that comes back to wait is new again; one that was acknowledged elsewhere is not', () => {
  const before = of(alarm('a', 'major', { state: 'shelved' }), alarm('b', 'critical'));
  const now = of(alarm('a', 'major'), alarm('b', 'critical', { state: 'acknowledged' }));
  expect(freshIn(before, now).waiting.map(({ id }) => id)).toEqual(['a']);
});

test('one that grows worse is new, whether somebody had acknowledged it or nobody had; and only once', () => {
  const worsened = { at: '2026-11-22T08:05:00.000Z', from: 'major' as const };
  const before = of(alarm('a', 'major', { state: 'acknowledged' }), alarm('b', 'major'), alarm('c', 'major'));
  const now = of(
    alarm('a', 'critical', { worsened }),
    alarm('b', 'critical', { worsened }),
    alarm('c', 'major'),
  );
  const fresh = freshIn(before, now);
  expect(fresh.waiting.map(({ id }) => id)).toEqual(['a', 'b']);
  expect(tuneOf(fresh, false)).toBe('critical');
  expect(freshIn(now, now).waiting).toEqual([]);
});

test('what is handed up has a sound of its own, for the supervisor alone', () => {
  const fresh = freshIn(of(alarm('a', 'critical')), of(alarm('a', 'critical', UP)));
  expect([tuneOf(fresh, true), tuneOf(fresh, false)]).toEqual(['escalated', undefined]);
});

test('a critical one is heard until it is acknowledged', () => {
  expect(repeated(of(alarm('a', 'critical'), alarm('b', 'major')), false)).toBe('critical');
  expect(repeated(of(alarm('a', 'critical', UP)), true)).toBe('escalated');
  expect(
    repeated(of(alarm('a', 'critical', { state: 'acknowledged' }), alarm('b', 'major')), true),
  ).toBeUndefined();
});
