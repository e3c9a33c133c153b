import type { AlarmKind } from '@haidang/domain';
import { beforeAll, expect, test } from 'vitest';
import type { i18n } from 'i18next';
import { startI18n } from '../i18n/index.js';
import { spanInWords } from './ago.js';
import { alarmSentence } from './alarm.js';

let words: i18n;
beforeAll(async () => {
  words = await startI18n('vi');
});

function sentence(kind: AlarmKind, measured: Record<string, number | string>, language: 'vi' | 'en'): string {
  const alarm = { kind, why: { rule: kind, settings: {}, measured } };
  return alarmSentence(alarm, words.getFixedT(language), language);
}

test('an alarm is a sentence of the trade with what was measured', () => {
  expect(sentence('off_route', { distance: 1_430 }, 'vi')).toBe('Lệch tuyến 1,4 km');
  expect(sentence('off_route', { distance: 1_430 }, 'en')).toBe('Off route by 1.4 km');
  expect(sentence('forbidden_zone', { zone: 'Z9', name: 'Bãi Đông' }, 'vi')).toBe('Vào Bãi Đông');
});

test('without a measure the sentence is shorter, not broken', () => {
  expect(sentence('off_route', {}, 'vi')).toBe('Lệch tuyến');
  expect(sentence('forbidden_zone', {}, 'en')).toBe('In a forbidden zone');
});

test('a kind this page does not know yet is shown with its code', () => {
  expect(sentence('rope_cut' as AlarmKind, {}, 'vi')).toBe('Cảnh báo rope_cut');
});

test('a length of time in words', () => {
  expect(spanInWords(30_000, words.getFixedT('vi'))).toBe('vừa xong');
  expect(spanInWords(80 * 60_000, words.getFixedT('vi'))).toBe('1 giờ 20 phút');
  expect(spanInWords(2 * 60_000, words.getFixedT('en'))).toBe('2 min');
});
