import { SECOND } from '@haidang/domain';
import { failOnLeaks, forEachStore } from '@haidang/testkit';
import { topics } from '@haidang/wire';
import { beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { CONTAINERS, Road, anHourAgo, clearLog, registerTransits } from './road.js';

failOnLeaks();

forEachStore((store) => {
  const start = anHourAgo();
  const at = (seconds: number) => start + seconds * SECOND;
  let road: Road;

  beforeAll(() => registerTransits(store.pool, ['S1'], start));
  beforeEach(async () => {
    await clearLog(store.pool);
    road = await Road.open(store);
    return () => road.pipeline.drain();
  });

  describe('a passage', () => {
    const passage = {
      id: 'P1',
      time: new Date(at(0)).toISOString(),
      direction: 'out',
      container: CONTAINERS[0],
      plate: '15c 12345',
      sealId: 'S1',
    };

    it('is decided, committed and owed to the gate; a repeat is none', async () => {
      road.take(topics.passages('PORT-1'), passage);
      road.take(topics.passages('PORT-1'), passage);
      await road.pipeline.drain();
      expect(road.acknowledged).toHaveLength(2);
      const { rows } = await store.pool.query(`select topic, payload from outbox where channel <> 'live'`);
      expect(rows).toMatchObject([
        {
          topic: 'haidang/v1/gates/PORT-1/decisions',
          payload: { verdict: 'pass', reasons: [], passageId: 'P1' },
        },
      ]);
      expect(await road.count('passages')).toBe(1);
    });

    it('by REST is answered with the decision, its repeat with the first one, a contradiction with conflict', async () => {
      const first = await road.pipeline.takePassage('PORT-1', { ...passage, plate: '29H-1' });
      expect(first).toMatchObject({ verdict: 'hold', reasons: ['plate_mismatch'] });
      expect(await road.pipeline.takePassage('PORT-1', { ...passage, plate: '29H-1' })).toEqual(first);
      await expect(road.pipeline.takePassage('PORT-1', passage)).rejects.toMatchObject({ code: 'conflict' });
      await expect(road.pipeline.takePassage('PORT-1', { ...passage, time: 'x' })).rejects.toMatchObject({
        code: 'bad_field',
      });
      expect(await road.count('quarantine', `reason = 'conflict'`)).toBe(1);
    });

    it('holds what no transit speaks for', async () => {
      const read = (container: string) =>
        road.pipeline.takePassage('PORT-1', { ...passage, id: `read ${container}`, container });
      expect(await read('TASU1170000')).toMatchObject({ verdict: 'hold', reasons: ['not_eligible'] });
      expect(await read('CSQU3054384')).toMatchObject({ verdict: 'hold', reasons: ['container_invalid'] });
      expect(await read('')).toMatchObject({ verdict: 'hold', reasons: ['container_unread'] });
    });
  });
});
