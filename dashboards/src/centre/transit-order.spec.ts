import { expect, test } from 'vitest';
import { byUrgency, inKeptOrder } from './transit-order.js';

const now = Date.parse('2026-11-26T08:00:00.000Z');
const at = (clock: string) => `2026-11-26T${clock}:00.000Z`;

test('the least time to spare comes first, what has arrived last', () => {
  const transits = {
    arrived: { arriveBy: at('07:00'), arrivedAt: at('07:30') },
    endless: { arriveBy: null, arrivedAt: null },
    early: { eta: at('09:00'), arriveBy: at('12:00'), arrivedAt: null },
    late: { eta: at('11:00'), arriveBy: at('10:30'), arrivedAt: null },
    unknown: { arriveBy: at('09:00'), arrivedAt: null },
    overdue: { arriveBy: at('07:00'), arrivedAt: null },
  };
  const order = Object.entries(transits).sort(([, a], [, b]) => byUrgency(now)(a, b));
  expect(order.map(([name]) => name)).toEqual(['overdue', 'late', 'unknown', 'early', 'endless', 'arrived']);
});

test('while the list is in use each stays where it was, what is gone leaves, and what is new comes last', () => {
  const transits = ['a', 'new', 'c', 'newer', 'd'].map((id) => ({ id }));
  expect(inKeptOrder(transits, ['d', 'gone', 'c', 'a']).map(({ id }) => id)).toEqual([
    'd',
    'c',
    'a',
    'new',
    'newer',
  ]);
});
