import { expect, test } from 'vitest';
import { panelOf, partOf, sieveOf, type Panel } from './panel.js';

test.each<Panel>([
  { list: 'alarms', severity: null },
  { list: 'alarms', severity: 'major' },
  { list: 'inTransit' },
  { list: 'stale' },
])('the address carries what stands at the left: %o', (panel) => {
  expect(panelOf(sieveOf(panel))).toEqual(panel);
});

test('what the address does not name, or names wrongly, is the whole queue', () => {
  expect(panelOf({ list: 'pink', kind: 'pink' })).toEqual({ list: 'alarms', severity: null });
  expect([partOf({}), partOf({ show: 'pink' }), partOf({ show: 'shelved' })]).toEqual([
    'all',
    'all',
    'shelved',
  ]);
});
