import type { Eligibility, Expected, HoldReason, Passage, Stay, TransitState } from '@haidang/domain';
import { fixOf } from '@haidang/testkit';
import { describe, expect, it } from 'vitest';
import type { ContainerTask } from '../directory/directory.js';
import { decide, type GateKnowledge, type PassageEffect } from './decide.js';

const T0 = Date.UTC(2026, 10, 22, 8);
const MINUTE = 60_000;
const BOX = 'CSQU3054383';
const GATE = { facilityId: 'PORT', place: { lat: 20.8, lon: 106.9 } };
const SEEN: Passage = {
  id: 'P1',
  time: T0,
  direction: 'out',
  lane: '2',
  container: BOX,
  containerConfidence: 0.97,
  plate: '15C12345',
  plateConfidence: 0.93,
  sealId: null,
  carrierSeal: null,
  damage: null,
  images: [],
  source: 'camera',
};
const ELIGIBLE: Eligibility = {
  id: 'E1',
  facilityId: 'PORT',
  declaration: '105000000001',
  container: BOX,
  plate: '15C-123.45',
  carrierSeal: 'ML-VN123',
  customsSeal: null,
  officerConfirmed: true,
  state: 'eligible',
  validUntil: null,
  issuedAt: T0,
  unseenExitAt: null,
};
const EXPECTED: Expected = {
  id: 'X1',
  facilityId: 'PORT',
  container: BOX,
  purpose: 'import',
  carrierSeal: 'ML-VN123',
  plate: null,
  scanOrdered: true,
};
const STAY: Stay = {
  id: 'Y1',
  facilityId: 'PORT',
  container: BOX,
  purpose: 'import',
  state: 'landed',
  carrierSeal: null,
  scanOrdered: false,
  scannedAt: null,
  inAt: T0 - 86_400_000,
};
const TASK: ContainerTask = {
  transitId: 'T1',
  transitNumber: 'QT-1',
  transitState: 'in_transit',
  container: BOX,
  sealId: 'VN000123',
  carrierSeal: null,
  plate: '15C-123.45',
  carrierId: null,
  routeId: 'R1',
  rules: null,
  fromId: 'PORT',
  toId: 'BORDER',
  departBy: null,
  arriveBy: null,
  departedAt: null,
  approved: true,
  endedAt: null,
  registeredAt: 0,
  means: 'truck',
  attachedIn: null,
  firstSince: 0,
  removed: false,
  takenUp: false,
  since: T0,
};
const HERE = { ...fixOf(T0 - MINUTE, { lat: 20.801, lon: 106.9 }), lock: 'locked' as const };

interface Case {
  readonly seen?: Partial<Passage>;
  readonly eligible?: Partial<Eligibility> | null;
  readonly expected?: Partial<Expected>;
  readonly stay?: Partial<Stay>;
  readonly task?: Partial<ContainerTask>;
  readonly seal?: object | null;
  readonly critical?: boolean;
  readonly gate?: typeof GATE | null;
  readonly now?: number;
}

function decided({
  seen,
  eligible,
  expected,
  stay,
  task,
  seal,
  critical = false,
  gate = GATE,
  now = T0 + 50,
}: Case) {
  const fix = seal === null ? null : { ...HERE, ...seal };
  const known: GateKnowledge = {
    gate: () => gate ?? undefined,
    papersOf: () => ({
      eligibilities: eligible == null ? [] : [{ ...ELIGIBLE, ...eligible }],
      expected: expected === undefined ? [] : [{ ...EXPECTED, ...expected }],
      stays: stay === undefined ? [] : [{ ...STAY, ...stay }],
    }),
    taskOfContainer: () => (task === undefined ? undefined : { ...TASK, ...task }),
    seal: () => ({ last: fix, placed: fix?.lat == null ? null : fix }),
    hasCriticalAlarm: () => critical,
    suggest: (read) => [{ container: `near ${read}`, differing: 1 }],
  };
  const { decision, effect } = decide('G1', { ...SEEN, ...seen }, known, now);
  expect(decision.verdict).toBe(decision.reasons.length === 0 ? 'pass' : 'hold');
  if (decision.verdict === 'hold') expect(effect).toBeNull();
  return { decision, effect, reasons: decision.reasons };
}

const cases = (table: [string, Case, readonly HoldReason[]][]) =>
  it.each(table)('%s', (_, given, reasons) => expect(decided(given).reasons).toEqual(reasons));

describe('out, by an eligibility (form 04)', () => {
  cases([
    ['passes as declared', { eligible: {}, seen: { carrierSeal: 'mlvn123' } }, []],
    ['passes with what the camera did not read', { eligible: {}, seen: { plate: null } }, []],
    ['nothing on file', {}, ['not_eligible']],
    ['eligible at another port', { eligible: { facilityId: 'ELSEWHERE' } }, ['wrong_facility']],
    ['suspended (06)', { eligible: { state: 'suspended' } }, ['eligibility_suspended']],
    ['cancelled (07)', { eligible: { state: 'cancelled' } }, ['eligibility_cancelled']],
    ['used up', { eligible: { state: 'used' } }, ['eligibility_used']],
    ['used up by a report of this exit', { eligible: { state: 'used', unseenExitAt: T0 - 4 * MINUTE } }, []],
    [
      'used up by a report of an exit hours ago',
      { eligible: { state: 'used', unseenExitAt: T0 - 61 * MINUTE } },
      ['eligibility_used'],
    ],
    [
      'another truck than the reported one',
      { eligible: { state: 'used', unseenExitAt: T0 }, seen: { plate: '29H99999' } },
      ['plate_mismatch'],
    ],
    ['lapsed', { eligible: { validUntil: T0 - 1 } }, ['eligibility_expired']],
    ['valid to the moment it passes', { eligible: { validUntil: T0 } }, []],
    ['no officer confirmed it', { eligible: { officerConfirmed: false } }, ['not_confirmed']],
    ['a scan ordered and not done', { eligible: {}, stay: { scanOrdered: true } }, ['scan_outstanding']],
    ['set apart, whatever else', { eligible: {}, stay: { state: 'segregated' } }, ['segregated']],
    ['set apart, and nothing on file', { stay: { state: 'segregated' } }, ['segregated', 'not_eligible']],
    ['a scan done', { eligible: {}, stay: { scanOrdered: true, scannedAt: T0 - MINUTE } }, []],
    ['another carrier seal', { eligible: {}, seen: { carrierSeal: 'ML-VN999' } }, ['carrier_seal_mismatch']],
    ['another truck', { eligible: {}, seen: { plate: '29H99999' } }, ['plate_mismatch']],
    ['a number that was not read', { eligible: {}, seen: { container: null } }, ['container_unread']],
    ['a gate that is not there any more', { eligible: {}, gate: null }, ['wrong_facility']],
    ['a number that cannot be', { eligible: {}, seen: { container: 'CSQU3054384' } }, ['container_invalid']],
  ]);
});

describe('out, on a transit', () => {
  const states: [TransitState, boolean, HoldReason[]][] = [
    ['registered', false, ['transit_not_started']],
    ['sealed', false, ['transit_not_approved']],
    ['sealed', true, []],
    ['in_transit', true, []],
    ['arrived', true, []],
  ];
  it.each(states)('%s, approved: %s', (transitState, approved, reasons) => {
    expect(decided({ task: { transitState, approved } }).reasons).toEqual(reasons);
  });

  const at = (lat: number, minutesAgo: number) => ({ lat, time: T0 - minutesAgo * MINUTE });
  cases([
    ['its own seal is on it', { task: {}, seen: { sealId: 'VN000123' } }, []],
    ['another seal is on it', { task: {}, seen: { sealId: 'VN000999' } }, ['seal_mismatch']],
    ['a seal on it, and none known', { task: { sealId: null }, seen: { sealId: 'V' } }, ['seal_mismatch']],
    ['no seal known, none seen', { task: { sealId: null } }, []],
    ['the seal is not armed', { task: {}, seal: { lock: 'unlocked' } }, ['seal_unarmed']],
    ['the seal is open', { task: {}, seal: { lock: 'open' } }, ['seal_unarmed']],
    ['the seal never spoke', { task: {}, seal: null }, ['seal_unheard']],
    ['the seal has no position', { task: {}, seal: { lat: null, lon: null } }, ['seal_unheard']],
    ['placed ten minutes ago, here', { task: {}, seal: at(20.8, 10) }, []],
    ['placed longer ago', { task: {}, seal: at(20.8, 10.1) }, ['seal_unheard']],
    // 0.01 degrees of latitude are 1,107 m
    ['1.1 km off, half a minute ago', { task: {}, seal: at(20.81, 0.5) }, ['seal_elsewhere']],
    ['1.1 km off, two minutes ago: it drove here', { task: {}, seal: at(20.81, 2) }, []],
    ['1.1 km off, and no more exact', { task: {}, seal: { ...at(20.81, 0.5), accuracy: 500 } }, []],
    ['a critical alarm stands', { task: {}, critical: true }, ['open_critical_alarm']],
    [
      'suspended by the port’s office',
      { task: {}, eligible: { state: 'suspended' } },
      ['eligibility_suspended'],
    ],
    ['an eligibility used before says nothing', { task: {}, eligible: { state: 'used' } }, []],
  ]);

  it('a passage told late does not ask where the seal is by now', () => {
    expect(decided({ task: {}, seal: at(22, 0), now: T0 + 11 * MINUTE }).reasons).toEqual([]);
    expect(decided({ task: {}, seal: at(22, 0), now: T0 + 9 * MINUTE }).reasons).toEqual(['seal_elsewhere']);
  });

  it('all that speaks against it is said, in the order a reader should hear it', () => {
    const seal = { ...at(22, 1), lock: 'open' };
    const given = { task: { transitState: 'sealed', approved: false }, seal, critical: true } as const;
    expect(decided({ ...given, seen: { plate: '1' } }).reasons).toEqual([
      'transit_not_approved',
      'seal_unarmed',
      'seal_elsewhere',
      'plate_mismatch',
      'open_critical_alarm',
    ]);
  });
});

describe('in', () => {
  const seen = { direction: 'in' as const, plate: null };
  cases([
    ['expected here', { seen, expected: {} }, []],
    ['on a transit', { seen, task: {} }, []],
    ['nobody expects it', { seen }, ['not_expected']],
    ['expected elsewhere', { seen, expected: { facilityId: 'ELSEWHERE' } }, ['wrong_facility']],
    ['inside already', { seen, expected: {}, stay: {} }, ['already_inside']],
    ['it stands elsewhere', { seen, expected: {}, stay: { facilityId: 'ELSEWHERE' } }, []],
    ['another seal', { seen: { ...seen, carrierSeal: 'X' }, expected: {} }, ['carrier_seal_mismatch']],
    ['a number that was not read', { seen: { ...seen, container: null } }, ['container_unread']],
  ]);
});

describe('what follows', () => {
  const effect = (given: Case): PassageEffect | null => decided(given).effect;

  it('out: the eligibility is used, the stay ends', () => {
    expect(effect({ eligible: {}, stay: {} })).toEqual({
      container: BOX,
      facilityId: 'PORT',
      uses: { id: 'E1', state: 'eligible' },
      ends: { id: 'Y1', state: 'landed' },
      meets: null,
      begins: null,
    });
  });

  it('in: the expectation is met, a stay begins, the same however often it is decided', () => {
    const seen = { direction: 'in', plate: null } as const;
    const first = effect({ seen, expected: {} });
    expect(first).toMatchObject({ uses: null, ends: null, meets: 'X1' });
    expect(first!.begins).toMatch(/^[0-9a-f-]{36}$/);
    expect(effect({ seen, expected: {} })).toEqual(first);
  });
});

it('the decision names the passage, the gate and the moment; what was misread has a suggestion', () => {
  expect(decided({ now: T0 + 5 }).decision).toEqual({
    passageId: 'P1',
    gateId: 'G1',
    time: T0 + 5,
    verdict: 'hold',
    reasons: ['not_eligible'],
    container: BOX,
    direction: 'out',
    suggestions: [{ container: `near ${BOX}`, differing: 1 }],
  });
  expect(decided({ seen: { container: null } }).decision).not.toHaveProperty('suggestions');
});
