import { expect, test } from 'vitest';
import { fieldText, readMoment, timeOfField } from './moment.js';

test.each([
  ['28/11/2026 08:30', '2026-11-28T08:30'],
  ['28/11/2026, 8:30', '2026-11-28T08:30'],
  [' 8:30  1/2/2026 ', '2026-02-01T08:30'],
  ['8h30 28-11-2026', '2026-11-28T08:30'],
  ['28.11.2026 23:59', '2026-11-28T23:59'],
  ['2026-11-28T08:30', '2026-11-28T08:30'],
  ['2026-11-28 08:30:00', '2026-11-28T08:30'],
])('a minute is read as people write it: %s', (text, kept) => {
  expect(readMoment(text, 'minute')).toBe(kept);
});

test.each([
  '31/02/2026 08:30',
  '28/11/2026',
  '28/11/2026 24:30',
  '28/11/26 08:30',
  '11/28/2026 08:30',
  'mai',
  '',
])('what is no minute is none: %s', (text) => {
  expect(readMoment(text, 'minute')).toBeNull();
});

test('a day has no hour', () => {
  expect(readMoment('1/2/2026', 'day')).toBe('2026-02-01');
  expect(readMoment('2026-02-01', 'day')).toBe('2026-02-01');
  expect(readMoment('29/02/2026', 'day')).toBeNull();
  expect(readMoment('1/2/2026 08:30', 'day')).toBeNull();
});

test('a field keeps the viewer’s clock, and gives the time back', () => {
  const time = new Date(2026, 10, 28, 8, 30).toISOString();
  expect(fieldText(time)).toBe('2026-11-28T08:30');
  expect(fieldText(time, 'day')).toBe('2026-11-28');
  expect(timeOfField('2026-11-28T08:30')).toBe(time);
  expect(timeOfField('2026-11-28')).toBe(new Date(2026, 10, 28).toISOString());
  expect([fieldText(undefined), fieldText('mai'), timeOfField(''), timeOfField('mai')]).toEqual([
    ...['', '', undefined, undefined],
  ]);
});
