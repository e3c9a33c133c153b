import { expect, test } from 'vitest';
import { transitAt, transitPath } from './address.js';

test('a transit’s address names it, whatever its id', () => {
  for (const id of ['T1', 'QT-2026/1', 'ầ b']) expect(transitAt(transitPath(id))).toBe(id);
  expect(transitAt('/transit/T1/')).toBe('T1');
  for (const path of ['/', '/transit', '/transit/', '/transit/%E0%A4%A', '/office/cases'])
    expect(transitAt(path)).toBeUndefined();
});
