import { MINUTE, type Fix, type Zone } from '@haidang/domain';
import { clockTime, fixEvents, fixOf, planOf, rectangle, spot, stepped } from '@haidang/testkit';
import { describe, expect, it } from 'vitest';
import {
  etaOfTransit,
  findingsOf,
  journeyOf,
  proposalOf,
  startWatch,
  stepAll,
  type Findings,
  type TransitStage,
  type WatchEvent,
} from './index.js';

const start = clockTime('08:00');
const at = (minutes: number) => start + minutes * MINUTE;

/** A facility's zone, or a checkpoint, from one metre east to another. */
const zone = (id: string, west: number, east: number, facilityId?: string): Zone => ({
  ...rectangle(id, west, -400, east, 400),
  ...(facilityId === undefined ? { kind: 'stop' as const } : { kind: 'facility' as const, facilityId }),
});

const plan = planOf({
  zones: [
    zone('O', -1_000, 1_000, 'ORIGIN'),
    zone('K1', 10_000, 10_200),
    zone('K2', 20_000, 20_200),
    zone('K3', 30_000, 30_200),
    zone('D', 99_000, 101_000, 'DESTINATION'),
  ],
  checkpoints: ['K1', 'K2', 'K3'],
});

/** A fix a minute from the start on, so many metres east. */
const drive = (...easts: readonly number[]): Fix[] => easts.map((east, i) => fixOf(at(i), spot(east, 0)));

/** Folds fixes and steps in the order of their time. */
function watch(fixes: readonly Fix[], steps: readonly WatchEvent[] = []) {
  const events = [...fixEvents(fixes), ...steps].sort(
    (a, b) => a.time - b.time || (a.kind === 'step' ? -1 : 1),
  );
  return stepAll(startWatch(), events, plan).state;
}

const found = (fixes: readonly Fix[], ...steps: WatchEvent[]) => findingsOf(watch(fixes, steps));

const stage = (changes: Partial<TransitStage>): TransitStage => ({
  state: 'sealed',
  sealedAt: at(0),
  approvedAt: at(0),
  departedAt: null,
  ...changes,
});

const leaving = drive(0, 0, 500, 1_500, 2_500);

describe('a departure', () => {
  it('is found at the crossing out of the origin, once sealed', () => {
    expect(found(leaving, stepped('seal', '08:00')).departedAt).toBe(at(2.5));
    expect(found(leaving).departedAt).toBeNull();
    expect(found(drive(0, 0, 1_500, 500, 500), stepped('seal', '08:00')).departedAt).toBeNull();
  });

  it('stays found when the step is taken at that very time', () => {
    const taken = found(leaving, stepped('seal', '08:00'), stepped('depart', '08:02:30'));
    expect(taken.departedAt).toBe(at(2.5));
  });

  it('stays found when the seal is taken off', () => {
    expect(found(leaving, stepped('seal', '08:00'), { kind: 'remove', time: at(5) }).departedAt).toBe(
      at(2.5),
    );
  });

  it('is another after a step that later evidence contradicts', () => {
    const steps = [stepped('seal', '08:00'), stepped('depart', '08:02:30')];
    const stillThere = drive(0, 0, 500, 500, 500, 500, 1_500, 2_500);
    expect(found(stillThere, ...steps).departedAt).toBe(at(5.5));
    expect(found(stillThere.slice(0, 6), ...steps).departedAt).toBeNull();
  });
});

describe('an arrival', () => {
  const arriving = drive(97_500, 98_500, 99_500, 99_500, 99_500, 99_500);
  const way = [stepped('seal', '07:58'), stepped('depart', '07:59')];

  it('is found at the crossing in, after three minutes', () => {
    expect(found(arriving.slice(0, 4), ...way).arrivedAt).toBeNull();
    expect(found(arriving, ...way).arrivedAt).toBe(at(1.5));
  });

  it('stays found when the step is taken at that very time, and when it then drives off', () => {
    expect(found(arriving, ...way, stepped('arrive', '08:01:30')).arrivedAt).toBe(at(1.5));
    const off = drive(97_500, 98_500, 99_500, 99_500, 99_500, 99_500, 98_500, 97_500);
    expect(found(off, ...way, stepped('arrive', '08:01:30')).arrivedAt).toBe(at(1.5));
    expect(found(off, ...way).arrivedAt).toBeNull();
  });

  it('is not shown by evidence that it drove on, whatever was taken for one', () => {
    const through = drive(97_500, 98_500, 99_500, 98_500, 97_500, 96_500);
    expect(found(through, ...way, stepped('arrive', '08:01:30')).arrivedAt).toBeNull();
  });
});

describe('the journey of a transit', () => {
  const none: Findings = { departedAt: null, arrivedAt: null, passed: [] };

  it('departs with its first seal and arrives with its last', () => {
    const [first, second] = [
      { ...none, departedAt: at(5), arrivedAt: at(50) },
      { ...none, departedAt: at(7), arrivedAt: at(48) },
    ];
    expect(journeyOf([first, second], [])).toMatchObject({ departedAt: at(5), arrivedAt: at(50) });
    expect(journeyOf([second, first], [])).toEqual(journeyOf([first, second], []));
    const passedAt = (...minutes: readonly number[]) =>
      journeyOf(
        minutes.map((m) => ({ ...none, passed: [{ zoneId: 'K1', time: at(m) }] })),
        ['K1'],
      ).checkpoints[0]!.passedAt;
    expect([passedAt(20, 22), passedAt(22, 20)]).toEqual([at(20), at(20)]);
    expect(journeyOf([first, none], [])).toMatchObject({ departedAt: at(5), arrivedAt: null });
    expect(journeyOf([], [])).toEqual({ departedAt: null, arrivedAt: null, checkpoints: [] });
  });

  it('has its checkpoints in the order of the route: passed, missed, ahead', () => {
    const east = [0, 0, 1_500, 3_000, 5_000, 7_000, 9_000, 11_000, 13_000, 15_000, 17_000];
    const round = [19_000, 21_000].map((metres, i) => fixOf(at(11 + i), spot(metres, 700)));
    const back = [23_000, 25_000, 27_000, 29_000, 31_000].map((metres, i) =>
      fixOf(at(13 + i), spot(metres, 0)),
    );
    const fixes = [...drive(...east), ...round, ...back];
    const told = (count: number) =>
      journeyOf([found(fixes.slice(0, count), stepped('seal', '08:00'))], plan.checkpoints).checkpoints;
    const first = { zoneId: 'K1', passedAt: at(6.5), missedAt: null };
    const ahead = { passedAt: null, missedAt: null };
    expect(told(17)).toEqual([first, { zoneId: 'K2', ...ahead }, { zoneId: 'K3', ...ahead }]);
    expect(told(18)).toEqual([
      first,
      { zoneId: 'K2', passedAt: null, missedAt: at(16.5) },
      { zoneId: 'K3', passedAt: at(16.5), missedAt: null },
    ]);
    const arrived = journeyOf([{ ...none, arrivedAt: at(90) }], ['K1']);
    expect(arrived.checkpoints).toEqual([{ zoneId: 'K1', passedAt: null, missedAt: at(90) }]);
  });

  it('taken up on the way, what lay behind it then is neither passed nor missed', () => {
    const takenUp = { takenUp: true };
    const passed = { ...none, passed: [{ zoneId: 'K2', time: at(20) }], arrivedAt: at(90) };
    expect(journeyOf([passed], ['K1', 'K2', 'K3'], takenUp).checkpoints).toEqual([
      { zoneId: 'K1', passedAt: null, missedAt: null },
      { zoneId: 'K2', passedAt: at(20), missedAt: null },
      { zoneId: 'K3', passedAt: null, missedAt: at(90) },
    ]);
    const first = { ...passed, passed: [{ zoneId: 'K1', time: at(10) }] };
    expect(journeyOf([first], ['K1', 'K2'], takenUp).checkpoints).toEqual([
      { zoneId: 'K1', passedAt: at(10), missedAt: null },
      { zoneId: 'K2', passedAt: null, missedAt: at(90) },
    ]);
    const unseen = { ...none, arrivedAt: at(90) };
    expect(journeyOf([unseen], ['K1'], takenUp).checkpoints).toEqual([
      { zoneId: 'K1', passedAt: null, missedAt: null },
    ]);
  });

  it('is at its hindmost seal', () => {
    const way = [stepped('seal', '07:58'), stepped('depart', '07:59')];
    const [ahead, behind] = [drive(40_000, 41_000, 42_000), drive(38_000, 39_000, 40_000)];
    const seals = [ahead, behind].map((fixes) => ({ watch: watch(fixes, way), plan }));
    const { progress, remaining, eta } = etaOfTransit(seals);
    expect(progress).toBeCloseTo(40_000, -1);
    expect(remaining).toBeCloseTo(60_000, -1);
    expect(eta! / MINUTE).toBeCloseTo(at(62) / MINUTE, 0);
    expect(etaOfTransit([])).toEqual({ progress: null, remaining: null, eta: null, speed: null });
  });
});

describe('a proposal', () => {
  const journey = journeyOf([{ departedAt: at(10), arrivedAt: at(90), passed: [] }], []);

  it('of departure waits for seal and approval, both before the leaving', () => {
    expect(proposalOf(stage({}), journey)).toEqual({ step: 'depart', at: at(10) });
    expect(proposalOf(stage({ approvedAt: at(10) }), journey)).toEqual({ step: 'depart', at: at(10) });
    expect(proposalOf(stage({ approvedAt: at(11) }), journey)).toBeNull();
    expect(proposalOf(stage({ approvedAt: null }), journey)).toBeNull();
    expect(proposalOf(stage({ sealedAt: at(10) }), journey)).toEqual({ step: 'depart', at: at(10) });
    expect(proposalOf(stage({ sealedAt: at(11) }), journey)).toBeNull();
    expect(proposalOf(stage({ state: 'registered' }), journey)).toBeNull();
  });

  it('of arrival holds under way, and not before the departure', () => {
    expect(proposalOf(stage({ state: 'in_transit' }), journey)).toEqual({ step: 'arrive', at: at(90) });
    expect(proposalOf(stage({ state: 'in_transit', departedAt: at(91) }), journey)).toMatchObject({
      at: at(91),
    });
    expect(proposalOf(stage({ state: 'arrived' }), journey)).toBeNull();
    expect(proposalOf(stage({ state: 'in_transit' }), { ...journey, arrivedAt: null })).toBeNull();
  });
});
