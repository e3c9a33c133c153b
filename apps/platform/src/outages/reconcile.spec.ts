import { MINUTE, type ContainerPapers, type Eligibility, type PaperLine, type Stay } from '@haidang/domain';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { GateKnowledge } from '../gates/decide.js';
import { effectRows } from './paper-rows.js';
import { reconcile, type Reconciled, type SeenPassage } from './reconcile.js';

const BOX = 'CSQU3054383';
const T = Date.UTC(2026, 10, 26, 8);
const PORT = 'LACHHUYEN';

const line = (of: Partial<PaperLine> = {}): PaperLine => ({
  ...{ sheet: 'S-1', line: 1, gateId: 'G', direction: 'out', at: T, container: BOX, plate: null },
  ...{ carrierSeal: null, sealId: null, note: null, vouchedBy: 'Bình' },
  ...of,
});
const eligible = (of: Partial<Eligibility> = {}): Eligibility => ({
  ...{
    id: 'E',
    facilityId: PORT,
    declaration: 'D',
    container: BOX,
    plate: null,
    carrierSeal: null,
    customsSeal: null,
  },
  ...{
    officerConfirmed: true,
    state: 'eligible',
    validUntil: null,
    issuedAt: T - 60 * MINUTE,
    unseenExitAt: null,
  },
  ...of,
});
const stay = (of: Partial<Stay> = {}): Stay => ({
  ...{ id: 'Y', facilityId: PORT, container: BOX, purpose: null, state: 'landed', carrierSeal: null },
  ...{ scanOrdered: false, scannedAt: null, inAt: T - 600 * MINUTE },
  ...of,
});
const seen = (of: Partial<SeenPassage> = {}): SeenPassage => ({
  ...{ gateId: 'G', id: 'cam', facilityId: PORT, container: BOX, time: T + MINUTE, direction: 'out' },
  ...{ plate: null, carrierSeal: null, passed: true, reasons: [] },
  ...of,
});

function reconciled(
  lines: readonly PaperLine[],
  papers: Partial<ContainerPapers> = {},
  cameras: readonly SeenPassage[] = [],
  changedAt: Readonly<Record<string, number>> = {},
): Reconciled[] {
  const gates: GateKnowledge = {
    gate: () => ({ facilityId: PORT, place: { lat: 0, lon: 0 } }),
    papersOf: () => ({ eligibilities: [], expected: [], stays: [], ...papers }),
    taskOfContainer: () => undefined,
    seal: () => undefined,
    hasCriticalAlarm: () => true,
    suggest: () => [],
  };
  return reconcile(lines, {
    ...{ gates, facilityId: PORT, changedAt: new Map(Object.entries(changedAt)) },
    seen: new Map(cameras.length === 0 ? [] : [[BOX, cameras]]),
  });
}

describe('a line of paper', () => {
  it('that could have passed uses up its eligibility and ends its stay, at its own time', () => {
    const [one] = reconciled([line()], { eligibilities: [eligible()], stays: [stay()] });
    expect(one).toMatchObject({
      ...{ comparison: 'missing', wouldHold: [], differences: [] },
      effect: { at: T, uses: { id: 'E' }, ends: { id: 'Y', state: 'landed' }, begins: null },
    });
  });

  it.each([
    ['nothing on file', {}, {}, ['not_eligible'], ['not_standing']],
    [
      'suspended before',
      { eligibilities: [eligible({ state: 'suspended' })], stays: [stay()] },
      { E: T - 1 },
      ['eligibility_suspended'],
      [],
    ],
    [
      'suspended afterwards: it was not then',
      { eligibilities: [eligible({ state: 'suspended' })], stays: [stay()] },
      { E: T + 1 },
      [],
      [],
    ],
    [
      'eligible afterwards',
      { eligibilities: [eligible({ issuedAt: T + 1 })], stays: [stay()] },
      {},
      ['not_eligible'],
      ['eligible_since'],
    ],
    [
      'set apart',
      { eligibilities: [eligible()], stays: [stay({ state: 'segregated' })] },
      {},
      ['segregated'],
      [],
    ],
    [
      'a scan not done',
      { eligibilities: [eligible()], stays: [stay({ scanOrdered: true })] },
      {},
      ['scan_outstanding'],
      [],
    ],
    [
      'came only later',
      { eligibilities: [eligible()], stays: [stay({ inAt: T + 1 })] },
      {},
      [],
      ['not_standing'],
    ],
  ] as const)('%s: what would have held it then, and what is odd', (_, papers, changed, reasons, odd) => {
    const [one] = reconciled([line()], papers, [], changed);
    expect(one!.wouldHold).toEqual(reasons);
    expect(one!.differences.map(({ what }) => what)).toEqual(odd);
    // it left, whatever should have held it
    expect(one!.effect).not.toBeNull();
  });

  it('uses up what customs suspended after it had left', () => {
    const suspended = { eligibilities: [eligible({ state: 'suspended' })], stays: [stay()] };
    expect(reconciled([line()], suspended, [], { E: T + 1 })[0]!.effect).toMatchObject({
      uses: { id: 'E', state: 'suspended' },
    });
  });

  it('uses up nothing that customs has suspended', () => {
    const suspended = { eligibilities: [eligible({ state: 'suspended' })], stays: [stay()] };
    expect(reconciled([line()], suspended, [], { E: T - 1 })[0]!.effect).toMatchObject({
      uses: null,
      ends: { id: 'Y' },
    });
  });
});

describe('against what cameras saw', () => {
  it('the same truck within a quarter of an hour is the same passage, with the decision of then; nothing follows twice', () => {
    const [one] = reconciled([line({ plate: '15C-123.45' })], {}, [
      seen({ plate: '15C12345', reasons: ['plate_mismatch'] }),
    ]);
    expect(one).toMatchObject({
      comparison: 'matched',
      wouldHold: ['plate_mismatch'],
      effect: null,
      differences: [],
    });
  });

  it('one that was held there and left on paper takes effect', () => {
    const camera = seen({ passed: false, reasons: ['not_eligible'] });
    const [one] = reconciled([line()], { stays: [stay()] }, [camera]);
    expect(one).toMatchObject({
      comparison: 'matched',
      wouldHold: ['not_eligible'],
      effect: { ends: { id: 'Y' } },
    });
  });

  it.each([
    [
      'another plate',
      line({ plate: '51D-1' }),
      seen({ plate: '15C1' }),
      [{ what: 'plate', paper: '51D-1', found: '15C1' }],
    ],
    ['the other way', line({ direction: 'in' }), seen(), [{ what: 'direction', paper: 'in', found: 'out' }]],
    [
      'elsewhere',
      line(),
      seen({ facilityId: 'CATLAI', gateId: 'C' }),
      [{ what: 'place', paper: PORT, found: 'C' }],
    ],
  ] as const)('%s contradicts', (_, paper, camera, differences) => {
    const [one] = reconciled([paper], { stays: [stay({ inAt: 0 })] }, [camera]);
    expect(one!.comparison).toBe('contradicting');
    expect(one!.differences).toEqual(expect.arrayContaining([...differences]));
  });

  it('one passage is no two lines’', () => {
    const lines = [line(), line({ line: 2, at: T + 2 * MINUTE })];
    expect(reconciled(lines, {}, [seen()]).map(({ comparison }) => comparison)).toEqual([
      'matched',
      'missing',
    ]);
  });

  it('a container whose camera saw it leave since does not stand here now', () => {
    const camera = seen({ time: T + 120 * MINUTE });
    const [one] = reconciled([line({ direction: 'in' })], {}, [camera]);
    expect(effectRows([one!])).toMatchObject([{ endedAt: camera.time, endSeen: true }]);
  });
});

describe('several lines of one container', () => {
  it('are told in the order of time, whatever their order on paper: in and out is one stay', () => {
    const lines = [line({ line: 2, at: T + 60 * MINUTE }), line({ line: 1, direction: 'in', at: T })];
    const done = reconciled(lines, { eligibilities: [eligible()] });
    expect(done.map(({ line: { line: number } }) => number)).toEqual([2, 1]);
    expect(done[0]!.differences).toEqual([]);
    const rows = effectRows(done);
    expect(rows).toMatchObject([
      { begins: expect.any(String) as string, endedAt: T + 60 * MINUTE, endSeen: false, ends: null },
      { uses: { id: 'E' }, ends: null, begins: null },
    ]);
  });

  it('never end a stay twice, nor use an eligibility up twice, nor leave two standing', () => {
    const entry = fc.record({
      direction: fc.constantFrom('in' as const, 'out' as const),
      at: fc.integer({ min: -300, max: 300 }),
    });
    fc.assert(
      fc.property(fc.array(entry, { maxLength: 12 }), fc.boolean(), (entries, stands) => {
        const lines = entries.map(({ direction, at }, i) =>
          line({ line: i + 1, direction, at: T + at * MINUTE }),
        );
        const papers = { eligibilities: [eligible({ issuedAt: 0 })], stays: stands ? [stay()] : [] };
        const rows = effectRows(reconciled(lines, papers));
        const once = (list: readonly unknown[]) => expect(new Set(list).size).toBe(list.length);
        once(rows.flatMap(({ uses }) => uses?.id ?? []));
        once(rows.flatMap(({ ends }) => ends?.id ?? []));
        const standing = rows.filter(({ begins, endedAt }) => begins !== null && endedAt === null);
        expect(standing.length).toBeLessThanOrEqual(1);
        for (const { endedAt, at } of rows) if (endedAt !== null) expect(endedAt).toBeGreaterThanOrEqual(at);
      }),
    );
  });
});
