import { beforeAll, expect, test } from 'vitest';
import { formatContainer } from './container.js';
import { distance, whole } from './number.js';
import { formatPlate } from './plate.js';
import { clock, clockAndDay, clockWithSeconds, date, secondAndDay, span } from './time.js';

beforeAll(() => {
  process.env['TZ'] = 'Asia/Ho_Chi_Minh';
});

test('a container number has its check digit in brackets; other text stays', () => {
  expect(formatContainer('CSQU3054383')).toBe('CSQU305438[3]');
  expect(formatContainer('VN000123')).toBe('VN000123');
});

test('a plate has the separators that are on the truck; other text stays', () => {
  expect(formatPlate('15C12345')).toBe('15C-123.45');
  expect(formatPlate('15R01234')).toBe('15R-012.34');
  expect(formatPlate('29H1234')).toBe('29H-1234');
  expect(formatPlate('29LD12345')).toBe('29LD-123.45');
  expect(formatPlate('15C-123.45')).toBe('15C-123.45');
  expect(formatPlate('Sà lan 118')).toBe('Sà lan 118');
});

test('times are read in the zone of the viewer, 24 hours, day before month', () => {
  const time = '2026-11-22T01:03:10.000Z';
  expect(clock(time, 'vi')).toBe('08:03');
  expect(clockWithSeconds(time, 'vi')).toBe('08:03:10');
  expect(clockWithSeconds('2026-11-22T17:00:00.000Z', 'en')).toBe('00:00:00');
  expect(date(time, 'vi')).toBe('22/11/2026');
  expect(secondAndDay(time, Date.parse('2026-11-22T16:00:00.000Z'), 'vi')).toBe('08:03:10');
  expect(secondAndDay(time, Date.parse('2026-11-22T18:00:00.000Z'), 'vi')).toBe('08:03:10 22/11/2026');
  expect(date('2026-11-22T17:30:00.000Z', 'en')).toBe('23/11/2026');
});

test('the day is said only when it is not today', () => {
  const now = Date.parse('2026-11-22T05:00:00.000Z');
  expect(clockAndDay('2026-11-22T01:03:10.000Z', now, 'vi')).toBe('08:03');
  expect(clockAndDay('2026-11-21T16:59:00.000Z', now, 'vi')).toBe('23:59 21/11/2026');
});

test('a span has its two largest units', () => {
  expect(span(59_999)).toEqual({ unit: 'now', count: 0, rest: 0 });
  expect(span(94 * 60_000)).toEqual({ unit: 'hours', count: 1, rest: 34 });
  expect(span(59 * 60_000)).toEqual({ unit: 'minutes', count: 59, rest: 0 });
  expect(span(50 * 3_600_000)).toEqual({ unit: 'days', count: 2, rest: 2 });
});

test('numbers and distances as each language writes them', () => {
  expect(whole(12_345, 'vi')).toBe('12.345');
  expect(whole(12_345, 'en')).toBe('12,345');
  expect(distance(1_430, 'vi')).toBe('1,4 km');
  expect(distance(1_430, 'en')).toBe('1.4 km');
  expect(distance(87, 'vi')).toBe('87 m');
  expect(distance(643, 'vi')).toBe('640 m');
  expect(distance(994, 'vi')).toBe('990 m');
  expect(distance(995, 'vi')).toBe('1 km');
  expect(distance(23_400, 'vi')).toBe('23 km');
});
