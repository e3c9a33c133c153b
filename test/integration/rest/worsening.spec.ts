import type { AlarmView } from '@haidang/contract';
import { formatInstant, MINUTE } from '@haidang/domain';
import { failOnLeaks, forEachStore } from '@haidang/testkit';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { AlarmClock } from '../../../apps/platform/src/alarms/alarm-clock.js';
import { Api, BOX_1, BOX_2, fixAt, newTransit, registerCountry } from './api.js';

failOnLeaks();

/** Trucks leave a corridor of 500 m to either side by 900 m, which is major, and then by 4 km, which is critical. */
forEachStore((store) => {
  let api: Api;
  const begun = Date.now() - 60 * MINUTE;
  const at = (minutes: number) => begun + minutes * MINUTE;
  const [ASIDE, FAR_OFF] = [900, 4_000];

  beforeAll(async () => {
    api = await Api.open(store);
    await registerCountry(api);
    for (const [id, seal, box] of [
      ['T1', 'S1', BOX_1],
      ['T2', 'S2', BOX_2],
    ] as const) {
      const containers = [{ number: box, sealId: seal }];
      expect((await api.post('/transits', newTransit(id, containers))).status).toBe(201);
      await api.post(`/transits/${id}/seal`, { containers, at: formatInstant(at(0)) });
      await api.post(`/transits/${id}/depart`, { at: formatInstant(at(1)) });
      await api.fixes(seal, [
        fixAt(1, at(2), 20_000),
        fixAt(2, at(3), 21_200),
        ...[4, 5, 6].map((n) => fixAt(n, at(n), 17_600 + n * 1_200, ASIDE)),
      ]);
    }
  });
  afterAll(() => api.close());

  const of = async (seal: string): Promise<AlarmView> => {
    const { items } = (await api.get(`/alarms?sealId=${seal}&kind=off_route`)).body;
    expect(items).toHaveLength(1);
    return items[0];
  };
  const history = async (id: string): Promise<{ what: string; data: Record<string, unknown> }[]> =>
    (await api.get(`/alarms/${id}/history`)).body.items;

  it('one that was acknowledged waits anew, and its history says who had it', async () => {
    const first = await of('S1');
    expect(first).toMatchObject({ severity: 'major', state: 'open' });
    const { body: taken } = await api.post(`/alarms/${first.id}/acknowledge`, { revision: first.revision });
    expect(taken.acknowledged.byId).toMatch(/^[0-9a-f-]{36}$/);

    await api.fixes('S1', [fixAt(20, at(20), 36_000, FAR_OFF)]);
    const worse = await of('S1');
    expect(worse).toMatchObject({
      ...{ id: first.id, severity: 'critical', state: 'open' },
      worsened: { from: 'major', by: taken.acknowledged.by },
    });
    expect(worse.acknowledged).toBeUndefined();
    expect(worse.revision).toBeGreaterThan(first.revision);
    const lines = await history(first.id);
    expect(lines.map(({ what }) => what)).toEqual(['opened', 'acknowledge', 'worsened']);
    expect(lines[2]).toMatchObject({
      revision: worse.revision,
      data: { severity: 'critical', from: 'major', acknowledgedBy: taken.acknowledged.by },
    });
    // who acknowledges what they saw before is told
    const late = await api.post(`/alarms/${first.id}/acknowledge`, { revision: first.revision });
    expect(late.body.code).toBe('alarm_changed');

    // three minutes from then on, not from when it was raised
    const since = Date.parse(worse.worsened!.at);
    await api.app.get(AlarmClock).look(since + 2 * MINUTE);
    expect((await of('S1')).escalated).toBeUndefined();
    await api.app.get(AlarmClock).look(since + 4 * MINUTE);
    expect((await of('S1')).escalated).toBeDefined();

    await api.post(`/alarms/${first.id}/acknowledge`, { revision: worse.revision });
    expect((await of('S1')).worsened).toBeUndefined();
  });

  it('one that nobody had acknowledged says that it grew worse; going on as bad says nothing more', async () => {
    const { id } = await of('S2');
    await api.fixes('S2', [fixAt(20, at(20), 36_000, FAR_OFF)]);
    const worse = await of('S2');
    expect(worse).toMatchObject({ state: 'open', severity: 'critical', worsened: { from: 'major' } });
    expect(worse.worsened!.by).toBeUndefined();
    await api.fixes('S2', [fixAt(22, at(22), 37_000, FAR_OFF)]);
    expect((await of('S2')).worsened).toEqual(worse.worsened);
    expect((await history(id)).filter(({ what }) => what === 'worsened')).toHaveLength(1);
  });

  it('a person resolves it as corrected: it stays so while it goes on as it was', async () => {
    const { id, revision } = await of('S2');
    const { body } = await api.post(`/alarms/${id}/resolve`, {
      revision,
      ending: 'corrected',
      text: 'wrong seal',
    });
    expect(body).toMatchObject({ state: 'resolved', ending: 'corrected' });
    await api.fixes('S2', [fixAt(23, at(23), 38_000, FAR_OFF)]);
    expect(await of('S2')).toMatchObject({ state: 'resolved', ending: 'corrected' });
  });
});
