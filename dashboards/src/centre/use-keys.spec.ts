import { expect, it } from 'vitest';
import { nameOf } from './use-keys.js';

const pressed = (key: string, shiftKey = false) => nameOf({ key, shiftKey });

it('a letter is the same in either case, and another with the shift key', () => {
  expect([pressed('a'), pressed('A'), pressed('A', true), pressed('a', true)]).toEqual([
    'a',
    'a',
    'Shift+a',
    'Shift+a',
  ]);
});

it('signs are what they are, whichever keys make them', () => {
  expect([pressed('/'), pressed('?', true), pressed('+', true), pressed('Enter', true)]).toEqual([
    '/',
    '?',
    '+',
    'Enter',
  ]);
});
