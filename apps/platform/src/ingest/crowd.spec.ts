import { beforeEach, expect, it } from 'vitest';
import { Crowd } from './crowd.js';

let crowd: Crowd;
beforeEach(() => {
  crowd = new Crowd({ total: 5, perAddress: 3, strangersPerAddress: 2 });
});

it('two strangers of an address are in, a third waits until one is known or has left', () => {
  expect([crowd.enter('a'), crowd.enter('a'), crowd.enter('a')]).toEqual([undefined, undefined, 'strangers']);
  crowd.known('a');
  expect(crowd.enter('a')).toBeUndefined();
  crowd.known('a');
  crowd.leave('a', true);
  crowd.leave('a', false);
  expect(crowd.enter('a')).toBeUndefined();
});

it('three of an address are in, known or not', () => {
  for (let i = 0; i < 3; i++) {
    crowd.enter('a');
    crowd.known('a');
  }
  expect(crowd.enter('a')).toBe('address');
  expect(crowd.enter('b')).toBeUndefined();
});

it('five are in at all', () => {
  for (const address of ['a', 'a', 'b', 'b', 'c']) expect(crowd.enter(address)).toBeUndefined();
  expect(crowd.enter('d')).toBe('total');
  crowd.leave('a', true);
  expect(crowd.enter('d')).toBeUndefined();
});
