import type { TransitView } from '@haidang/contract';
import { expect, test } from 'vitest';
import { withReport } from '../shared/api/transits.js';
import { newestReport } from './use-reported.js';

const transit = (id: string, at?: string, state: TransitView['state'] = 'in_transit') =>
  ({
    ...{ id, state },
    ...(at !== undefined && { incident: { id: `I-${id}-${at}`, kind: 'breakdown', text: 'nổ lốp', at } }),
  }) as TransitView;

const [early, late] = ['2026-11-22T08:00:00.000Z', '2026-11-22T08:30:00.000Z'];

test('an alarm shows the newest report of its transits, and of no other', () => {
  const reported = [transit('A', early), transit('B', late), transit('C', late)];
  expect(newestReport(reported, ['A', undefined])?.id).toBe(`I-A-${early}`);
  expect(newestReport(reported, ['A', 'B'])?.id).toBe(`I-B-${late}`);
  expect(newestReport(reported, ['D', undefined])).toBeUndefined();
});

test('a report that is told stands beside those known, once, until its transit is over', () => {
  const known = [transit('A', early)];
  expect(withReport(known, transit('B', late)).map(({ id }) => id)).toEqual(['B', 'A']);
  expect(withReport(known, transit('A', late)).map(({ incident }) => incident?.at)).toEqual([late]);
  expect(withReport(known, transit('B'))).toEqual(known);
  expect(withReport(known, transit('A', early, 'closed'))).toEqual([]);
});
