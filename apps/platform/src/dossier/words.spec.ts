import { ALARM_KINDS, MINUTE } from '@haidang/domain';
import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { whyInWords } from './sentence.js';
import { EN } from './words-en.js';
import { VI } from './words-vi.js';
import { Words } from './words.js';

test.each([
  ['vi', VI],
  ['en', EN],
])('paper says in %s what the screens say', (language, words) => {
  const file = new URL(`../../../../dashboards/src/shared/i18n/${language}.json`, import.meta.url);
  const screens = JSON.parse(readFileSync(file, 'utf8')) as Record<string, Record<string, string>>;
  for (const [group, codes] of Object.entries(words.shared))
    expect({ [group]: screens[group] }).toMatchObject({ [group]: codes });
});

test('both languages fill in the same values', () => {
  const values = (text: string) => [...text.matchAll(/\{\{(\w+)\}\}/g)].map(([, name]) => name).sort();
  for (const [name, text] of Object.entries(VI.own))
    expect([name, values(EN.own[name as keyof typeof VI.own])]).toEqual([name, values(text)]);
});

test('times are Vietnam’s, a code without a word stays a code', () => {
  const words = new Words('vi');
  expect(words.at('2026-11-22T18:03:10.000Z')).toBe('23/11/2026 01:03:10');
  expect(words.of('alarm', 'newer_kind')).toBe('newer_kind');
  expect(words.own('page', { page: 2, pages: 3 })).toBe('Trang 2/3');
});

test('lengths and spans are written as the screens write them', () => {
  const words = new Words('vi');
  expect([42, 643, 1_430, 12_345].map((value) => words.metres(value))).toEqual([
    '42 m',
    '640 m',
    '1,4 km',
    '12 km',
  ]);
  const spans = [42_000, 15 * MINUTE, 90 * MINUTE, 50 * 60 * MINUTE];
  expect(spans.map((value) => words.span(value))).toEqual([
    '42 giây',
    '15 phút',
    '1 giờ 30 phút',
    '2 ngày 2 giờ',
  ]);
});

test.each(ALARM_KINDS)('why %s was raised is said without a code or a gap', (kind) => {
  for (const language of ['vi', 'en'] as const) {
    const measured = new Proxy({}, { get: (_, name) => (name === 'events' ? 'rope_cut' : 7) });
    const settings = new Proxy({}, { get: () => 7 });
    const said = whyInWords({ kind, why: { rule: kind, settings, measured } }, new Words(language));
    if (kind !== 'deadline_missed') expect(said).not.toMatch(/[{}_]|undefined|NaN/);
    expect(said).toBeDefined();
  }
});
