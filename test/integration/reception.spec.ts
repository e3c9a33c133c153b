import { setTimeout as sleep } from 'node:timers/promises';
import { ReceptionClock } from '../../apps/platform/src/reception/clock.js';
import { DAY, HOUR, MINUTE } from '@haidang/domain';
import { endAlarmsOfTransit, findAlarm, type NumberedAlarm } from '@haidang/store';
import { failOnLeaks, forEachStore, waitFor } from '@haidang/testkit';
import { beforeAll, beforeEach, expect, it } from 'vitest';
import { anHourAgo, fixAt, registerTransits, Road } from './road.js';

failOnLeaks();

/** So short is a silence here, in milliseconds, that a test can wait for it. */
const LOST_AFTER = 400;

forEachStore((store) => {
  const start = anHourAgo();
  let road: Road;
  let seq = 0;

  beforeAll(() => registerTransits(store.pool, ['S1', 'S2'], start));
  beforeEach(async () => {
    await store.pool.query(
      'truncate fixes, alarms, alarm_history, outbox, seal_states, seal_reception, settings, revisions_due',
    );
    await store.pool.query(`update transits set state = 'in_transit'`);
    await setRules({ signalLostAfter: LOST_AFTER });
    road = await Road.open(store);
    await tick();
    return () => road.pipeline.drain();
  });

  const setRules = (rules: object) =>
    store.pool.query('update routes set rules = $1', [JSON.stringify(rules)]);
  async function changeRules(rules: object): Promise<void> {
    await setRules(rules);
    await road.directory.refreshRoutes(['R']);
    await tick();
  }
  async function tick(receives = true): Promise<void> {
    road.hearing.tick(Date.now(), receives);
    await road.hearing.save();
  }
  async function speak(sealId: string, more: object = {}): Promise<void> {
    road.takeFixes(sealId, { ...fixAt(++seq, Date.now(), 100), ...more });
    await road.pipeline.drain();
  }
  /** As the platform ends when its process is killed: the next life knows only what is stored. */
  async function restart(): Promise<void> {
    await road.pipeline.drain();
    road = await Road.open(store);
  }
  async function alarms(kind = 'signal_lost'): Promise<NumberedAlarm[]> {
    const { rows } = await store.pool.query<NumberedAlarm>(
      'select * from alarms where kind = $1 order by seal_id, start_at',
      [kind],
    );
    return rows;
  }
  const said = async () =>
    (await alarms()).map(({ seal_id, end_at }) => `${seal_id} ${end_at === null ? 'goes on' : 'ended'}`);
  /** S1 falls silent and S2 does not. */
  const untilLost = () =>
    waitFor(async () => {
      await speak('S2');
      await tick();
      return (await said()).includes('S1 goes on');
    });

  it('silence is one alarm, which the desk hears of, and the next message ends it', async () => {
    await speak('S1');
    await untilLost();
    await tick();
    expect(await alarms()).toMatchObject([
      { kind: 'signal_lost', severity: 'major', seal_id: 'S1', transit_id: 'T-S1', revision: 1, late: false },
    ]);
    expect(road.alarms.worstOfSeal('S1')).toBe('major');
    await speak('S1');
    await tick();
    expect(await said()).toEqual(['S1 ended']);
    expect(road.alarms.worstOfSeal('S1')).toBeUndefined();
    const { rows } = await store.pool.query('select what from alarm_history order by revision');
    expect(rows).toEqual([{ what: 'opened' }, { what: 'ended' }]);
    expect(await road.count('outbox', `topic = 'alarm'`)).toBe(2);
  });

  it('is not taken back when the events of the seal are folded again', async () => {
    await speak('S1');
    await untilLost();
    await road.reviser.now([road.directory.seal('S1')!], start);
    expect(await alarms()).toMatchObject([{ withdrawn: null, state: 'open', revision: 1 }]);
  });

  it('a restart says nothing twice, and ends what stands when the seal speaks', async () => {
    await speak('S1');
    await untilLost();
    await restart();
    await untilLost();
    await tick();
    expect(await alarms()).toMatchObject([{ end_at: null, revision: 1 }]);
    await restart();
    await speak('S1');
    await tick();
    expect(await said()).toEqual(['S1 ended']);
  });

  it('what was heard after the last that was stored is known from the log', async () => {
    await speak('S1');
    await untilLost();
    await speak('S1');
    await restart();
    await tick();
    // on a slow machine S2 may have been silent for a while too
    expect(await said()).toContain('S1 ended');
    expect(await said()).not.toContain('S1 goes on');
  });

  it('silence while the platform was down does not count, and what was before it does', async () => {
    await Promise.all([speak('S1'), speak('S2')]);
    await sleep(LOST_AFTER / 2);
    await tick();
    await sleep(LOST_AFTER);
    await restart();
    await tick();
    expect(await alarms()).toEqual([]);
    await sleep(LOST_AFTER / 2 + 50);
    await tick();
    expect(await said()).toEqual(['S1 goes on', 'S2 goes on']);
  });

  it('a broker that is cut raises nothing for the seals, however long; it is an alarm of its own', async () => {
    let fault: string | undefined;
    const clock = new ReceptionClock({ fault: () => fault }, road.pipeline, road.hearing);
    // more than the second in which the clock finds that the broker is gone
    await changeRules({ signalLostAfter: 5_000 });
    await Promise.all([speak('S1'), speak('S2')]);
    const now = Date.now();
    clock.round(now);
    fault = 'the connection is closed';
    for (let second = 1; second <= 600; second++) clock.round(now + second * 1_000);
    await road.hearing.save();
    expect(await alarms()).toEqual([]);
    expect(await alarms('feed_lost')).toMatchObject([
      { cause: 'platform', severity: 'critical', seal_id: null, transit_id: null, end_at: null },
    ]);
    fault = undefined;
    clock.round(now + 601_000);
    await road.hearing.save();
    expect(await alarms()).toEqual([]);
    expect((await alarms('feed_lost'))[0]!.end_at).not.toBeNull();
  });

  it('how long the platform may be deaf is its own setting, also after a restart', async () => {
    await road.pipeline.drain();
    road = await Road.open(store, { FEED_LOST_AFTER_MINUTES: '20' });
    const clock = new ReceptionClock(
      { fault: () => 'the connection is closed' },
      road.pipeline,
      road.hearing,
    );
    const now = Date.now();
    for (let second = 1; second <= 600; second++) clock.round(now + second * 1_000);
    await road.hearing.save();
    expect(await alarms('feed_lost')).toEqual([]);
    for (let second = 601; second <= 1_300; second++) clock.round(now + second * 1_000);
    await road.hearing.save();
    expect(await alarms('feed_lost')).toHaveLength(1);
  });

  it('a process that stood still heard nothing meanwhile', async () => {
    const clock = new ReceptionClock({ fault: () => undefined }, road.pipeline, road.hearing);
    await Promise.all([speak('S1'), speak('S2')]);
    const now = Date.now();
    clock.round(now);
    clock.round(now + 10 * MINUTE);
    await road.hearing.save();
    expect(await alarms()).toEqual([]);
  });

  it('what the database does not take is said when it does, the last word alone', async () => {
    await speak('S1');
    await store.pool.query(`create function refuse() returns trigger language plpgsql as
      $$ begin raise exception 'no space left' using errcode = 'disk_full'; end $$`);
    await store.pool.query(
      'create trigger refuse before insert on alarms for each row execute function refuse()',
    );
    try {
      await sleep(LOST_AFTER + 50);
      await speak('S2');
      await tick();
      await speak('S1');
      await tick();
      expect(await alarms()).toEqual([]);
    } finally {
      await store.pool.query('drop function refuse cascade');
    }
    await tick();
    expect(await said()).toEqual(['S1 ended', 'S2 ended']);
    expect(await road.count('alarm_history')).toBe(4);
  });

  it.each([
    ['', async (alarm: NumberedAlarm) => Promise.resolve(road.hearing.resolved(alarm))],
    [', though the process was killed before it heard of that', restart],
  ])(
    'an officer who resolved it having seen it all hears of the next silence as of another%s',
    async (_, tell) => {
      await speak('S1');
      await untilLost();
      const [alarm] = await alarms();
      await store.pool.query(`update alarms set state = 'resolved', seen_at = evidence_at where id = $1`, [
        alarm!.id,
      ]);
      await tell((await findAlarm(store.pool, alarm!.id))!);
      await speak('S1');
      await untilLost();
      // S2 may have been silent as well, on a machine that is slow
      const mine = (await alarms()).filter(({ seal_id }) => seal_id === 'S1');
      expect(mine).toMatchObject([
        { resolved: true, state: 'resolved' },
        { resolved: false, state: 'open' },
      ]);
    },
  );

  it('a transit that is over ends it, and nothing said before opens it again', async () => {
    await speak('S1');
    await sleep(LOST_AFTER + 50);
    await speak('S2');
    road.hearing.tick(Date.now(), true);
    const over = Date.now();
    await store.pool.query(`update transits set state = 'cancelled' where id = 'T-S1'`);
    await store.pool.query(`insert into transit_steps (transit_id, step, at) values ('T-S1', 'cancel', $1)`, [
      new Date(over),
    ]);
    await endAlarmsOfTransit(store.pool, 'T-S1', over);
    await road.hearing.save();
    await road.directory.refreshTransits(['T-S1']);
    await tick();
    const mine = (await alarms()).filter(({ seal_id }) => seal_id === 'S1');
    expect(mine.map(({ end_at }) => end_at!.getTime())).toEqual([over]);
    await store.pool.query(`delete from transit_steps where step = 'cancel'`);
  });

  it('a clock that runs ahead is told by what is refused', async () => {
    await changeRules({ clockDrift: 200 });
    await waitFor(async () => {
      road.takeFixes('S1', fixAt(++seq, Date.now() + 10 * MINUTE, 100));
      await road.pipeline.drain();
      await tick();
      return (await alarms('clock_drift')).length === 1;
    });
    expect(await alarms('clock_drift')).toMatchObject([{ seal_id: 'S1', severity: 'minor', end_at: null }]);
    await speak('S1');
    await tick();
    expect((await alarms('clock_drift'))[0]!.end_at).not.toBeNull();
  });

  it.each([
    ['too old to be judged', 100 * HOUR],
    ['older than what is kept', 4 * 365 * DAY],
    ['never set', Date.now() - Date.UTC(2000, 0, 1)],
  ])('a clock that is behind, %s, is told, and its seal is no silent one', async (_, behind) => {
    await changeRules({ signalLostAfter: 3_000, clockDrift: 300 });
    const begun = Date.now();
    await waitFor(async () => {
      road.takeFixes('S1', fixAt(++seq, Date.now() - behind, 100));
      await speak('S2');
      await tick();
      return Date.now() - begun > 4_000;
    });
    expect(await alarms('clock_drift')).toMatchObject([{ seal_id: 'S1', severity: 'minor', end_at: null }]);
    const { offset } = (await alarms('clock_drift'))[0]!.why.measured;
    expect(Math.abs(Number(offset) - behind)).toBeLessThan(MINUTE);
    expect(await alarms()).toEqual([]);
  });
});
