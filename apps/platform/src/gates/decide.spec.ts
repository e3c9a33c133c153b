import type { HoldReason, Passage, TransitState } from '@haidang/domain';
import { T0 } from '@haidang/testkit';
import { describe, expect, it } from 'vitest';
import type { ContainerTask } from '../directory/directory.js';
import { decide } from './decide.js';

const SEEN: Passage = {
  id: 'P1',
  time: T0,
  direction: 'out',
  lane: '2',
  container: 'CSQU3054383',
  containerConfidence: 0.97,
  plate: '15C12345',
  plateConfidence: 0.93,
  sealId: 'VN000123',
  carrierSeal: null,
  damage: null,
  images: [],
  source: 'camera',
};
const TASK: ContainerTask = {
  transitId: 'T1',
  transitNumber: 'QT-1',
  transitState: 'in_transit',
  container: 'CSQU3054383',
  sealId: 'VN000123',
  carrierSeal: null,
  plate: '15C-123.45',
  carrierId: null,
  routeId: 'R1',
  rules: null,
  fromId: 'VNHPH',
  toId: 'VNHNG',
  departBy: null,
  arriveBy: null,
  departedAt: null,
  endedAt: null,
  registeredAt: 0,
  since: T0,
};

/** Decides with one transit known, that of {@link TASK} but for the changes. */
function reasons(
  seen: Partial<Passage> = {},
  task: Partial<ContainerTask> = {},
  hasCriticalAlarm = false,
): readonly HoldReason[] {
  const known = { ...TASK, ...task };
  const decision = decide(
    'PORT-1',
    { ...SEEN, ...seen },
    {
      taskOfContainer: (number) => (number === known.container ? known : undefined),
      hasCriticalAlarm: (transitId) => hasCriticalAlarm && transitId === known.transitId,
    },
    T0,
  );
  expect(decision.verdict).toBe(decision.reasons.length === 0 ? 'pass' : 'hold');
  return decision.reasons;
}

describe('on the way out', () => {
  it('a container under way passes with its own seal and truck', () => {
    expect(reasons()).toEqual([]);
  });

  it('what the camera did not see speaks against nobody', () => {
    expect(reasons({ sealId: null, plate: null })).toEqual([]);
  });

  it.each<[string, Partial<Passage>, HoldReason]>([
    ['no number was read', { container: null }, 'container_unread'],
    ['the check digit is wrong', { container: 'CSQU3054384' }, 'container_invalid'],
    ['no transit under way carries it', { container: 'TCNU7200794' }, 'not_eligible'],
    ['another seal is on it', { sealId: 'VN000999' }, 'seal_mismatch'],
    ['another truck pulls it', { plate: '29H99999' }, 'plate_mismatch'],
  ])('it is held when %s', (_, seen, reason) => {
    expect(reasons(seen)).toEqual([reason]);
  });

  it.each<[TransitState, readonly HoldReason[]]>([
    ['registered', ['transit_not_started']],
    ['sealed', []],
    ['in_transit', []],
    ['arrived', []],
  ])('with the transit %s the reasons are %j', (transitState, expected) => {
    expect(reasons({}, { transitState })).toEqual(expected);
  });

  it('a seal is on it and the transit knows of none', () => {
    expect(reasons({}, { sealId: null })).toEqual(['seal_mismatch']);
  });

  it('a critical alarm of its transit holds it', () => {
    expect(reasons({}, {}, true)).toEqual(['open_critical_alarm']);
  });

  it('all that speaks against it is said, in the order a reader should hear it', () => {
    expect(reasons({ sealId: 'VN000999', plate: '1' }, { transitState: 'registered' }, true)).toEqual([
      'transit_not_started',
      'seal_mismatch',
      'plate_mismatch',
      'open_critical_alarm',
    ]);
  });
});

describe('on the way in', () => {
  it.each<[string, Partial<Passage>, readonly HoldReason[]]>([
    ['any container with a true number passes', { container: 'TCNU7200794', plate: 'X' }, []],
    ['one that cannot be read is held', { container: null }, ['container_unread']],
    ['one that cannot be true is held', { container: 'CSQU3054384' }, ['container_invalid']],
  ])('%s', (_, seen, expected) => {
    expect(reasons({ ...seen, direction: 'in' })).toEqual(expected);
  });
});

it('the decision names the passage, the gate and the moment it was made', () => {
  const nothing = { taskOfContainer: () => undefined, hasCriticalAlarm: () => false };
  expect(decide('PORT-1', SEEN, nothing, T0 + 5)).toEqual({
    passageId: 'P1',
    gateId: 'PORT-1',
    time: T0 + 5,
    verdict: 'hold',
    reasons: ['not_eligible'],
    container: 'CSQU3054383',
    direction: 'out',
  });
});
