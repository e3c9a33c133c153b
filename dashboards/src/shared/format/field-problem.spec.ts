import i18next, { type TFunction } from 'i18next';
import { beforeAll, expect, test } from 'vitest';
import { ApiError } from '../api/client.js';
import en from '../i18n/en.json';
import vi from '../i18n/vi.json';
import { fieldInWords, fieldProblemInWords, fieldProblemsOf } from './field-problem.js';
import { problemInWords } from './problem.js';

let t: TFunction;
beforeAll(async () => {
  const resources = { vi: { translation: vi }, en: { translation: en } };
  t = await i18next.createInstance().init({ lng: 'vi', resources, interpolation: { escapeValue: false } });
});

test('a refusal is said by its code, in the language of the page', () => {
  const said = (error: Error) => problemInWords(error, t);
  expect(said(new ApiError(409, 'seal_in_use', 'The seal X closes …'))).toBe(
    'Seal này đang niêm phong container khác.',
  );
  expect(said(new ApiError(404, 'zone_not_found', 'x'))).toBe(said(new ApiError(404, 'seal_not_found', 'y')));
  expect(said(new ApiError(503, 'http_503', ''))).toBe(said(new ApiError(503, 'unavailable', 'x')));
});

test('what never left the device is told from what was not answered', () => {
  const lost = (offline: boolean) =>
    new ApiError(0, 'unreachable', 'TypeError: Failed to fetch', { offline });
  expect(problemInWords(lost(true), t)).toContain('chưa gửi gì');
  expect(problemInWords(lost(false), t)).not.toContain('chưa gửi gì');
  expect(problemInWords(lost(false), t)).not.toContain('Failed to fetch');
});

test('a code without words of its own is named', () => {
  expect(problemInWords(new ApiError(418, 'teapot', 'I am one'), t)).toBe('Hệ thống báo lỗi (mã teapot).');
  expect(problemInWords(new RangeError('x'), t)).toBe('Hệ thống báo lỗi (mã RangeError).');
});

test('a wrong field is named as the form names it, and said with what it is about', () => {
  expect(fieldInWords('containers.1.number', t)).toBe('Số container (2)');
  expect(fieldInWords('vehicle.plate', t)).toBe('Biển số xe');
  expect(fieldInWords('line 3: sealId', t)).toBe('Dòng 3, sealId');
  const values = { value: 'VN1' };
  const unknown = { code: 'reference_unknown', values, message: 'there is no VN1 in seals' };
  expect(fieldProblemInWords(unknown, t)).toBe('không có VN1 trong danh mục');
  expect(fieldProblemInWords({ message: 'odd' }, t)).toContain('odd');
});

test('another refusal names no field', () => {
  expect(fieldProblemsOf(new ApiError(409, 'conflict', 'x'))).toEqual([]);
  expect(fieldProblemsOf(new Error('x'))).toEqual([]);
});
