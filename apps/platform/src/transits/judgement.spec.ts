import { MINUTE } from '@haidang/domain';
import type { TransitJourney } from '@haidang/engine';
import type { StagedJourney, TakenRecord } from '@haidang/store';
import { describe, expect, it } from 'vitest';
import { judge } from './judgement.js';

const at = (minutes: number) => minutes * MINUTE;
const NOTHING = { departedAt: null, arrivedAt: null, checkpoints: [] };
const UNSEEN = { departedAt: null, arrivedAt: null };

const stage = (changes: Partial<StagedJourney> = {}): StagedJourney => ({
  transitId: 'T1',
  state: 'sealed',
  sealedAt: at(0),
  approvedAt: at(0),
  departedAt: null,
  taken: { depart: null, arrive: null },
  confirms: { depart: 'officer', arrive: 'officer' },
  gate: UNSEEN,
  told: { ...NOTHING, gate: UNSEEN, proposal: null, contradicted: [] },
  ...changes,
});
const left = (minutes: number | null): TransitJourney => ({
  ...NOTHING,
  departedAt: minutes === null ? null : at(minutes),
});
const proposedAt = (minutes: number): StagedJourney['told'] => ({
  ...left(minutes),
  gate: UNSEEN,
  proposal: { step: 'depart', at: at(minutes) },
  contradicted: [],
});

describe('what an officer confirms', () => {
  it('is proposed, moved by a minute or more, and withdrawn', () => {
    expect(judge(stage(), left(10))).toEqual({
      takes: null,
      journey: { ...left(10), gate: UNSEEN, proposal: { step: 'depart', at: at(10) }, contradicted: [] },
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
      told: { ...left(10), gate: UNSEEN, proposal: null, contradicted: [] },
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
      journey: { ...left(10), gate: UNSEEN, proposal: null, contradicted: [] },
      notes: [],
    });
    expect(judge(stage({ confirms: { depart: 'officer', arrive: 'itself' } }), left(10)).takes).toBeNull();
  });
});

describe('a step that was taken', () => {
  /** Said to have departed at minute 10. */
  const taken = (
    how: TakenRecord['how'],
    told: TransitJourney,
    contradicted: StagedJourney['told']['contradicted'] = [],
  ): StagedJourney =>
    stage({
      state: 'in_transit',
      departedAt: at(10),
      taken: { depart: { at: at(10), how }, arrive: null },
      told: { ...told, gate: UNSEEN, proposal: null, contradicted },
    });
  const against = (minutes: number | null) => ({
    journey: { contradicted: ['depart'] },
    notes: [{ what: 'contradicted', step: 'depart', at: minutes === null ? null : at(minutes) }],
  });
  const agreed = { journey: { contradicted: [] }, notes: [] };

  it.each(['itself', 'confirmed'] as const)(
    'as it was found (%s) is contradicted by evidence a minute off or of none, once each, and may be right after all',
    (how) => {
      expect(judge(taken(how, left(10)), left(10.5))).toMatchObject(agreed);
      expect(judge(taken(how, left(10)), left(12))).toMatchObject(against(12));
      expect(judge(taken(how, left(10)), left(null))).toMatchObject(against(null));
      expect(judge(taken(how, left(12), ['depart']), left(12.5)).notes).toEqual([]);
      expect(judge(taken(how, left(12), ['depart']), left(14))).toMatchObject(against(14));
      expect(judge(taken(how, left(12), ['depart']), left(10))).toMatchObject({
        journey: { contradicted: [] },
        notes: [{ what: 'contradiction_withdrawn', step: 'depart', at: at(10) }],
      });
    },
  );

  it('as a person entered it is contradicted by evidence half an hour off, and not by silence', () => {
    expect(judge(taken(null, left(null)), left(null))).toMatchObject(agreed);
    expect(judge(taken(null, left(null)), left(39))).toMatchObject(agreed);
    expect(judge(taken(null, left(null)), left(40))).toMatchObject(against(40));
    expect(judge(taken(null, left(40), ['depart']), left(40)).notes).toEqual([]);
  });

  it('as a person entered it is contradicted when what showed it is withdrawn', () => {
    expect(judge(taken(null, left(12)), left(null))).toMatchObject(against(null));
    expect(judge(taken(null, left(null), ['depart']), left(null)).notes).toEqual([]);
  });
});

describe('a gate and the seals', () => {
  const gate = (minutes: number | null) => ({
    departedAt: minutes === null ? null : at(minutes),
    arrivedAt: null,
  });
  const told = (seal: number | null, byGate: number | null, proposed: number): StagedJourney['told'] => ({
    ...left(seal),
    gate: gate(byGate),
    proposal: { step: 'depart', at: at(proposed) },
    contradicted: [],
  });

  it('either proposes what it saw first; the other confirms it', () => {
    expect(judge(stage({ gate: gate(10) }), left(null))).toMatchObject({
      journey: { departedAt: null, gate: gate(10), proposal: { at: at(10) } },
      notes: [{ what: 'proposed', step: 'depart', at: at(10) }],
    });
    expect(judge(stage({ gate: gate(10), told: told(null, 10, 10) }), left(14)).notes).toEqual([
      { what: 'seal_confirmed', step: 'depart', at: at(14) },
    ]);
    expect(judge(stage({ gate: gate(10), told: told(14, null, 14) }), left(14)).notes).toEqual([
      { what: 'proposal_moved', step: 'depart', at: at(10) },
      { what: 'gate_confirmed', step: 'depart', at: at(10) },
    ]);
    expect(judge(stage({ gate: gate(10), told: told(14, 10, 10) }), left(14)).notes).toEqual([]);
  });

  it('what was seen before the approval proposes nothing, the other may', () => {
    const approved = { approvedAt: at(12), sealedAt: at(0) };
    expect(judge(stage({ ...approved, gate: gate(10) }), left(14)).journey.proposal).toEqual({
      step: 'depart',
      at: at(14),
    });
  });

  it('a step taken by itself stands with either', () => {
    const taken = (byGate: number | null): StagedJourney =>
      stage({
        state: 'in_transit',
        departedAt: at(10),
        taken: { depart: { at: at(10), how: 'itself' }, arrive: null },
        gate: gate(byGate),
        told: { ...told(null, 10, 10), proposal: null },
      });
    expect(judge(taken(10), left(14)).notes).toEqual([
      { what: 'seal_confirmed', step: 'depart', at: at(14) },
    ]);
    expect(judge(taken(null), left(14)).notes).toEqual([
      { what: 'contradicted', step: 'depart', at: at(14) },
    ]);
  });
});
