import { SECOND, type Passage } from '@haidang/domain';
import { describe, expect, it } from 'vitest';
import { BURST, CarMemory } from './car-memory.js';

const T = Date.UTC(2026, 10, 26, 3);

function passage(id: string, time = T, more: Partial<Passage> = {}): Passage {
  return {
    ...{ id, time, direction: 'out', lane: '1', container: null, containerConfidence: null },
    ...{ plate: '15C12345', plateConfidence: 0.9, sealId: null, carrierSeal: null, damage: null },
    ...{ images: [], source: 'hikvision' },
    ...more,
  };
}

describe('what a camera says again of a vehicle', () => {
  it('under one id is the first passage of it', () => {
    const cars = new CarMemory();
    const first = passage('a');
    cars.remember(first);
    expect(cars.find(passage('a', T + 3_600_000, { plate: null }))).toBe(first);
  });

  it('in a burst is the first, as long as the vehicle stands there', () => {
    const cars = new CarMemory();
    const first = passage('a');
    cars.remember(first);
    for (let at = T; at <= T + 60 * SECOND; at += BURST) expect(cars.find(passage(`b${at}`, at))).toBe(first);
    expect(cars.find(passage('c', T + 60 * SECOND + BURST + 1))).toBeUndefined();
  });

  it('under another id is the first from then on, whatever is read then', () => {
    const cars = new CarMemory();
    const first = passage('a');
    cars.remember(first);
    expect(cars.find(passage('b', T + SECOND))).toBe(first);
    expect(cars.find(passage('b', T + 2 * SECOND, { plate: '15C12346' }))).toBe(first);
  });

  it.each([
    ['at another lane', { lane: '2' }],
    ['the other way', { direction: 'in' }],
    ['with another number', { plate: '15C99999' }],
    ['without a number', { plate: null }],
  ] as const)('%s it is another', (_, more) => {
    const cars = new CarMemory();
    cars.remember(passage('a'));
    expect(cars.find(passage('b', T + SECOND, more))).toBeUndefined();
  });

  it('two without a number are two', () => {
    const cars = new CarMemory();
    cars.remember(passage('a', T, { plate: null }));
    expect(cars.find(passage('b', T, { plate: null }))).toBeUndefined();
  });
});
