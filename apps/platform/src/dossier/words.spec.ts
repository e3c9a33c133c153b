import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
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
