import { MINUTE } from '@haidang/domain';
import { failOnLeaks, forEachStore } from '@haidang/testkit';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { GateBook } from '../../../apps/platform/src/gates/gate-book.js';
import { bearer, Border, BOXES } from './border.js';

failOnLeaks();

const [BOX, OTHER] = BOXES;

forEachStore((store) => {
  let border: Border;
  beforeAll(async () => {
    border = await Border.open(store);
  });
  afterAll(() => border?.close());
  beforeEach(() => border.clear());

  const history = async () =>
    (
      await store.pool.query<{ what: string }>('select what from alarm_history order by at, revision, what')
    ).rows.map(({ what }) => what);

  describe('out without eligibility', () => {
    it('is no alarm while it is held, and one when the port reports its exit; taken back with the report', async () => {
      expect(await border.see('PORT-1', 1)).toMatchObject({ verdict: 'hold', reasons: ['not_eligible'] });
      expect(await border.stands(20)).toEqual([]);
      const id = await border.report('21', 0);
      expect(await border.stands()).toEqual(['not_eligible_exit not_eligible']);
      const [alarm] = await border.alarms();
      expect(alarm).toMatchObject({
        ...{ severity: 'critical', state: 'open', gateId: 'PORT-1', containerNumber: BOX },
        why: { measured: { papers: 'none', shown: 'reported' } },
      });
      const number = (await border.api.get(`/port-messages/${id}`)).body.number as string;
      const cancel = {
        form: '26',
        correctsForm: '21',
        corrects: number,
        reason: 'another',
        container: undefined,
      };
      const waiting = await border.report('26', 0, cancel);
      expect(await border.stands()).toEqual(['not_eligible_exit not_eligible']);
      const approved = await border.api.post(
        `/port-messages/${waiting}/approve`,
        { reason: 'so it was' },
        bearer(border.officer),
      );
      expect(approved.status).toBe(200);
      expect(await border.stands()).toEqual([]);
      expect(await history()).toEqual(['opened', 'corrected']);
      expect((await border.api.get(`/alarms/${alarm!.id}`)).body).toMatchObject({
        state: 'resolved',
        ending: 'corrected',
      });
    });

    it('decided without a network, and wrong by what was known then, is told; it has one case', async () => {
      await store.pool.query('truncate cases, offline_passages cascade');
      const eligibility = await border.allow();
      await store.pool.query(
        `update eligibilities set state = 'suspended', changed_at = now() - interval '50 minutes' where id = $1`,
        [eligibility],
      );
      const decidedOffline = { listId: 'L', verdict: 'pass', reasons: [], by: 'Bình' };
      expect(await border.see('PORT-1', 40, { decidedOffline })).toMatchObject({
        ...{ verdict: 'pass', reasons: ['eligibility_suspended'] },
      });
      const told = ['gate_out_unreported', 'not_eligible_exit not_eligible'];
      expect(await border.stands()).toEqual(told);
      const { body } = await border.api.get(`/cases?container=${BOX}`);
      expect(body.items).toMatchObject([{ kind: 'exit', details: { reasons: ['eligibility_suspended'] } }]);

      // the camera's own word of it comes last, by its broker: one exit all the same
      await border.see('PORT-1', 41);
      expect(await border.stands(20)).toEqual(told);
      expect((await border.api.get(`/cases?container=${BOX}`)).body.items).toHaveLength(1);
    });

    it('an officer’s pass is an officer’s', async () => {
      const { id } = await border.see('PORT-1', 1);
      const answer = await border.api.post(
        `/gates/PORT-1/passages/${id}/override`,
        { verdict: 'pass', reason: 'seen the papers' },
        bearer(border.officer),
      );
      expect(answer.status).toBe(201);
      await border.report('21', 0);
      expect(await border.stands(20)).toEqual([]);
    });

    it('held, and seen at another gate', async () => {
      await border.see('PORT-1', 90);
      await border.see('ICD-1', 1, { direction: 'in', plate: undefined });
      expect(await border.stands()).toContain('not_eligible_exit not_eligible');
    });
  });

  it('an exit that the port does not report ends with its report, late', async () => {
    await border.allow();
    expect(await border.see('PORT-1', 1)).toMatchObject({ verdict: 'pass' });
    expect(await border.stands(13)).toEqual([]);
    expect(await border.stands(15)).toEqual(['gate_out_unreported']);
    const [alarm] = await border.alarms();
    expect(alarm!.end).toBeUndefined();
    // two minutes after it was due
    await border.report('21', 0);
    await store.pool.query(`update port_messages set received_at = received_at + interval '17 minutes'`);
    await border.api.app.get(GateBook).refresh([BOX]);
    expect(await border.stands(18)).toEqual(['gate_out_unreported']);
    const [reported] = await border.alarms();
    expect(reported).toMatchObject({ id: alarm!.id, state: 'open', revision: 2 });
    expect(Date.parse(reported!.end!) - Date.parse(reported!.start)).toBeGreaterThan(2 * MINUTE);
    expect(await history()).toEqual(['opened', 'ended']);
  });

  it('an exit that is reported and that no camera saw, until a camera tells late', async () => {
    await border.allow();
    await border.report('21', 2);
    // no camera of the place saw anything: it may have none
    expect(await border.stands(16)).toEqual([]);
    await border.allow(OTHER);
    await border.see('PORT-1', 21, { container: OTHER });
    await border.report('21', 21, { container: OTHER });
    // one that tells late shows that cameras saw then
    await border.stands();
    expect(await border.stands(18)).toContain('gate_out_unseen');
    await border.see('PORT-1', 2);
    expect(await border.stands(18)).not.toContain('gate_out_unseen');
  });

  it('a container at a gate whose seal is elsewhere; a late fix shows that it was here', async () => {
    await border.transit('T1', 'S1');
    await border.api.fixes('S1', [border.fix(1, 8, 0), border.fix(2, 0.4, 40_000)]);
    expect(await border.see('PORT-1', 1)).toMatchObject({ verdict: 'hold' });
    expect(await border.stands()).toEqual(['seal_separated']);
    expect((await border.alarms())[0]).toMatchObject({ severity: 'critical', sealId: 'S1', transitId: 'T1' });
    await border.api.fixes('S1', [{ ...border.fix(3, 1.1, 20), buffered: true }]);
    expect(await border.stands()).toEqual([]);
    expect(await history()).toContain('corrected');
  });

  it('a truck that is not the declared one, and one that is another container’s', async () => {
    await border.allow();
    await border.see('PORT-1', 5, { plate: '29H-999.99' });
    expect(await border.stands()).toEqual(['plate_mismatch']);
    await border.allow(OTHER, '29H-999.99');
    // the papers of another changed: its story is the one that is read
    await border.see('PORT-1', 4, { plate: '29H-999.99' });
    expect(await border.stands()).toEqual(['container_mismatch']);
    // the office had entered it wrongly
    await store.pool.query(
      `update eligibilities set plate = '29H-999.99', changed_at = now() where container = $1`,
      [BOX],
    );
    await border.api.app.get(GateBook).refresh([BOX]);
    expect(await border.stands()).toEqual([]);
  });

  it('goes out twice; an officer’s word ends it for good', async () => {
    await border.allow();
    await border.see('PORT-1', 3, { plate: undefined });
    await border.report('21', 3);
    expect(await border.stands()).toEqual([]);
    await border.see('PORT-1', 2);
    await border.see('PORT-1', 1, { plate: '29H-999.99' });
    expect(await border.stands()).toContain('place_contradiction twice_out');
    const alarm = (await border.alarms()).find(({ kind }) => kind === 'place_contradiction')!;
    const resolved = await border.api.post(`/alarms/${alarm.id}/resolve`, {
      revision: alarm.revision,
      ending: 'true',
      text: '',
    });
    expect(resolved.body).toMatchObject({ state: 'resolved', ending: 'true' });
    expect(resolved.body.end).toBeDefined();
    await border.see('PORT-1', 0.5, { plate: '29H-999.99' });
    expect(await border.stands()).not.toContain('place_contradiction twice_out');
    expect((await border.api.get(`/alarms/${alarm.id}`)).body.revision).toBe(alarm.revision);
  });

  it('stands at two places', async () => {
    await border.report('14', 200);
    await border.report('14', 100, { facilityId: 'ICD' });
    expect(await border.stands()).toEqual(['place_contradiction two_places']);
    // its leaving was told late
    await border.allow();
    await border.report('21', 150);
    expect(await border.stands()).toEqual([]);
  });

  it('was let out, and its seal stayed', async () => {
    await border.transit('T2', 'S2');
    await border.api.fixes('S2', [border.fix(1, 51, 10)]);
    expect(await border.see('PORT-1', 50)).toMatchObject({ verdict: 'pass' });
    await border.report('21', 50);
    expect(await border.stands()).not.toContain('gate_seal_contradiction seal_stayed');
    await border.api.fixes('S2', [border.fix(2, 15, 30)]);
    expect(await border.stands(13)).toContain('gate_seal_contradiction seal_stayed');
  });

  describe('a platform that died', () => {
    it('looks at what came in before, once, and tells nothing twice', async () => {
      await border.see('PORT-1', 1);
      await border.report('21', 0);
      await border.restart();
      expect(await border.stands()).toEqual(['not_eligible_exit not_eligible']);
      await border.restart();
      expect(await border.stands()).toEqual(['not_eligible_exit not_eligible']);
      expect(await history()).toEqual(['opened']);
    });

    it('remembers what waits for its time', async () => {
      await border.allow();
      await border.see('PORT-1', 1);
      expect(await border.stands()).toEqual([]);
      await border.restart();
      await border.join.round();
      expect(await border.stands(15)).toEqual(['gate_out_unreported']);
    });
  });
});
