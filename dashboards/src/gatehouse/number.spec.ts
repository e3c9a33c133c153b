import { expect, test } from 'vitest';
import { groups, judgeNumber, marked } from './number.js';

test('a number is set in the groups in which it is read aloud', () => {
  expect(groups('CSQU3054383')).toEqual(['CSQU', '305438', '3']);
  expect(groups('CSQU30543')).toEqual(['CSQU30543']);
  expect(groups('?')).toEqual(['?']);
});

test.each([
  ['', { say: 'nothing' }],
  [' ', { say: 'nothing' }],
  ['cs', { say: 'short', missing: 9 }],
  ['CSQU 305', { say: 'short', missing: 4 }],
  ['csqu 305438-3', { say: 'good' }],
  ['CSQU3054384', { say: 'digit', wanted: '3' }],
  ['CSQU3054338', { say: 'digit', wanted: '6' }],
  ['CSQX305', { say: 'form' }],
  ['C5', { say: 'form' }],
  ['CSQU30543833', { say: 'form' }],
] as const)('while %j is typed', (text, word) => {
  expect(judgeNumber(text)).toEqual(word);
});

test.each([
  ['CSQU3054383', 'CSQU3O54383', '.....x.....'],
  ['CSQU3054383', 'C5QU3054388', '.x........x'],
  ['CSQU3054383', 'CSQU3054383', '...........'],
  // one was lost
  ['CSQU3054383', 'CSQU305383', '.......x...'],
  // one too many was read: where it was
  ['CSQU3054383', 'CSQU30514383', '.......x...'],
])('%s beside the reading %s', (onFile, read, differing) => {
  const chars = marked(onFile, read);
  expect(chars.map(({ char }) => char).join('')).toBe(onFile);
  expect(chars.map(({ differs }) => (differs ? 'x' : '.')).join('')).toBe(differing);
});
