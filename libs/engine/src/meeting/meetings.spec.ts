import { MINUTE, type Fix, type Instant, type RuleSettings } from '@haidang/domain';
import {
  clockTime,
  fixEvents,
  fixOf,
  legAlong,
  MeetingLog,
  planOf,
  rectangle,
  spot,
  watchFixes,
} from '@haidang/testkit';
import { describe, expect, it } from 'vitest';
import { type Stand, type WatchEvent } from '../index.js';

const t = clockTime;
const wide = [legAlong(0, 100_000, 5_000)];
const queue = { ...rectangle('Q', 19_000, -500, 20_000, 500), kind: 'queue' as const };
const planFor = (transitId: string, rules: RuleSettings = {}) =>
  planOf({ legs: wide, zones: [queue], transitId, sealId: `S${transitId}`, rules });

/** One fix a minute at a place, both ends included. */
function stay(from: string, to: string, east: number, north = 0, rest: Partial<Fix> = {}): Fix[] {
  const fixes: Fix[] = [];
  for (let time = clockTime(from); time <= clockTime(to); time += MINUTE)
    fixes.push(fixOf(time, spot(east, north), rest));
  return fixes;
}

function standsOf(fixes: readonly Fix[]): readonly Stand[] {
  const { stands } = watchFixes(fixes, planFor('A'));
  return [...new Map(stands.map((stand) => [stand.from, stand])).values()];
}

const under = (time: Instant): WatchEvent[] => [
  { kind: 'step', step: 'seal', time, mark: time },
  { kind: 'step', step: 'depart', time: time + 1, mark: time + 1 },
];

function logOf(
  ofA: readonly Fix[],
  ofB: readonly Fix[],
  [rulesOfA, rulesOfB]: readonly (RuleSettings | undefined)[] = [],
): MeetingLog {
  const log = new MeetingLog([planFor('A', rulesOfA), planFor('B', rulesOfB)]);
  const begun = clockTime('07:00');
  for (const transit of ['A', 'B']) for (const event of under(begun)) log.arrive(transit, event);
  log.settle();
  const events = [
    ...fixEvents(ofA).map((event) => ({ transit: 'A', event })),
    ...fixEvents(ofB).map((event) => ({ transit: 'B', event })),
  ].sort((x, y) => x.event.time - y.event.time);
  for (const { transit, event } of events) log.arrive(transit, event);
  return log;
}

/** 390 m away and back between two whole minutes after 8. */
const between = (minutes: readonly number[]): Fix[] =>
  minutes.flatMap((m) => [20, 40].map((s) => fixOf(t('08:00') + m * MINUTE + s * 1_000, spot(5_400, 0))));

const spansOf = (log: MeetingLog) => log.standing().map(({ start, end }) => [start, end]);
describe('a stand', () => {
  it('is told of from 10 min on, and at its end', () => {
    expect(standsOf(stay('08:00', '08:09', 5_000))).toEqual([]);
    expect(standsOf(stay('08:00', '08:10', 5_000))).toMatchObject([
      { from: t('08:00'), to: t('08:10'), open: true },
    ]);
    const left = [...stay('08:00', '08:12', 5_000), ...stay('08:13', '08:14', 6_500)];
    expect(standsOf(left)).toMatchObject([{ from: t('08:00'), to: t('08:12'), open: false }]);
  });

  it('is not ended by one position away, nor by coarse ones that may be there', () => {
    const one = [
      ...stay('08:00', '08:12', 5_000),
      ...stay('08:13', '08:13', 5_200),
      ...stay('08:14', '08:15', 5_000),
    ];
    expect(standsOf(one)).toMatchObject([{ from: t('08:00'), to: t('08:15'), open: true }]);
    const coarse = [...stay('08:00', '08:12', 5_000), ...stay('08:13', '08:15', 5_150, 0, { accuracy: 110 })];
    expect(standsOf(coarse)).toMatchObject([{ to: t('08:12'), open: true }]);
    const far = [...stay('08:00', '08:12', 5_000), ...stay('08:13', '08:15', 5_200, 0, { accuracy: 110 })];
    expect(standsOf(far)).toMatchObject([{ to: t('08:12'), open: false }]);
  });

  it('keeps to the radius, accuracy taken off', () => {
    const beside = (east: number) => [...stay('08:00', '08:10', 5_000), ...stay('08:11', '08:13', east)];
    expect(standsOf(beside(5_059.9))).toMatchObject([{ to: t('08:13'), open: true }]);
    expect(standsOf(beside(5_060.1))).toMatchObject([{ to: t('08:10'), open: false }]);
  });

  it('is told by positions no coarser than the radius', () => {
    expect(standsOf(stay('08:00', '08:12', 5_000, 0, { accuracy: 50 }))).toHaveLength(1);
    expect(standsOf(stay('08:00', '08:12', 5_000, 0, { accuracy: 51 }))).toEqual([]);
  });

  it('breaks at a gap longer than 10 min', () => {
    const gap = (again: string) =>
      standsOf([...stay('08:00', '08:10', 5_000), fixOf(t(again), spot(5_000, 0))]);
    expect(gap('08:20')).toMatchObject([{ to: t('08:20'), open: true }]);
    expect(gap('08:20:01')).toMatchObject([{ to: t('08:10'), open: false }]);
  });

  it('is none in a queue, nor where it may be in one', () => {
    expect(standsOf(stay('08:00', '08:20', 19_500))).toEqual([]);
    expect(standsOf(stay('08:00', '08:20', 18_995))).toEqual([]);
    expect(standsOf(stay('08:00', '08:20', 18_985))).toHaveLength(1);
  });

  it('begins with the first position outside a queue, and not before one inside', () => {
    const left = [...stay('08:00', '08:00', 18_995), ...stay('08:01', '08:11', 18_985)];
    expect(standsOf(left)).toMatchObject([{ from: t('08:01') }]);
    expect(standsOf([...stay('08:00', '08:00', 18_985), ...stay('08:01', '08:11', 18_995)])).toEqual([]);
  });

  it('ends with the journey', () => {
    const log = logOf(stay('08:00', '08:20', 5_000), stay('08:00', '08:20', 5_010));
    log.arrive('A', { kind: 'step', step: 'arrive', time: t('08:20:30'), mark: t('08:20:30') });
    log.settle();
    expect(spansOf(log)).toEqual([[t('08:00'), t('08:20')]]);
  });
});

describe('rendezvous', () => {
  it('opens after 10 min together, and ends when they are apart', () => {
    expect(spansOf(logOf(stay('08:00', '08:20', 5_000), stay('08:05', '08:14', 5_020)))).toEqual([]);
    const log = logOf(stay('08:00', '08:20', 5_000), stay('08:05', '08:15', 5_020));
    expect(log.standing()).toMatchObject([
      {
        kind: 'rendezvous',
        cause: 'A+B',
        severity: 'major',
        start: t('08:05'),
        end: null,
        why: { measured: { distance: 20 } },
      },
    ]);
    const gone = logOf(stay('08:00', '08:20', 5_000), [
      ...stay('08:05', '08:16', 5_020),
      ...stay('08:17', '08:18', 6_500),
    ]);
    expect(spansOf(gone)).toEqual([[t('08:05'), t('08:16')]]);
  });

  it('is within 50 m', () => {
    expect(spansOf(logOf(stay('08:00', '08:20', 5_000), stay('08:00', '08:20', 5_049.9)))).toHaveLength(1);
    expect(spansOf(logOf(stay('08:00', '08:20', 5_000), stay('08:00', '08:20', 5_050.1)))).toEqual([]);
  });

  it.each([
    ['the first', (rules: RuleSettings) => [rules] as const],
    ['the second', (rules: RuleSettings) => [undefined, rules] as const],
  ])('is judged by the stricter of the numbers of both: those of %s', (_, by) => {
    const still = stay('08:00', '08:20', 5_000);
    const beside = stay('08:00', '08:20', 5_079.9);
    expect(spansOf(logOf(still, beside))).toEqual([]);
    expect(logOf(still, beside, by({ rendezvousRadius: 80 })).standing()).toMatchObject([
      { start: t('08:00'), why: { settings: { rendezvousRadius: 80, rendezvousAfter: 10 * MINUTE } } },
    ]);
    expect(spansOf(logOf(still, beside, by({ rendezvousRadius: 79 })))).toEqual([]);
    expect(spansOf(logOf(still, stay('08:00', '08:20', 5_049.9), by({ rendezvousRadius: 20 })))).toHaveLength(
      1,
    );
    // both stood for 10 min, together for 6 of them
    const briefly = by({ rendezvousAfter: 6 * MINUTE });
    const [early, late] = [stay('08:00', '08:10', 5_000), stay('08:04', '08:14', 5_010)];
    expect(spansOf(logOf(early, late))).toEqual([]);
    expect(logOf(early, late, briefly).standing()).toMatchObject([
      { start: t('08:04'), why: { settings: { rendezvousAfter: 6 * MINUTE } } },
    ]);
    const patient = by({ rejoin: 8 * MINUTE });
    const again = [
      ...stay('08:00', '08:12', 5_010),
      ...stay('08:13', '08:14', 5_400),
      ...stay('08:20', '08:40', 5_010),
    ];
    expect(spansOf(logOf(stay('08:00', '08:40', 5_000), again))).toHaveLength(2);
    expect(spansOf(logOf(stay('08:00', '08:40', 5_000), again, patient))).toHaveLength(1);
  });

  it('takes for a stand what its own transit takes for one', () => {
    const still = stay('08:00', '08:20', 5_000);
    const seven = [...stay('08:00', '08:07', 5_010), ...stay('08:08', '08:20', 9_000)];
    const rules = { rendezvousAfter: 5 * MINUTE };
    expect(spansOf(logOf(still, seven, [rules]))).toEqual([]);
    expect(spansOf(logOf(still, seven, [undefined, rules]))).toEqual([[t('08:00'), t('08:07')]]);
  });

  it('is the same when it resumes within 5 min, unless an officer resolved it', () => {
    const away = (back: string) => [
      ...stay('08:00', '08:12', 5_010),
      ...stay('08:13', '08:14', 5_400),
      ...stay(back, '08:40', 5_010),
    ];
    const still = stay('08:00', '08:40', 5_000);
    expect(spansOf(logOf(still, away('08:17')))).toEqual([[t('08:00'), null]]);
    expect(spansOf(logOf(still, away('08:18')))).toHaveLength(2);
    const resolve = (time: string, seen = time) => {
      const log = logOf(still, away('08:17'));
      const [start, end] = [t('08:00'), t('08:12')];
      log.resolve({
        kind: 'resolve',
        seq: 1,
        alarm: 'rendezvous',
        cause: 'A+B',
        time: t(time),
        start,
        end,
        seen: t(seen),
      });
      return log.standing();
    };
    expect(resolve('08:16')).toMatchObject([
      { end: t('08:12'), resolved: true },
      { start: t('08:17'), resolved: false },
    ]);
    expect(resolve('08:16', '08:10')).toMatchObject([{ resolved: true }, { resolved: false }]);
    expect(resolve('08:16', '08:09')).toMatchObject([{ start: t('08:00'), end: null, resolved: false }]);
    expect(resolve('08:27')).toMatchObject([{ start: t('08:00'), end: null }]);
  });

  it('is late, corrected, split and merged by late fixes', () => {
    const still = stay('08:00', '08:40', 5_000);
    const silent = logOf(still, stay('08:40', '08:41', 30_000));
    for (const event of fixEvents(stay('08:10', '08:25', 5_010), t('08:50'))) silent.arrive('B', event);
    silent.settle();
    expect([...silent.alarms.values()]).toMatchObject([
      { late: true, withdrawn: null, episode: { start: t('08:10'), end: t('08:25') } },
    ]);

    const drove = logOf(still, stay('08:00', '08:10', 5_010));
    expect(drove.standing()).toHaveLength(1);
    for (const event of fixEvents(between([4]))) drove.arrive('B', event);
    drove.settle();
    expect([...drove.alarms.values()]).toMatchObject([{ withdrawn: 'corrected' }]);

    const sparse = [...stay('08:00', '08:11', 5_010), ...stay('08:23', '08:36', 5_010)];
    const bridged = logOf(still, sparse);
    expect(spansOf(bridged)).toEqual([
      [t('08:00'), t('08:11')],
      [t('08:23'), null],
    ]);
    for (const event of fixEvents(stay('08:12', '08:20', 5_010))) bridged.arrive('B', event);
    bridged.settle();
    const [first, second] = [...bridged.alarms.values()];
    expect(first).toMatchObject({ withdrawn: null, episode: { start: t('08:00'), end: null } });
    expect(second).toMatchObject({ withdrawn: 'merged', into: first!.episode.key });

    const whole = logOf(still, stay('08:00', '08:40', 5_010));
    const { key } = whole.standing()[0]!;
    for (const event of fixEvents(between([11, 12, 13, 14, 15, 16, 17]))) whole.arrive('B', event);
    whole.settle();
    expect(whole.standing()).toMatchObject([
      { key, start: t('08:00'), end: t('08:11') },
      { start: t('08:18'), end: null },
    ]);
  });
});
