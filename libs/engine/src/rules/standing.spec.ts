import type { Fix } from '@haidang/domain';
import { distanceBetween } from '@haidang/geo';
import { clockTime as t, fixOf, planOf, spot, watchFixes } from '@haidang/testkit';
import { describe, expect, it } from 'vitest';
import { memoryOf, type Stand } from '../index.js';

const at = (time: string, east: number, accuracy = 10): Fix => fixOf(t(time), spot(east, 0), { accuracy });
const standsOf = (fixes: readonly Fix[], rules = {}): readonly Stand[] => {
  const { stands } = watchFixes(fixes, planOf({ rules }));
  return [...new Map(stands.map((stand) => [stand.from, stand])).values()];
};

describe('a stand', () => {
  it('is at the mean of its positions until it is long enough, as sure as the coarsest of them', () => {
    const [stand] = standsOf([
      at('08:00', 5_000),
      at('08:04', 5_030, 20),
      at('08:07', 5_000, 5),
      at('08:10', 5_030),
      at('08:11', 5_040, 40),
    ]);
    // (5,000 + 5,030 + 5,000 + 5,030) / 4
    expect(stand!.lon).toBeCloseTo(spot(5_015, 0).lon, 9);
    expect(stand).toMatchObject({ from: t('08:00'), to: t('08:11'), accuracy: 20, evidence: t('08:10') });
  });

  it('goes on at the very radius, accuracy taken off', () => {
    const [from, to] = [spot(5_000, 0), spot(5_060, 0)];
    const rendezvousRadius = distanceBetween(from.lat, from.lon, to.lat, to.lon) - 10;
    const fixes = [at('08:00', 5_000), at('08:05', 5_000), at('08:10', 5_000), at('08:11', 5_060)];
    expect(standsOf(fixes, { rendezvousRadius })).toMatchObject([{ to: t('08:11') }]);
    expect(standsOf(fixes, { rendezvousRadius: rendezvousRadius - 0.001 })).toMatchObject([
      { to: t('08:10') },
    ]);
  });

  it('begins neither at nor with a position coarser than the radius', () => {
    const fixes = (coarse: string): Fix[] =>
      ['08:00', '08:05', '08:10', '08:15', '08:20'].map((time) => at(time, 5_000, time === coarse ? 60 : 10));
    expect(standsOf(fixes('none'))).toMatchObject([{ from: t('08:00') }]);
    expect(standsOf(fixes('08:00'))).toMatchObject([{ from: t('08:05') }]);
    expect(standsOf(fixes('08:05'))).toMatchObject([{ from: t('08:10') }]);
  });

  it('remembers of a position away from it what that says, whatever is heard after', () => {
    const { state } = watchFixes([at('08:00', 5_000), at('08:05', 5_000), at('08:10', 5_400)], planOf());
    const { away } = memoryOf(state, 'standing');
    expect(away).toStrictEqual([{ time: t('08:10'), ...spot(5_400, 0), accuracy: 10 }]);
    watchFixes([at('08:00', 9_000), at('08:05', 9_000), at('08:10', 9_000)], planOf());
    expect(away).toMatchObject([spot(5_400, 0)]);
  });
});
