import { describe, expect, it } from 'vitest';
import { decideOffline, expiryOf, refreshAfter, type OfflineList, type SeenOffline } from './offline.js';
import { HOUR, MINUTE } from './time.js';

const T0 = Date.UTC(2026, 10, 26, 1);
const [BOX, ON_TRANSIT, COMING] = ['CSQU3054383', 'TCNU7200794', 'TOLU4734787'];

const LIST: OfflineList = {
  ...{ id: 'L1', facilityId: 'PORT', at: T0, expiresAt: T0 + 4 * HOUR, afterExpiry: 'hold' },
  eligible: new Map([
    [
      BOX,
      {
        ...{
          container: BOX,
          declaration: 'D1',
          officerConfirmed: true,
          validUntil: T0 + 2 * HOUR,
          holds: [],
        },
        ...{ carrierSeal: 'ML-1', plate: '15C12345' },
      },
    ],
  ]),
  transits: new Map([
    [
      ON_TRANSIT,
      {
        ...{
          container: ON_TRANSIT,
          sealId: 'VN1',
          means: 'truck',
          state: 'sealed',
          approved: true,
          holds: [],
        },
        ...{ carrierSeal: null, plate: '29H99999' },
      },
    ],
  ]),
  expected: new Map([[COMING, { container: COMING, carrierSeal: 'ML-2', plate: null }]]),
};

const decided = (
  seen: Partial<SeenOffline>,
  {
    list = LIST,
    used = false,
    at = T0 + HOUR,
  }: { list?: OfflineList | null; used?: boolean; at?: number } = {},
) =>
  decideOffline(
    { direction: 'out', container: BOX, plate: null, carrierSeal: null, sealId: null, ...seen },
    list,
    () => used,
    at,
  );

describe('an exit without a network', () => {
  it('passes by the list, and says what was not checked', () => {
    expect(decided({ plate: '15C-123.45', carrierSeal: 'ml-1' })).toEqual({
      ...{ verdict: 'pass', reasons: [], notChecked: ['since_list'] },
    });
    expect(decided({ container: ON_TRANSIT }).notChecked).toEqual(['since_list', 'seal', 'alarms']);
  });

  it.each([
    ['not on the list', { container: COMING }, ['not_eligible']],
    ['not read', { container: null }, ['container_unread']],
    ['read wrongly', { container: 'CSQU3054384' }, ['container_invalid']],
    [
      'another truck, another seal',
      { plate: '29H1', carrierSeal: 'X' },
      ['carrier_seal_mismatch', 'plate_mismatch'],
    ],
    ['another e-seal', { container: ON_TRANSIT, sealId: 'VN2' }, ['seal_mismatch']],
  ] as const)('is held: %s', (_, seen, reasons) => {
    expect(decided(seen)).toMatchObject({ verdict: 'hold', reasons });
  });

  it('is held once its own time, or the list’s, is over, and without a list', () => {
    expect(decided({}, { at: T0 + 3 * HOUR }).reasons).toEqual(['eligibility_expired']);
    expect(decided({ container: ON_TRANSIT }, { at: T0 + 5 * HOUR }).reasons).toEqual(['list_expired']);
    const allowed = { ...LIST, afterExpiry: 'allow_listed' } as const;
    expect(decided({ container: ON_TRANSIT }, { list: allowed, at: T0 + 5 * HOUR }).verdict).toBe('pass');
    expect(decided({}, { list: null }).reasons).toEqual(['list_missing']);
  });

  it('uses it up: the second is held', () => {
    expect(decided({}, { used: true }).reasons).toEqual(['eligibility_used']);
  });
});

describe('what comes in without a network', () => {
  it('passes where it is expected, by a list or a transit, also when the list has expired', () => {
    for (const container of [COMING, ON_TRANSIT])
      expect(decided({ direction: 'in', container }, { at: T0 + 9 * HOUR }).verdict).toBe('pass');
    expect(decided({ direction: 'in' }).reasons).toEqual(['not_expected']);
    const seal = { direction: 'in', container: COMING, carrierSeal: 'ML-3' } as const;
    expect(decided(seal).reasons).toEqual(['carrier_seal_mismatch']);
  });
});

describe('a list', () => {
  it('lives as long as its facility says, and is renewed before half of that is over', () => {
    const expiresAt = expiryOf(T0, { listMinutes: 30, afterExpiry: 'hold' });
    expect(expiresAt - T0).toBe(30 * MINUTE);
    expect(refreshAfter({ at: T0, expiresAt })).toBe(10 * MINUTE);
    expect(refreshAfter({ at: T0, expiresAt: T0 + 24 * HOUR })).toBe(15 * MINUTE);
  });
});
