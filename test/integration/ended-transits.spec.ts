import { MINUTE, SECOND, type Instant } from '@haidang/domain';
import {
  endAlarmsOfTransit,
  freeSeals,
  lockTransit,
  noteTransitRevision,
  recordStep,
  setTransitState,
} from '@haidang/store';
import { failOnLeaks, waitFor, withStore } from '@haidang/testkit';
import { topics } from '@haidang/wire';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { Checkpoint } from '../../apps/platform/src/pipeline/checkpoint.js';
import { Pipeline } from '../../apps/platform/src/pipeline/pipeline.js';
import { Reviser } from '../../apps/platform/src/watch/reviser.js';
import { anHourAgo } from './road.js';
import { Api, BOX_1, BOX_2, fixAt, newTransit, registerCountry } from './rest/api.js';

failOnLeaks();

withStore((store) => {
  const start = anHourAgo();
  const minute = (minutes: number): Instant => start + minutes * MINUTE;
  const iso = (minutes: number): string => new Date(minute(minutes)).toISOString();
  let api: Api;

  beforeAll(async () => {
    api = await Api.open(store);
    await registerCountry(api);
  });
  afterAll(() => api.close());
  beforeEach(async () => {
    await store.pool.query(
      'truncate transits, fixes, alarms, alarm_history, milestones, stands, revisions_due, seal_states, outbox cascade',
    );
    // what is registered now held all along
    await store.pool.query('truncate plan_changes');
    await api.close();
    api = await Api.open(store);
    await api.app.get(Checkpoint).restore();
  });

  /** Sealed and gone at minute 0. */
  async function underWay(id: string, seal: string, box: string, departs = 0): Promise<void> {
    await api.post('/transits', newTransit(id, [{ number: box, sealId: seal }]));
    await api.post(`/transits/${id}/seal`);
    expect((await api.post(`/transits/${id}/depart`, { at: iso(departs) })).status).toBe(200);
  }

  async function over(id: string, at: number): Promise<void> {
    expect((await api.post(`/transits/${id}/cancel`, { at: iso(at) })).status).toBe(200);
  }

  /** One fix a minute, along the road and so many metres beside it. */
  const drive = (from: number, to: number, north = 0) =>
    Array.from({ length: to - from + 1 }, (_, i) =>
      fixAt(from + i, minute(from + i), 1_000 + 300 * (from + i), north),
    );

  async function alarms(transitId: string) {
    const { rows } = await store.pool.query(
      `select id, kind, state, ending, withdrawn, start_at, end_at, late, revision, resolved from alarms where transit_id = $1 order by start_at`,
      [transitId],
    );
    return rows as Record<string, unknown>[];
  }

  /** A new process on the same store. */
  async function restart(): Promise<void> {
    await api.app.get(Checkpoint).write();
    await api.close();
    api = await Api.open(store);
    await api.app.get(Checkpoint).restore();
    await api.app.get(Reviser).restore();
    await api.app.get(Reviser).foldAll();
  }

  const again = [
    ['at once', async () => undefined],
    ['after a restart', restart],
  ] as const;

  describe.each(again)('evidence that comes when the transit is over, %s,', (_, before) => {
    it('raises what it shows, marked late', async () => {
      await underWay('T1', 'S1', BOX_1);
      await api.fixes('S1', [...drive(0, 5), ...drive(20, 25)]);
      await over('T1', 30);
      await before();
      await api.fixes('S1', drive(10, 15, 900));
      expect(await alarms('T1')).toMatchObject([
        {
          kind: 'off_route',
          start_at: new Date(minute(10)),
          end_at: new Date(minute(20)),
          late: true,
          state: 'open',
        },
      ]);
    });

    it('is judged for that transit, while the seal is on another one that knows nothing of it', async () => {
      await underWay('T1', 'S1', BOX_1);
      await api.fixes('S1', [...drive(0, 5), ...drive(20, 25)]);
      await over('T1', 30);
      await underWay('T2', 'S1', BOX_2, 35);
      await api.fixes('S1', drive(36, 40));
      await before();
      await api.fixes('S1', drive(10, 15, 900));
      expect(await alarms('T1')).toMatchObject([
        { kind: 'off_route', start_at: new Date(minute(10)), late: true },
      ]);
      expect(await alarms('T2')).toEqual([]);
      await api.fixes('S1', drive(41, 45, 900));
      expect(await alarms('T2')).toMatchObject([{ kind: 'off_route', start_at: new Date(minute(41)) }]);
      expect(await alarms('T1')).toHaveLength(1);
    });

    it('corrects what it refutes, but for what somebody has touched', async () => {
      await underWay('T1', 'S1', BOX_1);
      await underWay('T2', 'S2', BOX_2);
      for (const seal of ['S1', 'S2'])
        await api.fixes(seal, [...drive(0, 5), ...aside([10, 11, 12]), ...drive(20, 25)]);
      const [touched] = await alarms('T2');
      await api.post(`/alarms/${String(touched!['id'])}/comment`, {
        revision: touched!['revision'],
        text: 'seen',
      });
      for (const id of ['T1', 'T2']) await over(id, 30);
      await before();
      // between those that strayed it was on its road
      for (const seal of ['S1', 'S2']) await api.fixes(seal, between([10, 11, 12]));
      expect(await alarms('T1')).toMatchObject([{ state: 'resolved', ending: 'corrected' }]);
      expect(await alarms('T2')).toMatchObject([{ state: 'open', withdrawn: 'corrected' }]);
    });
  });

  const aside = (minutes: readonly number[]) => minutes.map((m) => fixAt(500 + m, minute(m), 4_000, 900));
  const between = (minutes: readonly number[]) =>
    minutes.flatMap((m) => [20, 40].map((s) => fixAt(600 + m, minute(m) + s * 1_000, 4_000, 0)));

  it('what the seal said after the end of the transit is not about it', async () => {
    await underWay('T1', 'S1', BOX_1);
    await api.fixes('S1', [...drive(0, 5), ...drive(20, 40, 900)]);
    expect(await alarms('T1')).toMatchObject([
      { kind: 'off_route', start_at: new Date(minute(20)), end_at: null },
    ]);
    await over('T1', 19);
    expect(await alarms('T1')).toMatchObject([{ ending: 'corrected' }]);
    await api.fixes('S1', drive(50, 55, 900));
    expect(await alarms('T1')).toHaveLength(1);
  });

  it('an act after the end of the transit is one on its watch: the next cut is another alarm', async () => {
    await underWay('T1', 'S1', BOX_1);
    const cut = (n: number) => ({ ...fixAt(700 + n, minute(n), 2_000), events: ['rope_cut'] });
    await api.fixes('S1', [...drive(0, 5), cut(6), ...drive(7, 7), ...drive(20, 25)]);
    await over('T1', 30);
    const [alarm] = await alarms('T1');
    expect(alarm).toMatchObject({ kind: 'seal_tampered', end_at: null, state: 'open' });
    const resolved = await api.post(`/alarms/${String(alarm!['id'])}/resolve`, {
      revision: alarm!['revision'],
      ending: 'true',
    });
    expect(resolved.body).toMatchObject({ state: 'resolved', ending: 'true' });
    const [after] = await alarms('T1');
    expect(after!['end_at']).not.toBeNull();
    // seen only now: its author had not seen it
    await api.fixes('S1', [cut(8)]);
    expect(await alarms('T1')).toMatchObject([{ kind: 'seal_tampered', state: 'open', ending: null }]);
  });

  it('an act on what a seal says whose clock runs ahead comes after it: the next cut is another alarm', async () => {
    await underWay('T1', 'S1', BOX_1);
    const ahead = (seconds: number) => Date.now() + seconds * SECOND;
    const said = (seq: number, seconds: number, events: string[]) => ({
      ...fixAt(seq, ahead(seconds), 2_000),
      events,
    });
    await api.fixes('S1', [...drive(0, 5), said(800, 240, ['rope_cut'])]);
    const [alarm] = await alarms('T1');
    const act = { revision: alarm!['revision'], ending: 'true' };
    expect((await api.post(`/alarms/${String(alarm!['id'])}/resolve`, act)).status).toBe(200);
    await api.fixes('S1', [said(801, 250, []), said(802, 260, ['rope_cut'])]);
    expect(await alarms('T1')).toMatchObject([
      {
        kind: 'seal_tampered',
        state: 'resolved',
        ending: 'true',
        resolved: true,
        end_at: alarm!['start_at'],
      },
      { kind: 'seal_tampered', state: 'open', end_at: null },
    ]);
  });

  it('an act stays with the first part of what late evidence splits; the second is open, in the engine as at the desk', async () => {
    await underWay('T1', 'S1', BOX_1);
    await api.fixes('S1', [...drive(0, 5), ...drive(6, 10, 900), ...drive(20, 25, 900)]);
    const [alarm] = await alarms('T1');
    const act = { revision: alarm!['revision'], ending: 'permitted' };
    expect((await api.post(`/alarms/${String(alarm!['id'])}/resolve`, act)).status).toBe(200);
    await api.fixes('S1', drive(13, 15));
    const [first, second, ...others] = await alarms('T1');
    expect(others).toEqual([]);
    expect(first).toMatchObject({ id: alarm!['id'], state: 'resolved', ending: 'permitted', resolved: true });
    expect(first!['end_at']).not.toBeNull();
    expect(second).toMatchObject({
      kind: 'off_route',
      state: 'open',
      resolved: false,
      late: true,
      end_at: null,
    });
  });

  it('an alarm of a batch that waits for the person who ends the transit ends when the transit did', async () => {
    await underWay('T1', 'S1', BOX_1);
    // it was sealed a moment ago: only from then on fixes come in their turn
    const sealed = Date.now();
    const at = (seconds: number): Instant => sealed + seconds * SECOND;
    const fix = (seconds: number, north: number) => fixAt(seconds, at(seconds), 1_000 + 10 * seconds, north);
    await api.fixes('S1', [fix(1, 0), fix(10, 0), fix(30, 700), fix(60, 700)]);
    const pipeline = api.app.get(Pipeline);
    const person = await store.pool.connect();
    try {
      await person.query('begin');
      await lockTransit(person, 'T1');
      const batch = [fix(100, 700), { ...fix(130, 700), events: ['rope_cut'] }];
      pipeline.take(topics.fixes('S1'), Buffer.from(JSON.stringify(batch)), () => undefined);
      await waitFor(async () => {
        const waiting = `select from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`;
        return (await store.pool.query(waiting)).rowCount === 1;
      }, 10_000);
      await setTransitState(person, 'T1', { state: 'cancelled', endedAt: at(150) });
      await recordStep(person, 'T1', { step: 'cancel', at: at(150) });
      expect(await endAlarmsOfTransit(person, 'T1', at(150))).toEqual([]);
      await freeSeals(person, 'T1');
      await noteTransitRevision(person, 'T1', at(150));
      await person.query('commit');
    } finally {
      person.release();
    }
    await pipeline.drain();
    const told = [
      { kind: 'off_route', start_at: new Date(at(30)), end_at: new Date(at(150)) },
      { kind: 'seal_tampered', start_at: new Date(at(130)), end_at: null },
    ];
    expect(await alarms('T1')).toMatchObject(told);
    await restart();
    expect(await alarms('T1')).toMatchObject(told);
  });
});
