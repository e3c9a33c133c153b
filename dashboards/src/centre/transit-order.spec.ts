import { expect, test } from 'vitest';
import { byUrgency } from './transit-order.js';

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
