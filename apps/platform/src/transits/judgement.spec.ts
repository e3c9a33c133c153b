import { MINUTE } from '@haidang/domain';
import type { TransitJourney } from '@haidang/engine';
import type { StagedJourney } from '@haidang/store';
import { describe, expect, it } from 'vitest';
import { judge } from './judgement.js';

const at = (minutes: number) => minutes * MINUTE;
const NOTHING = { departedAt: null, arrivedAt: null, checkpoints: [] };

const stage = (changes: Partial<StagedJourney> = {}): StagedJourney => ({
  transitId: 'T1',
  state: 'sealed',
  sealedAt: at(0),
  approvedAt: at(0),
  departedAt: null,
  byItself: { depart: null, arrive: null },
  confirms: { depart: 'officer', arrive: 'officer' },
  told: { ...NOTHING, proposal: null },
  ...changes,
});
const left = (minutes: number | null): TransitJourney => ({
  ...NOTHING,
  departedAt: minutes === null ? null : at(minutes),
});
const proposedAt = (minutes: number): StagedJourney['told'] => ({
  ...left(minutes),
  proposal: { step: 'depart', at: at(minutes) },
});

describe('what an officer confirms', () => {
  it('is proposed, moved by a minute or more, and withdrawn', () => {
    expect(judge(stage(), left(10))).toEqual({
      takes: null,
      journey: { ...left(10), proposal: { step: 'depart', at: at(10) } },
      notes: [{ what: 'proposed', step: 'depart', at: at(10) }],
    });
    const told = stage({ told: proposedAt(10) });
    expect(judge(told, left(10)).notes).toEqual([]);
    expect(judge(told, left(10.9))).toMatchObject({ notes: [], journey: { proposal: { at: at(10.9) } } });
    expect(judge(told, left(11)).notes).toEqual([{ what: 'proposal_moved', step: 'depart', at: at(11) }]);
    expect(judge(told, left(null)).notes).toEqual([
      { what: 'proposal_withdrawn', step: 'depart', at: at(10) },
    ]);
  });

  it('is another one after the step', () => {
    const underWay = stage({
      state: 'in_transit',
      departedAt: at(10),
      told: { ...left(10), proposal: null },
    });
    const there = { ...left(10), arrivedAt: at(90) };
    expect(judge(underWay, there).notes).toEqual([{ what: 'proposed', step: 'arrive', at: at(90) }]);
  });
});

describe('what a setting takes by itself', () => {
  const confirms = { depart: 'itself', arrive: 'officer' } as const;

  it('is taken and not proposed', () => {
    expect(judge(stage({ confirms }), left(10))).toEqual({
      takes: { step: 'depart', at: at(10) },
      journey: { ...left(10), proposal: null },
      notes: [],
    });
    expect(judge(stage({ confirms: { depart: 'officer', arrive: 'itself' } }), left(10)).takes).toBeNull();
  });

  it('is contradicted by evidence a minute off or of none, once each, and may be right after all', () => {
    const taken = (told: TransitJourney): StagedJourney =>
      stage({
        confirms,
        state: 'in_transit',
        departedAt: at(10),
        byItself: { depart: at(10), arrive: null },
        told: { ...told, proposal: null },
      });
    expect(judge(taken(left(10)), left(10.5)).notes).toEqual([]);
    expect(judge(taken(left(10)), left(12)).notes).toEqual([
      { what: 'contradicted', step: 'depart', at: at(12) },
    ]);
    expect(judge(taken(left(10)), left(null)).notes).toEqual([
      { what: 'contradicted', step: 'depart', at: null },
    ]);
    expect(judge(taken(left(12)), left(12)).notes).toEqual([]);
    expect(judge(taken(left(12)), left(10)).notes).toEqual([
      { what: 'contradiction_withdrawn', step: 'depart', at: at(10) },
    ]);
  });

  it('entered by a person is a person’s word, whatever the evidence', () => {
    const entered = stage({ state: 'in_transit', departedAt: at(10), told: { ...left(10), proposal: null } });
    expect(judge(entered, left(12)).notes).toEqual([]);
  });
});
