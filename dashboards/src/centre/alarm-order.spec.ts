import type { AlarmView } from '@haidang/contract';
import { expect, test } from 'vitest';
import {
  byUrgency,
  currentOf,
  EMPTY_QUEUE,
  isOfPart,
  meantOf,
  nextQueue,
  step,
  waitingOf,
} from './alarm-order.js';

/** An alarm that began at a minute of one hour. */
function alarm(
  id: string,
  severity: AlarmView['severity'],
  minute: number,
  state: AlarmView['state'] = 'open',
) {
  const start = `2026-11-22T01:${String(minute).padStart(2, '0')}:00.000Z`;
  return [id, { id, severity, state, start, kind: 'off_route' } as AlarmView] as const;
}

const day = new Map([
  alarm('old major', 'major', 5),
  alarm('minor', 'minor', 50),
  alarm('critical', 'critical', 1),
  alarm('taken major', 'major', 40, 'acknowledged'),
  alarm('new major', 'major', 30),
  alarm('shelved', 'critical', 59, 'shelved'),
]);

const all = (one: AlarmView) => isOfPart(one, 'all', undefined);
const minor = (one: AlarmView) => isOfPart(one, 'all', undefined, 'minor');

test('the graver first, then what nobody has taken on, then the newest', () => {
  expect([...day.values()].sort(byUrgency).map(({ id }) => id)).toEqual([
    'critical',
    'shelved',
    'new major',
    'old major',
    'taken major',
    'minor',
  ]);
});

test('a queue at rest shows all but the shelved, in order', () => {
  expect(nextQueue(EMPTY_QUEUE, day, all, false)).toEqual({
    rows: ['critical', 'new major', 'old major', 'taken major', 'minor'],
    waiting: [],
  });
});

test('a queue in use does not move: new alarms wait, resolved ones keep their row', () => {
  const before = nextQueue(EMPTY_QUEUE, day, all, false);
  const later = new Map([...day, alarm('newest critical', 'critical', 58)]);
  later.delete('old major');
  const held = nextQueue(before, later, all, true);
  expect(held.rows).toEqual(before.rows);
  expect(held.waiting).toEqual(['newest critical']);
  expect(nextQueue(held, later, all, false)).toEqual({
    rows: ['newest critical', 'critical', 'new major', 'taken major', 'minor'],
    waiting: [],
  });
});

test('a queue in which nothing changed is the same object: the page need not draw it again', () => {
  const before = nextQueue(EMPTY_QUEUE, day, all, false);
  expect(nextQueue(before, new Map(day), all, false)).toBe(before);
  expect(nextQueue(before, new Map(day), all, true)).toBe(before);
});

test('an empty queue that is in use shows the first alarms at once: it would say that all is well', () => {
  expect(nextQueue(EMPTY_QUEUE, day, all, true)).toEqual(nextQueue(EMPTY_QUEUE, day, all, false));
});

test('a severity shows its own, and only its own wait', () => {
  expect(nextQueue(EMPTY_QUEUE, day, minor, false).rows).toEqual(['minor']);
  expect(nextQueue({ rows: ['minor'], waiting: [] }, day, minor, true).waiting).toEqual([]);
});

test('a part shows the own, or the shelved, alone', () => {
  const own = new Map([...day].map(([id, one]) => [id, id === 'minor' ? { ...one, assigneeId: 'me' } : one]));
  const rows = (part: 'mine' | 'shelved' | 'escalated', me?: string) =>
    nextQueue(EMPTY_QUEUE, own, (one) => isOfPart(one, part, me), false).rows;
  expect(rows('mine', 'me')).toEqual(['minor']);
  expect(rows('mine')).toEqual([]);
  expect(rows('shelved')).toEqual(['shelved']);
  own.set('old major', { ...day.get('old major')!, escalated: { at: '2026-11-22T01:20:00.000Z' } });
  expect(rows('escalated')).toEqual(['old major']);
});

test('what was handed up stands before its equals that nobody has taken on', () => {
  const up = { ...day.get('old major')!, escalated: { at: '2026-11-22T01:20:00.000Z' } };
  expect(
    [...day.values(), up]
      .sort(byUrgency)
      .map(({ id }) => id)
      .slice(2, 4),
  ).toEqual(['old major', 'new major']);
});

test('1,000 alarms are ordered', () => {
  const many = new Map(
    Array.from({ length: 1_000 }, (_, i) => alarm(`a${i}`, i % 100 === 0 ? 'critical' : 'minor', i % 60)),
  );
  const { rows } = nextQueue(EMPTY_QUEUE, many, all, false);
  expect(rows).toHaveLength(1_000);
  expect(rows.slice(0, 10).every((id) => many.get(id)?.severity === 'critical')).toBe(true);
});

test('J and K step through the rows and stop at the ends', () => {
  const rows = ['a', 'b', 'c'];
  expect(step(rows, undefined, 1)).toBe('a');
  expect(step(rows, 'a', 1)).toBe('b');
  expect(step(rows, 'c', 1)).toBe('c');
  expect(step(rows, 'a', -1)).toBe('a');
  expect(step(rows, 'gone', 1)).toBe('a');
  expect(step([], undefined, 1)).toBeUndefined();
});

test('the keys mean the chosen alarm while it stands, then the next that waits for somebody', () => {
  const [taken, major] = [day.get('taken major')!, day.get('new major')!];
  const [critical, minor] = [day.get('critical')!, day.get('minor')!];
  const over: AlarmView = { ...critical, state: 'resolved' };
  expect(currentOf(taken, [critical, taken], [])?.id).toBe('taken major');
  expect(currentOf(over, [over, taken, major], [])?.id).toBe('new major');
  expect(currentOf(undefined, [taken, major], [critical])?.id).toBe('new major');
  expect(currentOf(over, [over], [minor, critical])?.id).toBe('critical');
  expect(currentOf(over, [over, taken], [])?.id).toBe('taken major');
  expect(currentOf(over, [over], [])).toBeUndefined();
});

test('the keys of every page mean the gravest that nobody has acknowledged, or the one just acknowledged until something critical comes', () => {
  const waiting = waitingOf(day);
  expect(waiting.map(({ id }) => id)).toEqual(['critical', 'new major', 'old major', 'minor']);
  expect(meantOf(waiting, undefined)?.id).toBe('critical');
  const taken: AlarmView = {
    ...day.get('new major')!,
    state: 'acknowledged',
    acknowledged: { by: 'Lan P.', at: '2026-11-22T01:31:00.000Z' },
  };
  const later = { ...day.get('critical')!, raisedAt: '2026-11-22T01:32:00.000Z' };
  expect(meantOf([day.get('minor')!], taken)?.id).toBe('new major');
  expect(meantOf([later], taken)?.id).toBe('critical');
  const worsened = { at: '2026-11-22T01:33:00.000Z', from: 'major' } as const;
  expect(meantOf([{ ...later, raisedAt: taken.start, worsened }], taken)?.id).toBe('critical');
});
