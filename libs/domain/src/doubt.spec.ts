import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  DOUBT_HALVINGS,
  DOUBT_RULES,
  doubtPoint,
  doubtScore,
  doubtWindow,
  type DoubtReason,
} from './doubt.js';
import { DAY } from './time.js';

const NOW = Date.UTC(2026, 10, 26);
const settings = { points: DOUBT_RULES, halveDays: 180 };
const reason = (rule: string, days: number): DoubtReason => ({
  ...{ rule, at: NOW - days * DAY, evidence: { kind: 'case', id: 'x' } },
});

describe('a doubt point', () => {
  it.each([
    [0, 40, 0],
    [179.9, 40, 0],
    [180, 20, 1],
    [360, 10, 2],
    [1_800, 40 / 1_024, 10],
    [1_980, 0, 11],
    [-3, 40, 0],
  ])('of a confirmed case counts, %d days later, %d', (days, points, halved) => {
    expect(doubtPoint(reason('case.confirmed', days), settings, NOW)).toEqual({ points, full: 40, halved });
  });

  it('of a rule that nobody has set counts nothing', () => {
    expect(doubtPoint(reason('a rule of tomorrow', 0), settings, NOW).points).toBe(0);
  });

  it('counts within the window, and never outside', () => {
    const edge = doubtWindow(settings) / DAY;
    expect(doubtPoint(reason('case.confirmed', edge - 0.1), settings, NOW).halved).toBe(DOUBT_HALVINGS);
    expect(doubtPoint(reason('case.confirmed', edge), settings, NOW).points).toBe(0);
  });
});

describe('a doubt score', () => {
  const rules = Object.keys(DOUBT_RULES);
  const reasons = fc.array(
    fc.record({ rule: fc.constantFrom(...rules), days: fc.double({ min: 0, max: 3_000, noNaN: true }) }),
    { maxLength: 200 },
  );
  const made = (list: readonly { rule: string; days: number }[]) =>
    list.map(({ rule, days }) => reason(rule, days));

  it('is additive: of two heaps it is the sum of theirs, exactly', () => {
    fc.assert(
      fc.property(reasons, reasons, (one, two) => {
        const score = (list: typeof one) => doubtScore(made(list), settings, NOW);
        expect(score([...one, ...two])).toBe(score(one) + score(two));
      }),
    );
  });

  it('does not know an order', () => {
    const shuffled = reasons.chain((list) =>
      fc.tuple(fc.constant(list), fc.shuffledSubarray(list, { minLength: list.length })),
    );
    fc.assert(
      fc.property(shuffled, ([list, other]) => {
        expect(doubtScore(made(other), settings, NOW)).toBe(doubtScore(made(list), settings, NOW));
      }),
    );
  });

  it('fades: it never grows by waiting, and is half of itself after each half-life', () => {
    fc.assert(
      fc.property(reasons, fc.double({ min: 0, max: 2_000, noNaN: true }), (list, later) => {
        const at = (now: number) => doubtScore(made(list), settings, now);
        expect(at(NOW + later * DAY)).toBeLessThanOrEqual(at(NOW));
        const young = list.map(({ rule }) => ({ rule, days: 0 }));
        const score = (now: number) => doubtScore(made(young), settings, now);
        for (let n = 0; n <= DOUBT_HALVINGS; n++)
          expect(score(NOW + n * 180 * DAY)).toBe(score(NOW) / 2 ** n);
      }),
    );
  });
});
