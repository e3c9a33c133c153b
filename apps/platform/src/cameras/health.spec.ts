import { MINUTE, SECOND } from '@haidang/domain';
import { describe, expect, it } from 'vitest';
import { glanceAt, healthOf, isProvenWell, type Glance } from './health.js';

const T = Date.UTC(2026, 10, 26, 3);
const seen = (count: number, of: (i: number) => Partial<Glance> = () => ({})): Glance[] =>
  Array.from({ length: count }, (_, i) => ({
    at: T + i,
    behind: SECOND,
    read: true,
    doubtful: false,
    ...of(i),
  }));

describe('how a camera does', () => {
  it('is not judged by few', () => {
    expect(healthOf([], 0)).toEqual({
      faults: [],
      missed: 0,
      passages: 0,
      unread: null,
      doubtful: null,
      behind: null,
      lastAt: null,
    });
    expect(
      healthOf(
        seen(9, () => ({ read: false, behind: 5 * MINUTE })),
        9,
      ).faults,
    ).toEqual([]);
  });

  it.each([
    ['well', seen(20), 0, []],
    ['reads half of them not', seen(20, (i) => ({ read: i % 2 === 0 })), 0, ['reads_nothing']],
    ['reads four of ten badly', seen(20, (i) => ({ doubtful: i % 10 < 4 })), 0, ['reads_badly']],
    ['is two minutes behind', seen(20, () => ({ behind: 2 * MINUTE })), 0, ['clock_drift']],
    ['is two minutes ahead', seen(20, () => ({ behind: -2 * MINUTE })), 0, ['clock_drift']],
    ['was behind twice only', seen(20, (i) => ({ behind: i < 2 ? 60 * MINUTE : SECOND })), 0, []],
    ['is silent', seen(20), 10, ['silent']],
    ['has never said anything', [], 10, ['silent']],
  ] as const)('%s', (_, glances, missed, faults) => {
    expect(healthOf(glances, missed).faults).toEqual(faults);
  });

  it('is shown to be well again by enough that is well, a silence by the next word', () => {
    expect(isProvenWell(healthOf(seen(9), 0), 'clock_drift', T)).toBe(false);
    expect(isProvenWell(healthOf(seen(10), 0), 'clock_drift', T)).toBe(true);
    expect(
      isProvenWell(
        healthOf(
          seen(19, (i) => ({ read: i > 9 })),
          0,
        ),
        'reads_badly',
        T,
      ),
    ).toBe(false);
    expect(isProvenWell(healthOf([], 0), 'reads_nothing', T)).toBe(false);
    expect(isProvenWell(healthOf(seen(1), 0), 'silent', T - 1)).toBe(true);
    expect(isProvenWell(healthOf(seen(1), 0), 'silent', T)).toBe(false);
  });

  it('is judged by the last fifty', () => {
    const all = [...seen(100, () => ({ read: false })), ...seen(50)];
    expect(healthOf(all, 0)).toMatchObject({ faults: [], passages: 50, unread: 0 });
  });

  it.each([
    [{ container: 'CSQU3054383', containerConfidence: 0.9 }, true, false],
    [{ container: 'CSQU3054384', containerConfidence: 0.9 }, true, true],
    [{ plate: '15C12345', plateConfidence: 0.4 }, true, true],
    [{ plate: '15C12345', plateConfidence: null }, true, false],
    [{}, false, false],
  ])('%j', (more, read, doubtful) => {
    const passage = {
      ...{ id: 'a', time: T, direction: 'out', lane: null, container: null, plate: null, images: [] },
      ...more,
    };
    expect(glanceAt(passage as never, T + SECOND)).toEqual({
      at: T + SECOND,
      behind: SECOND,
      read,
      doubtful,
    });
  });
});
