import { MINUTE } from '@haidang/domain';
import { clockTime as t, spot } from '@haidang/testkit';
import { describe, expect, it } from 'vitest';
import type { Episode } from './episode.js';
import { keptKey, reconcile, type Standing } from './reconcile.js';

const episode = (key: string, start: string, end: string, settled = end): Episode => ({
  ...{
    key,
    kind: 'jamming',
    cause: '',
    severity: 'major',
    start: t(start),
    end: t(end),
    settled: t(settled),
  },
  ...{ place: spot(0, 0), why: { rule: 'jamming', settings: {}, measured: {} } },
  ...{ evidence: t(end), resolved: false },
});
const stands = (...of: Parameters<typeof episode>): Standing => ({
  episode: episode(...of),
  withdrawn: null,
});
const gone = (...of: Parameters<typeof episode>): Standing => ({ ...stands(...of), withdrawn: 'corrected' });

/** The key each folded episode goes on under, and what became of the rest. */
function outcome(standing: readonly Standing[], folded: readonly Episode[]) {
  const taken = new Set(standing.map((one) => one.episode.key));
  const { keys, withdrawals } = reconcile(standing, folded, taken, 5 * MINUTE);
  return [
    folded.map((one) => keys.get(one)),
    withdrawals.map(({ key, ending, into }) => [key, ending, into]),
  ];
}

describe('the alarm that a folded episode goes on as', () => {
  it('is the one of its name, where the fold did not begin it', () => {
    const both = [stands('a', '08:00', '08:30'), stands('b', '08:00', '08:20')];
    expect(outcome(both, [episode(keptKey('b'), '08:00', '08:40')])).toEqual([['b'], [['a', 'merged', 'b']]]);
  });

  it('is the one of the very same start, before any that it meets', () => {
    const both = [stands('a', '08:00', '08:12'), stands('b', '08:10', '08:20')];
    expect(outcome(both, [episode('x', '08:10', '08:20')])).toEqual([['b'], [['a', 'merged', 'b']]]);
  });

  it('is the earliest that it meets, so that the earlier survives where two are bridged', () => {
    const [late, early] = [stands('b', '08:10', '08:15'), stands('a', '08:01', '08:05', '08:50')];
    for (const both of [
      [late, early],
      [early, late],
    ])
      expect(outcome(both, [episode('x', '08:00', '08:30')])).toEqual([['a'], [['b', 'merged', 'a']]]);
  });

  it('is kept by the first part where one is split', () => {
    const whole = [stands('a', '08:00', '08:30')];
    const [first, second] = [episode('x', '08:01', '08:10', '08:50'), episode('y', '08:20', '08:25')];
    expect(outcome(whole, [second, first])).toEqual([['y', 'a'], []]);
  });

  it('is kept by what was said first where two begin at one time', () => {
    const whole = [stands('a', '08:00', '08:30')];
    const [first, second] = [episode('x', '08:01', '08:10'), episode('y', '08:01', '08:10', '08:50')];
    expect(outcome(whole, [second, first])).toEqual([['y', 'a'], []]);
    const [said, later] = [stands('a', '08:00', '08:30'), stands('b', '08:00', '08:30', '08:50')];
    expect(outcome([later, said], [episode('x', '08:01', '08:30')])).toEqual([['a'], [['b', 'merged', 'a']]]);
  });

  it('is none that it does not meet, by more than the time to resume', () => {
    expect(outcome([stands('a', '07:50', '07:55')], [episode('x', '08:00', '08:30')])).toEqual([['a'], []]);
    expect(outcome([stands('a', '07:50', '07:54:59')], [episode('x', '08:00', '08:30')])).toEqual([
      ['x'],
      [['a', 'corrected', null]],
    ]);
  });

  it('is one that was withdrawn where it meets it and no other fits', () => {
    const folded = [episode('x', '08:00', '08:30')];
    expect(outcome([gone('a', '08:00', '08:30'), stands('b', '08:10', '08:20')], folded)).toEqual([
      ['b'],
      [],
    ]);
    expect(outcome([gone('a', '08:00', '08:30')], folded)).toEqual([['a'], []]);
    expect(outcome([gone('a', '07:00', '07:30')], folded)).toEqual([['x'], []]);
    expect(outcome([gone('x', '07:00', '07:30')], folded)).toEqual([['x/2'], []]);
  });
});
