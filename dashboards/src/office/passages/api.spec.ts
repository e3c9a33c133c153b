import { expect, test } from 'vitest';
import { itemOf, passageQuery, passagesQueryOf } from './api.js';

test('an address asks the platform for what it says, and for nothing that it does not know', () => {
  expect(passagesQueryOf({})).toBe('');
  expect(passagesQueryOf({ show: 'hold', through: 'G1', kind: 'out', item: 'x' })).toBe(
    'verdict=hold&gateId=G1&direction=out',
  );
  expect(passagesQueryOf({ show: 'nonsense', kind: 'up', place: 'P', lane: '2', find: '15C-1' })).toBe(
    'facilityId=P&lane=2&find=15C-1',
  );
  const [from, to] = ['2026-11-20T00:00:00.000Z', '2026-11-21T00:00:00.000Z'];
  expect(passagesQueryOf({ show: 'offline', from, to })).toBe(
    `offline=true&since=${encodeURIComponent(from)}&until=${encodeURIComponent(to)}`,
  );
});

test('a passage is named by its gate, its time and its id, whatever the id holds', () => {
  const item = itemOf({ gateId: 'G1', id: 'a~b', time: '2026-11-20T08:00:00.000Z' });
  expect(item).toBe('G1~2026-11-20T08:00:00.000Z~a~b');
  expect(passageQuery(item).enabled).toBe(true);
  expect(passageQuery('nonsense').enabled).toBe(false);
});
