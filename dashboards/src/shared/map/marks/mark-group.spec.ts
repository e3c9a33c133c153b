import { expect, test } from 'vitest';
import { MarkGroup, WORDS } from './mark-group.js';

function group(...sealIds: string[]): MarkGroup {
  const made = new MarkGroup();
  sealIds.forEach((sealId, i) => made.set(sealId, 100 + i, 200 + i, i));
  made.takeChanged();
  return made;
}

/** Each filled slot: the seal, x, y, look. */
function slots(of: MarkGroup): unknown[][] {
  return Array.from({ length: of.count }, (_, slot) => [
    of.sealIdAt(slot),
    ...of.words.subarray(slot * WORDS, (slot + 1) * WORDS),
  ]);
}

test('a mark that moves or looks otherwise is changed in its slot, and nothing else is', () => {
  const marks = group('VN1', 'VN2', 'VN3');
  marks.set('VN2', 150, 250, 1);
  expect(marks.takeChanged()).toEqual({ from: 1, to: 2 });
  marks.set('VN3', 102, 202, 7);
  expect(marks.takeChanged()).toEqual({ from: 2, to: 3 });
  expect(slots(marks)).toEqual([
    ['VN1', 100, 200, 0],
    ['VN2', 150, 250, 1],
    ['VN3', 102, 202, 7],
  ]);
});

test('what is told again as it is changes nothing', () => {
  const marks = group('VN1');
  marks.set('VN1', 100, 200, 0);
  expect(marks.hasChanged).toBe(false);
  expect(marks.takeChanged()).toEqual({ from: 0, to: 0 });
});

test('several changes are one stretch, taken once', () => {
  const marks = group('VN1', 'VN2', 'VN3', 'VN4');
  marks.set('VN4', 1, 1, 0);
  marks.set('VN2', 1, 1, 0);
  expect(marks.hasChanged).toBe(true);
  expect(marks.takeChanged()).toEqual({ from: 1, to: 4 });
  expect(marks.hasChanged).toBe(false);
});

test('the last takes the slot of one that leaves, and is found there', () => {
  const marks = group('VN1', 'VN2', 'VN3');
  marks.delete('VN1');
  expect(marks.takeChanged()).toEqual({ from: 0, to: 1 });
  marks.set('VN3', 9, 9, 9);
  expect(slots(marks)).toEqual([
    ['VN3', 9, 9, 9],
    ['VN2', 101, 201, 1],
  ]);
});

test('when the last leaves there is nothing to send, but something to draw', () => {
  const marks = group('VN1', 'VN2');
  marks.delete('VN2');
  expect(marks.hasChanged).toBe(true);
  expect(marks.takeChanged()).toEqual({ from: 0, to: 0 });
  marks.delete('VN2');
  expect(marks.hasChanged).toBe(false);
  marks.delete('VN1');
  expect(marks.count).toBe(0);
});

test('a full block grows and keeps what it holds', () => {
  const marks = new MarkGroup();
  const first = marks.words;
  const many = first.length / WORDS;
  for (let i = 0; i < many; i++) marks.set(`VN${i}`, i, 2 * i, 3);
  expect(marks.words).toBe(first);
  marks.set('one more', 5, 6, 7);
  expect(marks.words).not.toBe(first);
  expect(marks.words.length).toBe(2 * first.length);
  expect(slots(marks)[many - 1]).toEqual([`VN${many - 1}`, many - 1, 2 * (many - 1), 3]);
  expect(slots(marks)[many]).toEqual(['one more', 5, 6, 7]);
  expect(marks.takeChanged()).toEqual({ from: 0, to: many + 1 });
});
