import { expect, it } from 'vitest';
import { ShownSeals } from './shown-seals.js';

it('a seal is shown until the last view that shows it lets go of it', () => {
  const shown = new ShownSeals();
  const [one, other] = [shown.of(['a', 'b']), shown.of(['b'])];
  one.add('b');
  expect(one.take((id) => id === 'b')).toEqual(['b']);
  expect([shown.has('a'), shown.has('b'), one.has('b')]).toEqual([true, true, false]);
  other.clear();
  one.clear();
  expect([shown.has('a'), shown.has('b'), one.size]).toEqual([false, false, 0]);
});

it('a view lets go of those among some others alone', () => {
  const view = new ShownSeals().of(['a', 'b', 'c']);
  expect(view.take((id) => id !== 'c', ['b', 'c', 'd'])).toEqual(['b']);
  expect(view.size).toBe(2);
});
