import type { ContainerView, PassageView } from '@haidang/contract';
import type { OfflineList } from '@haidang/domain';
import { expect, test } from 'vitest';
import { declaredOnFile, declaredOnList, mismatches } from './declared.js';

const out = (more: object = {}) =>
  ({
    ...{ direction: 'out', container: 'CSQU3054383', decision: { reasons: [] } },
    ...more,
  }) as unknown as PassageView;
const file = (more: Partial<ContainerView>) =>
  ({
    ...{ number: 'CSQU3054383', transit: null, eligibilities: [], expected: [], stays: [] },
    ...more,
  }) as unknown as ContainerView;

test('what was read otherwise is told by the reasons; without a network by the gatehouse’s own', () => {
  const reasons = ['seal_unheard', 'plate_mismatch', 'seal_mismatch'];
  expect(mismatches(out({ decision: { reasons } }))).toEqual(['plate', 'sealId']);
  const decidedOffline = { verdict: 'hold', reasons: ['carrier_seal_mismatch'] };
  expect(mismatches(out({ decision: { reasons: [] }, decidedOffline }))).toEqual(['carrierSeal']);
});

test('on file it is the paper of this place, and of a transit its own truck and seals', () => {
  const eligibilities = [
    { facilityId: 'ELSEWHERE', plate: '29H1' },
    { facilityId: 'HERE', plate: '15C12345', carrierSeal: 'ML-1' },
  ] as ContainerView['eligibilities'];
  expect(declaredOnFile(file({ eligibilities }), 'HERE', out())).toEqual({
    ...{ plate: '15C12345', carrierSeal: 'ML-1', sealId: undefined },
  });
  const transit = {
    vehicle: { plate: '29H77777' },
    containers: [{ number: 'CSQU3054383', sealId: 'VN1', carrierSeal: 'ML-2' }],
  } as ContainerView['transit'];
  expect(declaredOnFile(file({ transit }), 'HERE', out())).toEqual({
    ...{ plate: '29H77777', carrierSeal: 'ML-2', sealId: 'VN1' },
  });
});

test('on the list it is what it has of the container, and nothing of another', () => {
  const list = {
    eligible: new Map([['CSQU3054383', { plate: '15C12345', carrierSeal: 'ML-1' }]]),
    ...{ transits: new Map(), expected: new Map() },
  } as unknown as OfflineList;
  expect(declaredOnList(list, out())).toEqual({
    ...{ plate: '15C12345', carrierSeal: 'ML-1', sealId: undefined },
  });
  expect(declaredOnList(list, out({ container: 'TCNU7200794' })).plate).toBeUndefined();
});
