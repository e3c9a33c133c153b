import {
  decideOffline,
  ELIGIBILITY_STATES,
  LIST_REASONS,
  TRANSIT_STATES,
  type ContainerPapers,
  type Eligibility,
  type OfflineList,
  type Passage,
  type Stay,
} from '@haidang/domain';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { ContainerTask } from '../directory/directory.js';
import { besideEligibility, standingOf, travelling } from '../papers/listed.js';
import { decide, type GateKnowledge } from './decide.js';

const T0 = Date.UTC(2026, 10, 22, 8);
const HOUR = 3_600_000;
const BOX = 'CSQU3054383';
const [HERE, THERE] = ['PORT', 'ELSEWHERE'];

const seal = fc.constantFrom(null, 'ML-1', 'ML-2');
const plate = fc.constantFrom(null, '15C12345', '29H99999');
const eligibility = (facilityId: string): fc.Arbitrary<Eligibility> =>
  fc.record({
    id: fc.constant(`E-${facilityId}`),
    facilityId: fc.constant(facilityId),
    declaration: fc.constant('D1'),
    container: fc.constant(BOX),
    ...{ plate, carrierSeal: seal, customsSeal: fc.constant(null), officerConfirmed: fc.boolean() },
    state: fc.constantFrom(...ELIGIBILITY_STATES),
    validUntil: fc.constantFrom(null, T0 + HOUR, T0 + 3 * HOUR),
    issuedAt: fc.constant(T0 - HOUR),
    unseenExitAt: fc.constant(null),
  });
const stay: fc.Arbitrary<Stay> = fc.record({
  id: fc.constant('Y1'),
  facilityId: fc.constant(HERE),
  container: fc.constant(BOX),
  purpose: fc.constant('import' as const),
  state: fc.constantFrom('landed' as const, 'segregated' as const),
  carrierSeal: seal,
  scanOrdered: fc.boolean(),
  scannedAt: fc.constantFrom(null, T0 - HOUR),
  inAt: fc.constant(T0 - 24 * HOUR),
});
const task: fc.Arbitrary<ContainerTask> = fc.record({
  transitState: fc.constantFrom(...TRANSIT_STATES.slice(0, 4)),
  sealId: fc.constantFrom(null, 'VN1'),
  carrierSeal: seal,
  plate: fc.constantFrom('15C12345', '29H99999'),
  means: fc.constantFrom('truck' as const, 'barge' as const),
  approved: fc.boolean(),
  ...Object.fromEntries(
    Object.entries({
      ...{
        transitId: 'T1',
        transitNumber: 'QT-1',
        container: BOX,
        carrierId: null,
        routeId: 'R1',
        rules: null,
      },
      ...{ fromId: HERE, toId: THERE, departBy: null, arriveBy: null, departedAt: null, endedAt: null },
      ...{ registeredAt: 0, attachedIn: null, removed: false, takenUp: false, since: 0 },
    }).map(([name, value]) => [name, fc.constant(value)]),
  ),
}) as fc.Arbitrary<ContainerTask>;
const maybe = <T>(one: fc.Arbitrary<T>) => fc.option(one, { nil: undefined });

interface World {
  readonly papers: ContainerPapers;
  readonly task: ContainerTask | undefined;
}

const world: fc.Arbitrary<World> = fc
  .record({
    here: maybe(eligibility(HERE)),
    there: maybe(eligibility(THERE)),
    stay: maybe(stay),
    expected: maybe(seal),
    task: maybe(task),
  })
  .map(({ here, there, stay: stands, expected, task: travels }) => ({
    task: travels,
    papers: {
      eligibilities: [here, there].filter((one) => one !== undefined),
      stays: stands === undefined ? [] : [stands],
      expected:
        expected === undefined
          ? []
          : [
              {
                ...{ id: 'X1', facilityId: HERE, container: BOX, purpose: 'import', plate: null },
                ...{ carrierSeal: expected, scanOrdered: false },
              },
            ],
    },
  }));
const seen = fc.record({
  container: fc.constantFrom(BOX, null, 'CSQU3054384'),
  plate,
  carrierSeal: seal,
  sealId: fc.constantFrom(null, 'VN1', 'VN2'),
});

/** The list as the platform makes it and a gatehouse reads it. */
function listOf({ papers, task: travels }: World): OfflineList {
  const standing = standingOf(papers, HERE);
  const beside = besideEligibility(standing, travels !== undefined);
  const eligible = papers.eligibilities.find((one) => one.facilityId === HERE && one.state === 'eligible');
  const line = travels === undefined ? undefined : travelling(travels, standing, HERE);
  const [expected] = papers.expected;
  return {
    ...{ id: 'L1', facilityId: HERE, at: T0, expiresAt: T0 + 4 * HOUR, afterExpiry: 'hold' },
    eligible: new Map(
      eligible === undefined
        ? []
        : [
            [
              BOX,
              {
                ...eligible,
                carrierSeal: eligible.carrierSeal ?? beside.carrierSeal ?? null,
                holds: beside.holds ?? [],
              },
            ],
          ],
    ),
    transits: new Map(
      line === undefined
        ? []
        : [
            [
              BOX,
              {
                ...line,
                sealId: line.sealId ?? null,
                carrierSeal: line.carrierSeal ?? null,
                holds: line.holds ?? [],
              },
            ],
          ],
    ),
    expected: new Map(expected === undefined ? [] : [[BOX, expected]]),
  };
}

function online(passage: Passage, { papers, task: travels }: World) {
  const known: GateKnowledge = {
    gate: () => ({ facilityId: HERE, place: { lat: 20.8, lon: 106.9 } }),
    papersOf: (box) => (box === BOX ? papers : { eligibilities: [], expected: [], stays: [] }),
    taskOfContainer: (box) => (box === BOX ? travels : undefined),
    seal: () => undefined,
    hasCriticalAlarm: () => false,
    suggest: () => [],
  };
  // told late, so that nobody asks where the seal is
  return decide('G1', passage, known, passage.time + HOUR).decision;
}

const passageOf = (fields: object): Passage => ({
  ...{ id: 'P1', lane: null, container: BOX, containerConfidence: null, plate: null, plateConfidence: null },
  ...{ sealId: null, carrierSeal: null, damage: null, images: [], source: 'gatehouse', direction: 'out' },
  time: T0 + 2 * HOUR,
  ...fields,
});

describe('a decision without a network', () => {
  it('is the platform’s own for an exit, as far as the list knows', () => {
    fc.assert(
      fc.property(world, seen, (of, fields) => {
        const passage = passageOf({ ...fields, direction: 'out' });
        const list = listOf(of);
        const here = decideOffline({ ...fields, direction: 'out' }, list, () => false, passage.time);
        const there = online(passage, of);
        expect(here.verdict).toBe(there.verdict);
        if (list.eligible.has(BOX) || list.transits.has(BOX)) expect(here.reasons).toEqual(there.reasons);
        else if (fields.container === BOX) expect(here.reasons).toEqual(['not_eligible']);
        else expect(here.reasons).toEqual(there.reasons);
      }),
      { numRuns: 2_000 },
    );
  });

  it('is the platform’s own for what comes in, but that it cannot know what stands inside', () => {
    fc.assert(
      fc.property(world, seen, (of, fields) => {
        const passage = passageOf({ ...fields, direction: 'in' });
        const outside = { ...of, papers: { ...of.papers, stays: [], eligibilities: [] } };
        const here = decideOffline(
          { ...fields, direction: 'in' },
          listOf(outside),
          () => false,
          passage.time,
        );
        const there = online(passage, outside);
        expect([here.verdict, here.reasons]).toEqual([there.verdict, there.reasons]);
      }),
      { numRuns: 1_000 },
    );
  });

  it('holds every exit without a list, and once it has expired, whatever else speaks for it', () => {
    fc.assert(
      fc.property(world, seen, fc.boolean(), (of, fields, hasList) => {
        const list = hasList ? listOf(of) : null;
        const late = T0 + 4 * HOUR + 1;
        const held = decideOffline({ ...fields, direction: 'out' }, list, () => false, late);
        expect(held.verdict).toBe('hold');
        expect(LIST_REASONS).toContain(held.reasons[0]);
        if (list === null) return;
        const allowed: OfflineList = { ...list, afterExpiry: 'allow_listed' };
        const believed = decideOffline({ ...fields, direction: 'out' }, allowed, () => false, late);
        expect(held.reasons.slice(1)).toEqual(believed.reasons);
      }),
      { numRuns: 500 },
    );
  });

  it('lets nothing out twice', () => {
    fc.assert(
      fc.property(world, seen, (of, fields) => {
        const again = decideOffline({ ...fields, direction: 'out' }, listOf(of), () => true, T0 + HOUR);
        expect(again.verdict).toBe('hold');
      }),
    );
  });
});
