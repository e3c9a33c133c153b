import { MINUTE, type Instant } from '@haidang/domain';
import { dropOldContests } from '@haidang/store';
import { failOnLeaks, forEachStore } from '@haidang/testkit';
import { beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { anHourAgo, fixAt, registerTransits, Road } from './road.js';

failOnLeaks();

forEachStore((store) => {
  const start = anHourAgo();
  const minute = (minutes: number): Instant => start + minutes * MINUTE;
  let road: Road;

  beforeAll(() => registerTransits(store.pool, ['S1', 'S2'], start));
  beforeEach(async () => {
    await store.pool.query(
      'truncate fixes, contested_fixes, quarantine, alarms, alarm_history, outbox, seal_states, settings, milestones, revisions_due',
    );
    road = await Road.open(store);
    return () => settle(road);
  });

  async function settle(on: Road): Promise<void> {
    await on.pipeline.drain();
    await on.reviser.foldAll();
  }

  async function take(sealId: string, fixes: readonly object[], on = road): Promise<void> {
    for (const fix of fixes) on.takeFixes(sealId, fix);
    await settle(on);
  }

  async function alarms(sealId: string) {
    const { rows } = await store.pool.query(
      `select kind, start_at, end_at, severity from alarms where seal_id = $1 and withdrawn is null order by start_at`,
      [sealId],
    );
    return rows as Record<string, unknown>[];
  }

  const drive = (from: number, to: number, north = 0) =>
    Array.from({ length: to - from + 1 }, (_, i) =>
      fixAt(from + i, minute(from + i), 1_000 + 300 * (from + i), north),
    );
  /** The fix of one minute, said twice: beside the road, and on it. */
  const beside = fixAt(12, minute(12), 4_600, 900);
  const onRoad = fixAt(12, minute(12), 4_600, 0);

  /** Strays, but for the contested fix: with it beside the road the alarm ends at minute 14, with it on the road there are two ends. */
  const told = [...drive(5, 9), ...drive(10, 11, 900), ...drive(13, 13, 900), ...drive(14, 18)];

  describe.each([
    ['in their turn', 'turn'],
    ['late', 'late'],
    ['in one message', 'message'],
    ['after a restart', 'restart'],
  ])('of two contents under one identity the same is judged, whichever came first: %s', (_, how) => {
    it.each([
      ['a place', beside, onRoad],
      ['a cut', { ...onRoad, events: ['rope_cut'] }, onRoad],
      [
        'a number that the log holds less exactly',
        { ...beside, accuracy: 12.3 },
        { ...beside, accuracy: 12.30001 },
      ],
    ])('%s', async (__, one, other) => {
      const contents = { S1: [one, other], S2: [other, one] };
      for (const [seal, [first, second]] of Object.entries(contents)) {
        const before = told.filter(({ seq }) => Number(seq) < 12);
        const after = told.filter(({ seq }) => Number(seq) > 12);
        if (how === 'message') {
          await take(seal, [[...before, first, second, ...after]]);
          continue;
        }
        await take(seal, how === 'late' ? [...before, ...after, first!] : [...before, first!, ...after]);
        if (how === 'restart') await road.checkpoint.write();
        await take(seal, [second!], how === 'restart' ? await Road.open(store) : road);
      }
      const first = await alarms('S1');
      expect(await alarms('S2')).toEqual(first);
      expect(await road.count('quarantine', `reason = 'conflict'`)).toBe(2);
      expect(await road.count('contested_fixes')).toBe(1);
      // all is folded again from the log: the same
      await store.pool.query('truncate seal_states, milestones');
      await settle(await Road.open(store));
      expect(await alarms('S1')).toEqual(first);
      expect(await alarms('S2')).toEqual(first);
    });
  });

  it('the first committed stands in the track, the other is in the quarantine, and a repeat of either changes nothing', async () => {
    await take('S1', [...drive(5, 9), beside, onRoad]);
    await take('S1', [beside, onRoad, onRoad, beside]);
    expect(await road.count('fixes', 'seq = 12 and lat > 0')).toBe(1);
    expect(await road.count('fixes', 'seq = 12')).toBe(1);
    expect(await road.count('contested_fixes')).toBe(1);
    await dropOldContests(store.pool, minute(12));
    expect(await road.count('contested_fixes')).toBe(1);
    await dropOldContests(store.pool, minute(13));
    expect(await road.count('contested_fixes')).toBe(0);
  });

  it('that there is another content is not lost when the process dies before it is folded in', async () => {
    await take(
      'S1',
      told.filter(({ seq }) => Number(seq) !== 12),
    );
    await take('S1', [{ ...onRoad, events: ['rope_cut'] }]);
    await take(
      'S2',
      told.filter(({ seq }) => Number(seq) !== 12),
    );
    await take('S2', [onRoad]);
    await road.checkpoint.write();
    road.takeFixes('S1', onRoad);
    road.takeFixes('S2', { ...onRoad, events: ['rope_cut'] });
    await road.pipeline.drain();
    await settle(await Road.open(store));
    expect(await alarms('S1')).toEqual(await alarms('S2'));
  });
});
