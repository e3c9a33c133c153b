import { MINUTE } from '@haidang/domain';
import { distance } from '@haidang/geo';
import { describe, expect, it } from 'vitest';
import { StandIndex, type Stand } from '../index.js';

describe('the index of stands', () => {
  const standAt = (lat: number, lon: number, from = 0, to = 1): Stand => ({
    from,
    to,
    open: false,
    lat,
    lon,
    accuracy: 10,
    evidence: 0,
    radius: 50,
    after: 10 * MINUTE,
    rejoin: 5 * MINUTE,
  });

  it('reaches as far as the wider of two stands asks, however wide', () => {
    for (const radius of [400, 30_000]) {
      const index = new StandIndex();
      index.add('A', '1', [{ ...standAt(20, 106), radius }]);
      const [near, far] = [0.9 * radius, 1.1 * radius].map((metres) => standAt(20 + metres / 110_700, 106));
      expect([...index.add('B', '1', [near!])]).toEqual(['A']);
      expect([...index.add('C', '1', [far!])]).toEqual([]);
    }
  });

  it('reaches just as far', () => {
    const [here, there] = [standAt(20, 106), standAt(20.001, 106)];
    const radius = distance(here, there);
    const found = (reach: number) => {
      const index = new StandIndex();
      index.add('A', '1', [{ ...here, radius: reach }]);
      return [...index.add('B', '1', [there])];
    };
    expect(found(radius)).toEqual(['A']);
    expect(found(radius - 0.001)).toEqual([]);
  });

  it('asks for the same time at both ends', () => {
    const index = new StandIndex();
    index.add('A', '1', [standAt(0, 0, 20, 30)]);
    expect([...index.add('B', '1', [standAt(0, 0, 11, 19)])]).toEqual([]);
    expect([...index.add('C', '1', [standAt(0, 0, 12, 20)])]).toEqual(['A', 'B']);
  });

  it('lets go of what ended before a time, and reaches as far as what is left asks', () => {
    const index = new StandIndex();
    index.add('A', '1', [{ ...standAt(0, 0, 0, 10), radius: 400 }, standAt(0, 0, 1, 9)]);
    index.add('A', '2', [{ ...standAt(0, 0, 0, 10), radius: 400 }]);
    index.add('A', '3', [standAt(0, 0, 0, 9)]);
    index.forget(10);
    expect(index.of('A')).toHaveLength(2);
    // 300 m of 400 m
    expect([...index.add('B', '1', [standAt(0, 300 / 111_319, 5, 15)])]).toEqual(['A']);
  });

  it('asks for the same time, and lets go of the old', () => {
    const index = new StandIndex();
    index.add('A', '1', [standAt(0, 0, 0, 10), standAt(0, 0, 20, 30)]);
    expect([...index.add('B', '1', [standAt(0, 0, 11, 19)])]).toEqual([]);
    expect([...index.add('C', '1', [standAt(0, 0, 10, 19)])]).toEqual(['A', 'B']);
    index.forget(20);
    expect(index.of('A')).toHaveLength(1);
    expect([...index.revise('A', '1', { since: 20, stands: [] })]).toEqual([]);
    expect(index.of('A')).toEqual([]);
  });
});
