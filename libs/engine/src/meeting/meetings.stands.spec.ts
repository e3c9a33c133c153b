import { MINUTE } from '@haidang/domain';
import { distance } from '@haidang/geo';
import { clockTime as t, resolved, spot } from '@haidang/testkit';
import { describe, expect, it } from 'vitest';
import { meetings, type Stand } from '../index.js';

/** At (0, 0) from one time to another, and gone since. */
const stand = (from: string, to: string, rest: Partial<Stand> = {}): Stand => ({
  from: t(from),
  to: t(to),
  open: false,
  lat: 0,
  lon: 0,
  accuracy: 10,
  evidence: t(to),
  radius: 50,
  after: 10 * MINUTE,
  rejoin: 5 * MINUTE,
  ...rest,
});
const beside = spot(20, 0);
const still = stand('08:00', '08:40', { open: true });

const met = (ofA: readonly Stand[], ofB: readonly Stand[], acts: Parameters<typeof meetings>[2] = []) =>
  meetings(['A', ofA], ['B', ofB], acts);
const spans = (...of: Parameters<typeof met>) => met(...of).map(({ start, end }) => [start, end]);

describe('a meeting of two stands', () => {
  it('is where the first by name stood, in whichever order they are given', () => {
    const [ofA, ofB] = [[still], [stand('08:05', '08:20', beside)]];
    const forth = meetings(['A', ofA], ['B', ofB]);
    expect(forth).toMatchObject([
      { place: spot(0, 0), why: { measured: { firstSince: t('08:00'), secondSince: t('08:05') } } },
    ]);
    expect(meetings(['B', ofB], ['A', ofA])).toEqual(forth);
  });

  it('is as far apart as the radius at most', () => {
    const radius = distance(still, beside);
    const within = (reach: number) =>
      spans([{ ...still, radius: reach }], [stand('08:00', '08:20', { ...beside, radius: reach })]);
    expect(within(radius)).toHaveLength(1);
    expect(within(radius - 0.001)).toEqual([]);
  });

  it('knows what the later and the worse of both knew, and is settled at its end', () => {
    const other = stand('08:05', '08:20', { accuracy: 30 });
    for (const [ofA, ofB] of [
      [still, other],
      [other, still],
    ] as const)
      expect(met([ofA], [ofB])).toMatchObject([
        {
          evidence: t('08:40'),
          proven: t('08:15'),
          settled: t('08:20'),
          why: { measured: { accuracy: 30 } },
        },
      ]);
    expect(met([still], [{ ...other, open: true }])).toMatchObject([{ end: null, settled: t('08:15') }]);
  });
});

describe('the stands of several seals of one transit', () => {
  it('make one meeting, from the first beginning to the last end', () => {
    const [long, short] = [stand('08:00', '08:30'), stand('08:05', '08:20')];
    for (const ofB of [
      [long, short],
      [short, long],
    ])
      expect(met([still], ofB)).toMatchObject([
        { start: t('08:00'), end: t('08:30'), settled: t('08:30'), evidence: t('08:40') },
      ]);
  });

  it('make one that is settled at its last end', () => {
    expect(met([still], [stand('08:00', '08:20'), stand('08:05', '08:30')])).toMatchObject([
      { start: t('08:00'), end: t('08:30'), settled: t('08:30') },
    ]);
  });

  it('make one that goes on as long as one of them does', () => {
    const going = stand('08:00', '08:40', { open: true });
    expect(spans([still], [going, stand('08:05', '08:25')])).toEqual([[t('08:00'), null]]);
    expect(spans([still], [going, stand('08:05', '08:40', { open: true })])).toEqual([[t('08:00'), null]]);
    expect(spans([still], [stand('08:00', '08:25'), { ...going, from: t('08:05') }])).toEqual([
      [t('08:00'), null],
    ]);
  });

  it('make one with the newest evidence of all', () => {
    const seen = (evidence: string) => stand('08:00', '08:20', { evidence: t(evidence) });
    const first = { ...still, evidence: t('08:10') };
    expect(met([first], [seen('08:50'), { ...seen('08:45'), from: t('08:02') }])).toMatchObject([
      { evidence: t('08:50') },
    ]);
    expect(met([first], [seen('08:45'), { ...seen('08:50'), from: t('08:02') }])).toMatchObject([
      { evidence: t('08:50') },
    ]);
  });

  it('that begin together are told by the one that left first, and then by place', () => {
    const north = spot(0, 20);
    const place = (...ofA: readonly Stand[]) => met(ofA, [still])[0]!.place;
    const [here, there] = [stand('08:00', '08:30'), stand('08:00', '08:20', north)];
    expect([place(here, there), place(there, here)]).toEqual([north, north]);
    const both = { ...there, to: t('08:30') };
    expect([place(here, both), place(both, here)]).toEqual([spot(0, 0), spot(0, 0)]);
  });
});

describe("an officer's act on a meeting", () => {
  const act = (rest: Parameters<typeof resolved>[2] = {}) =>
    resolved('rendezvous', '08:16', { cause: 'A+B', start: t('08:00'), end: t('08:12'), ...rest });
  const first = stand('08:00', '08:12');
  const early = { ...still, evidence: t('08:12') };

  it('is about this pair and this kind', () => {
    expect(met([early], [first], [act()])).toMatchObject([{ resolved: true }]);
    expect(met([early], [first], [act({ cause: 'A+C' })])).toMatchObject([{ resolved: false }]);
    expect(met([early], [first], [act({ alarm: 'jamming' })])).toMatchObject([{ resolved: false }]);
  });

  it('keeps apart what comes after the end, and nothing that was before', () => {
    const next = (from: string) => spans([early], [first, stand(from, '08:30')], [act()]);
    expect(next('08:12')).toEqual([[t('08:00'), t('08:30')]]);
    expect(next('08:12:00.001')).toHaveLength(2);
  });

  it('comes after what was proven at its very time', () => {
    const second = stand('08:13', '08:30');
    const at = (time: string) => spans([early], [first, second], [act({ time: t(time), seen: t(time) })]);
    expect(at('08:22:59.999')).toHaveLength(2);
    expect(at('08:23')).toHaveLength(1);
  });
});
