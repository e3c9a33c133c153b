import { MINUTE } from '@haidang/domain';
import { clockTime as t, spot } from '@haidang/testkit';
import { describe, expect, it } from 'vitest';
import { meetings, reviseMeetings, type Meeting, type Stand, type Standing } from '../index.js';

const stand = (from: string, to: string, rest: Partial<Stand> = {}): Stand => ({
  ...{ from: t(from), to: t(to), open: false, ...spot(0, 0), accuracy: 10, evidence: t(to) },
  ...{ radius: 50, after: 10 * MINUTE, rejoin: 5 * MINUTE },
  ...rest,
});
/** One meeting between two times, whose evidence came at 08:30. */
const met = (from: string, to: string): readonly Meeting[] =>
  meetings(['A', [stand('07:00', '09:00', { evidence: t('08:30') })]], ['B', [stand(from, to)]]);
/** It as it was told, under the key `k`. */
const told = ([one]: readonly Meeting[], rest: Partial<Standing['episode']> = {}): Standing => ({
  episode: { ...one!, key: 'k', ...rest },
  withdrawn: null,
});

const now = met('08:00', '08:20');
const reasons = now[0]!.why;
const revised = (standing: readonly Standing[], heardTo = '08:30', of = now) =>
  reviseMeetings(of, standing, t(heardTo));

describe('the alarms about a pair', () => {
  it('say nothing where nothing is new, though a store gave the numbers back in another order', () => {
    const turned = Object.fromEntries(Object.entries(reasons.measured).reverse());
    expect(revised([told(now)])).toEqual([]);
    expect(revised([told(now, { why: { ...reasons, measured: turned } })])).toEqual([]);
  });

  it('say what is not as it was told, the reason as well', () => {
    const { distance: _, ...fewer } = reasons.measured;
    const differing: Partial<Standing['episode']>[] = [
      { end: t('08:19') },
      { why: { ...reasons, settings: { ...reasons.settings, rendezvousRadius: 80 } } },
      { why: { ...reasons, measured: { ...reasons.measured, distance: 1 } } },
      { why: { ...reasons, measured: { ...reasons.measured, more: 1 } } },
      { why: { ...reasons, measured: fewer } },
    ];
    for (const rest of differing)
      expect(revised([told(now, rest)])).toMatchObject([{ kind: 'changed', episode: { key: 'k' } }]);
  });

  it('are late when they were proven by the time both were heard to, the very time included', () => {
    expect(revised([], '08:10')).toMatchObject([{ kind: 'raised', late: true }]);
    expect(revised([], '08:09:59.999')).toMatchObject([{ kind: 'raised', late: false }]);
  });

  it('are judged while they had not ended before the edge, as they stood or as they are now', () => {
    const at = (standing: readonly Standing[], of: readonly Meeting[]) =>
      reviseMeetings(of, standing, t('08:30'), t('08:10'));
    const [before, after] = [met('07:50', '08:09'), met('07:50', '08:11')];
    expect(at([told(after)], before)).toMatchObject([
      { kind: 'changed', episode: { key: 'k', end: t('08:09') } },
    ]);
    expect(at([told(before)], after)).toMatchObject([
      { kind: 'changed', episode: { key: 'k', end: t('08:11') } },
    ]);
    expect(at([told(after)], [])).toMatchObject([{ kind: 'withdrawn', key: 'k', ending: 'corrected' }]);
    expect(at([told(before)], [])).toEqual([]);
    expect(at([told(met('07:50', '08:08'))], before)).toEqual([]);
    expect(at([], before)).toEqual([]);
    expect(at([], met('07:50', '08:10'))).toMatchObject([{ kind: 'raised' }]);
    expect(at([], after)).toMatchObject([{ kind: 'raised' }]);
  });

  it('keep their name when late evidence moves them by no more than the time to resume', () => {
    const before = told(met('07:40', '07:55'));
    expect(revised([before])).toMatchObject([
      { kind: 'changed', episode: { key: 'k', start: t('08:00'), end: t('08:20') } },
    ]);
    expect(revised([before], '08:30', met('08:00:00.001', '08:20'))).toMatchObject([
      { kind: 'raised' },
      { kind: 'withdrawn', key: 'k', ending: 'corrected' },
    ]);
  });

  it('are taken up again under the name of the one that was withdrawn', () => {
    expect(revised([{ ...told(now), withdrawn: 'corrected' }])).toMatchObject([
      { kind: 'changed', episode: { key: 'k' } },
    ]);
  });
});
