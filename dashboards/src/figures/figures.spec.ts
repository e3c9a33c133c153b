import { HOUR } from '@haidang/domain';
import { expect, test } from 'vitest';
import { countedOf, countedText } from './api.js';
import { eachOnce, stacked } from './chart.js';
import { spanOf, spanUntil, timesOf } from './range.js';

test('a figure’s link carries what it counted, and nothing that it did not ask', () => {
  for (const [counted, text] of [
    [{ what: 'departed' }, 'departed'],
    [{ what: 'alarms', by: 'kind', key: 'off_route' }, 'alarms~kind~off_route'],
    [{ what: 'alarms', only: 'false' }, 'alarms~~~false'],
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

test('bars stand on one another', () => {
  expect(
    stacked([
      [1, 0],
      [2, 3],
      [0, 4],
    ]),
  ).toEqual([
    [1, 0],
    [3, 3],
    [3, 7],
  ]);
});

test('a day is named once, however many ticks fall into it', () => {
  expect(eachOnce(['20/11', '20/11', '21/11', '20/11'])).toEqual(['20/11', '', '21/11', '20/11']);
});
