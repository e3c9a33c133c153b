import type { i18n } from 'i18next';
import { beforeAll, expect, test } from 'vitest';
import { startI18n } from '../i18n/index.js';
import { departureSaid } from './departure.js';

let words: i18n;
beforeAll(async () => {
  process.env['TZ'] = 'Asia/Ho_Chi_Minh';
  words = await startI18n('vi');
});

const DUE = '2026-11-22T01:00:00.000Z';
const said = (
  now: string,
  departedAt: string | null = null,
  state: 'sealed' | 'in_transit' | 'cancelled' = departedAt === null ? 'sealed' : 'in_transit',
) => departureSaid({ departBy: DUE, departedAt, state }, Date.parse(now), words.getFixedT('vi'), 'vi');

test('a transit that has not departed says by when it is to, and how much time that leaves or is over', () => {
  expect(said('2026-11-22T00:40:00Z')).toEqual({ time: '08:00', span: 'còn 20 phút', isLate: false });
  expect(said('2026-11-22T02:20:00Z')).toEqual({
    time: '08:00',
    span: 'quá hạn 1 giờ 20 phút',
    isLate: true,
  });
});

test('once it has, only that it was late is said, and of one that was cancelled nothing', () => {
  expect(said('2026-11-22T05:00:00Z', '2026-11-22T01:30:00.000Z')).toEqual({
    time: '08:00',
    span: 'đi muộn 30 phút',
    isLate: true,
  });
  expect(said('2026-11-22T05:00:00Z', '2026-11-22T00:59:00.000Z')).toBeUndefined();
  expect(said('2026-11-22T05:00:00Z', null, 'cancelled')).toBeUndefined();
});

test('where no time was set nothing is said', () => {
  const t = words.getFixedT('vi');
  expect(departureSaid({ departBy: null, departedAt: null, state: 'sealed' }, 0, t, 'vi')).toBeUndefined();
});
