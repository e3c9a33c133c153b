import { HOUR, MINUTE } from '@haidang/domain';
import {
  applyAlarmAct,
  endShelving,
  escalateWaiting,
  inTransaction,
  SeriesKeeper,
  withdraw,
  writeFoundAlarms,
  type AlarmActEffect,
  type AlarmActName,
  type FoundAlarm,
} from '@haidang/store';
import { failOnLeaks, forEachStore } from '@haidang/testkit';
import { beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { readConfig } from '../../../apps/platform/src/config/config.js';
import { uuidOf } from '../../../apps/platform/src/pipeline/uuid-of.js';

failOnLeaks();

forEachStore((store) => {
  const now = Date.now();
  const ALARM: FoundAlarm = {
    ...{ key: 'camera_fault silent', kind: 'camera_fault', cause: 'silent', severity: 'critical' },
    ...{ transitId: null, containerNumber: null, sealId: null, gateId: 'G1' },
    ...{ start: now, end: null, proven: now, evidence: now, place: { lat: 20.8, lon: 106.9 } },
    why: { rule: 'camera_fault', settings: {}, measured: {} },
  };
  const id = uuidOf(ALARM.key);
  const road = () => store.as('ingest');

  beforeAll(() => new SeriesKeeper(store.pool, store.kind, readConfig({})).keep(now));
  beforeEach(async () => {
    await store.pool.query('truncate alarms, alarm_history, outbox');
    await inTransaction(road(), (tx) =>
      writeFoundAlarms(tx, { said: [{ ...ALARM, id }], withdrawn: [] }, Date.now()),
    );
  });

  /** A person's act, as the desk writes it. */
  async function act(what: AlarmActName, effect: AlarmActEffect = {}): Promise<void> {
    await applyAlarmAct(store.pool, id, effect);
    await store.pool.query(
      `insert into alarm_history (alarm_id, at, revision, what, by, data) values ($1, clock_timestamp(), 1, $2, 'Lan', '{}')`,
      [id, what],
    );
  }
  const byTheClock = async (): Promise<void> => {
    const waiting = { critical: -MINUTE, major: -MINUTE };
    await inTransaction(road(), (tx) => escalateWaiting(tx, Date.now(), waiting));
  };
  /** Both ways by which evidence takes an alarm back: as a rule of the engine's, and as one found beside it. */
  const takenBack = {
    'by the engine': () =>
      inTransaction(road(), (tx) => withdraw(tx, Date.now(), { id, ending: 'corrected', intoId: null })),
    'by who found it': () =>
      inTransaction(road(), (tx) => writeFoundAlarms(tx, { said: [], withdrawn: [ALARM.key] }, Date.now())),
  };
  const state = async () =>
    (await store.pool.query<{ state: string }>('select state from alarms')).rows.map((row) => row.state);

  describe.each(Object.entries(takenBack))('an alarm taken back %s', (_, takeBack) => {
    it('is closed where nobody has touched it, though the clock has handed it up', async () => {
      await byTheClock();
      const { rows } = await store.pool.query('select acts, escalated_at is not null as up from alarms');
      expect(rows).toEqual([{ acts: 1, up: true }]);
      await takeBack();
      expect(await state()).toEqual(['resolved']);
    });

    it('is left to people where one has handed it up', async () => {
      await act('escalate', { change: { escalated_at: new Date(), escalated_by: 'Lan' } });
      await takeBack();
      expect(await state()).toEqual(['open']);
    });

    it('is left to people while a patrol is under way to it', async () => {
      const response = {
        dispatchId: 'D',
        patrolId: 'P',
        patrol: 'Patrol 1',
        contact: 'channel 7',
        facilityId: 'HQ',
      };
      const sent = { ...response, state: 'sent', at: '', sentAt: '' } as const;
      await act('dispatch', { change: { response: sent } });
      await byTheClock();
      await takeBack();
      expect(await state()).toEqual(['open']);
    });

    it('is left to people where one had shelved it and the clock brought it back', async () => {
      const until = new Date(Date.now() + HOUR);
      await act('shelve', { change: { state: 'shelved', shelved_until: until, shelved_by: 'Lan' } });
      await inTransaction(road(), (tx) => endShelving(tx, until.getTime()));
      expect(await state()).toEqual(['open']);
      await takeBack();
      expect(await state()).toEqual(['open']);
    });
  });
});
