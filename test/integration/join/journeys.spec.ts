import type { TimelineEntry, TransitView } from '@haidang/contract';
import { failOnLeaks, forEachStore } from '@haidang/testkit';
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { momentAgo, Border } from './border.js';

failOnLeaks();

/** A gate and the seals are witnesses of one another. */
forEachStore((store) => {
  let border: Border;
  beforeAll(async () => {
    border = await Border.open(store);
  });
  afterAll(() => border?.close());
  beforeEach(async () => {
    await border.clear();
    await store.pool.query(`update facilities set confirms = null`);
  });

  const look = async () => {
    await border.join.round();
    await border.api.journeys();
  };
  const transit = async (id: string) => (await border.api.get(`/transits/${id}`)).body as TransitView;
  const notes = async (id: string) => {
    const { items } = (await border.api.get(`/transits/${id}/timeline?limit=100`)).body as {
      items: TimelineEntry[];
    };
    return items
      .filter(({ kind }) => /^(propos|contra|gate|seal|step)/.test(kind))
      .map(({ kind, what, how }) => [kind, what, how].filter((word) => word !== undefined).join(' '));
  };
  /** Sends the way of a seal: minutes ago and metres east. */
  const drive = async (seal: string, ...way: readonly (readonly [ago: number, east: number])[]) => {
    for (const [i, [ago, east]] of way.entries())
      await border.api.fixes(seal, [
        { ...border.fix(1_000 - Math.round(ago * 10), ago, east), seq: 1_000 - Math.round(ago * 10) + i },
      ]);
  };
  const times = ({ proposed, witnesses }: TransitView) => ({ proposed, witnesses });

  it('a passage out proposes the departure before the seal has spoken; the seal confirms it', async () => {
    await border.transit('J1', 'S1');
    await drive('S1', [20, 0]);
    const { verdict } = await border.see('PORT-1', 18);
    expect(verdict).toBe('pass');
    await look();
    const seen = await transit('J1');
    expect(seen.proposed!.step).toBe('depart');
    expect(seen.witnesses!.departure).toEqual({ gate: seen.proposed!.at });
    expect(Math.abs(Date.parse(seen.proposed!.at) - momentAgo(18))).toBeLessThan(5_000);

    await drive('S1', [17, 500], [16, 1_500], [15, 2_500]);
    await look();
    const both = await transit('J1');
    expect(both.proposed).toEqual(seen.proposed);
    expect(both.witnesses!.departure!.gate).toBe(seen.proposed!.at);
    expect(both.witnesses!.departure!.seal! > seen.proposed!.at).toBe(true);
    expect(await notes('J1')).toEqual(expect.arrayContaining(['proposed depart', 'seal_confirmed depart']));
    expect((await notes('J1')).filter((note) => note.startsWith('contra'))).toEqual([]);
  });

  it('the seal speaks first, and the gate confirms it, late; the step that was taken by itself stands', async () => {
    await store.pool.query(`update facilities set confirms = 'itself' where id = 'PORT'`);
    await border.transit('J2', 'S2');
    await drive('S2', [20, 0], [19, 500], [18, 1_500], [17, 2_500]);
    await look();
    const left = await transit('J2');
    expect(left.state).toBe('in_transit');
    expect(left.witnesses!.departure).toEqual({ seal: left.departedAt });
    await border.see('PORT-1', 20);
    await look();
    const both = await transit('J2');
    expect(both.departedAt).toBe(left.departedAt);
    expect(both.witnesses!.departure!.gate).toBeDefined();
    expect(await notes('J2')).toEqual(
      expect.arrayContaining(['step depart itself', 'gate_confirmed depart']),
    );
    expect((await notes('J2')).filter((note) => note.startsWith('contra'))).toEqual([]);
  });

  it('a passage in at the destination is an arrival, taken by itself, once, also across a restart', async () => {
    await store.pool.query(`update facilities set confirms = 'itself'`);
    await border.transit('J3', 'S3');
    await drive('S3', [120, 0], [119, 500], [118, 1_500], [117, 2_500], [4, 100_000]);
    await border.see('PORT-1', 120);
    await look();
    expect((await transit('J3')).state).toBe('in_transit');
    expect(await border.see('ICD-1', 2, { direction: 'in' })).toMatchObject({ verdict: 'pass' });
    await border.restart();
    await look();
    const there = await transit('J3');
    expect(there.state).toBe('arrived');
    expect(there.witnesses!.arrival!.gate).toBe(there.arrivedAt);
    await border.restart();
    await look();
    expect((await notes('J3')).filter((note) => note === 'step arrive itself')).toHaveLength(1);
  });

  it('what was let out and came back has not departed', async () => {
    await border.transit('J4', 'S4');
    await drive('S4', [20, 0]);
    await border.see('PORT-1', 19);
    await look();
    expect((await transit('J4')).proposed?.step).toBe('depart');
    await border.see('PORT-1', 3, { direction: 'in' });
    await look();
    expect(times(await transit('J4'))).toEqual({ proposed: undefined, witnesses: undefined });
    expect(await notes('J4')).toContain('proposal_withdrawn depart');
  });
});
