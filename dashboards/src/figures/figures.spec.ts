import type { FiguresView } from '@haidang/contract';
import { DAY, HOUR, MINUTE, SECOND } from '@haidang/domain';
import { expect, test } from 'vitest';
import { countedOf, countedText, totalOf } from './api.js';
import { eachOnce, neighbour } from './chart.js';
import { spanOf, spanUntil, timesOf } from './range.js';
import { countTicks, timeTicks } from './ticks.js';

test('a figure’s link carries what it counted, and nothing that it did not ask', () => {
  for (const [counted, text] of [
    [{ what: 'departed' }, 'departed'],
    [{ what: 'alarms', by: 'kind', key: 'off_route' }, 'alarms~kind~off_route'],
    [{ what: 'alarms', only: 'false' }, 'alarms~~~false'],
    [{ what: 'alarms', by: 'office' }, 'alarms~office'],
    [{ what: 'alarms', severity: 'critical' }, 'alarms~~~~critical'],
    [
      {
        what: 'arrived',
        within: { from: '2026-11-26T00:00:00.000Z', to: '2026-11-27T00:00:00.000Z' },
      },
      'arrived~~~~~2026-11-26T00:00:00.000Z~2026-11-27T00:00:00.000Z',
    ],
  ] as const) {
    expect(countedText(counted)).toBe(text);
    expect(countedText(countedOf(text))).toBe(text);
    expect(countedOf(text)).toMatchObject(counted);
  }
});

test('a stretch ends with the hour at hand, and is known again by its length', () => {
  const week = spanUntil('week', Date.parse('2026-11-26T22:10:00Z'));
  expect(week).toEqual({ from: '2026-11-19T23:00:00.000Z', to: '2026-11-26T23:00:00.000Z' });
  expect(spanOf(week)).toBe('week');
  expect(spanOf({ ...week, from: new Date(Date.parse(week.from) + HOUR).toISOString() })).toBeUndefined();
});

test('an address that says no stretch, or one that runs backwards, says none', () => {
  expect(timesOf('2026-11-26T00:00:00+07:00', '2026-11-27')).toEqual({
    ...{ from: '2026-11-25T17:00:00.000Z', to: '2026-11-27T00:00:00.000Z' },
  });
  for (const [from, to] of [
    ['x', '2026-11-27'],
    ['2026-11-27', '2026-11-26'],
    [undefined, '2026-11-27'],
  ])
    expect(timesOf(from, to)).toBeUndefined();
});

test('beside a chart stand round numbers, up to what is in it', () => {
  expect(countTicks(0)).toEqual([0, 1]);
  expect(countTicks(3)).toEqual([0, 1, 2, 3]);
  expect(countTicks(47)).toEqual([0, 20, 40, 60]);
  expect(countTicks(2_100)).toEqual([0, 1_000, 2_000, 3_000]);
  expect(timeTicks(0)).toEqual([0, SECOND]);
  expect(timeTicks(7 * MINUTE)).toEqual([0, 2, 4, 6, 8].map((n) => n * MINUTE));
  expect(timeTicks(70 * HOUR)).toEqual([0, 1, 2, 3].map((n) => n * DAY));
});

test('arrows lead along a row and up and down a bar, past what is not there', () => {
  // bar 0 has the rows 0 and 2, bar 1 the row 0 alone, bar 3 all of them
  const marks = ['0 0', '0 2', '1 0', '3 0', '3 1', '3 2'];
  const from = (mark: string) =>
    ['ArrowLeft', 'ArrowRight', 'ArrowUp', 'ArrowDown', 'Enter'].map((key) => neighbour(marks, mark, key));
  expect(from('0 0')).toEqual([undefined, '1 0', '0 2', undefined, undefined]);
  expect(from('0 2')).toEqual([undefined, '3 2', undefined, '0 0', undefined]);
  expect(from('3 1')).toEqual([undefined, undefined, '3 2', '3 0', undefined]);
});

const NONE = { count: 0, judged: 0, false: 0 };
const SOON = (count: number) => ({ count, half: 60_000, most: 60_000 });
const FIGURES: FiguresView = {
  ...{ from: '2026-11-20T00:00:00.000Z', to: '2026-11-21T00:00:00.000Z', bucket: 'hour' },
  alarms: {
    ...{ count: 250, judged: 40, false: 10, acknowledged: 90 },
    series: [
      { at: '', critical: 1, major: 2, minor: 3, ...NONE, responses: {} },
      { at: '', critical: 4, major: 0, minor: 0, ...NONE, responses: {} },
    ],
    by: {
      ...{ kind: [{ key: 'off_route', count: 120, judged: 20, false: 5 }], office: [], carrier: [] },
      route: [{ key: 'R', count: 7, judged: 1, false: 0 }],
    },
    without: { office: { count: 3, judged: 2, false: 1 }, carrier: NONE, route: NONE },
    responses: {
      ...{ all: { onSpot: SOON(6) }, withoutOffice: { acknowledged: SOON(2) } },
      by: { kind: [{ key: 'off_route', responses: { acknowledged: SOON(80) } }], office: [] },
    },
  },
  transits: {
    ...{ count: { registered: 1, departed: 130, arrived: 3 }, series: [] },
    by: { carrier: [{ key: 'K', count: 110 }], route: [], office: [] },
    without: { carrier: 20, office: 0 },
  },
  ...{ gates: [], passages: [] },
};

test.each<[string, number | undefined]>([
  ['alarms', 250],
  ['alarms~~~false', 10],
  ['alarms~~~judged', 40],
  ['alarms~~~acknowledged', 90],
  ['alarms~~~onSpot', 6],
  ['alarms~~~~critical', 5],
  ['alarms~kind~off_route', 120],
  ['alarms~kind~off_route~false', 5],
  ['alarms~kind~off_route~acknowledged', 80],
  ['alarms~kind~off_route~onSpot', 0],
  ['alarms~kind~jamming', 0],
  ['alarms~office', 3],
  ['alarms~office~~judged', 2],
  ['alarms~office~~acknowledged', 2],
  ['alarms~route~R~acknowledged', undefined],
  ['departed', 130],
  ['departed~carrier~K', 110],
  ['departed~carrier', 20],
  ['arrived~carrier~K', undefined],
])('how long the list of %s is, its figure says', (list, total) => {
  expect(totalOf(countedOf(list), FIGURES)).toBe(total);
});

test('a day is named once, however many ticks fall into it', () => {
  expect(eachOnce(['20/11', '20/11', '21/11', '20/11'])).toEqual(['20/11', '', '21/11', '20/11']);
});
