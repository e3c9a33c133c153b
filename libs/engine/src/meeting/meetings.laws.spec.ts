import { MINUTE, type AlarmChange, type Instant, type RuleSettings } from '@haidang/domain';
import {
  clockTime as t,
  fixEvents,
  fixOf,
  lawRuns,
  legAlong,
  MeetingLog,
  planOf,
  rectangle,
  shortOrLong,
  spot,
} from '@haidang/testkit';
import fc from 'fast-check';
import { describe, expect, it, vi } from 'vitest';
import { pairOf, type ResolveEvent, type WatchEvent } from '../index.js';

vi.setConfig({ testTimeout: shortOrLong(60_000, 900_000) });

const runs = { numRuns: lawRuns(500, 10_000) };
const TRUCKS = ['A', 'B', 'C'];
const queue = { ...rectangle('Q', 19_000, -500, 20_000, 500), kind: 'queue' as const };
/** Each its own. */
const numbersOf: Record<string, RuleSettings> = {
  B: { rendezvousRadius: 30, rendezvousAfter: 6 * MINUTE },
  C: { rejoin: 7 * MINUTE },
};
const planFor = (transitId: string) =>
  planOf({
    legs: [legAlong(0, 100_000, 5_000)],
    zones: [queue],
    transitId,
    sealId: `S${transitId}`,
    rules: numbersOf[transitId] ?? {},
  });

const drive = fc.array(
  fc.record({
    place: fc.constantFrom(5_000, 5_000, 5_020, 5_400, 19_500),
    minutes: fc.integer({ min: 1, max: 25 }),
    accuracy: fc.constantFrom(5, 10, 30, 80),
    delay: fc.constantFrom(0, 0, 0, 20, 70),
    /** So many minutes in the midst of it were spent elsewhere, as is heard only afterwards; or passed in silence until then. */
    elsewhere: fc.constantFrom(0, 0, 3, -3),
  }),
  { minLength: 2, maxLength: 6 },
);
const act = fc.record({
  pair: fc.constantFrom(['A', 'B'], ['A', 'C'], ['B', 'C']),
  after: fc.integer({ min: 10, max: 90 }),
  blind: fc.constantFrom(0, 0, 5, 30),
});
const story = fc.record({
  drives: fc.tuple(drive, drive, drive),
  acts: fc.array(act, { minLength: 1, maxLength: 6 }),
  bridged: fc.integer({ min: 0, max: 3 }).map((n) => n === 0),
  twice: fc.array(fc.nat(200), { maxLength: 5 }),
  settleEvery: fc.constantFrom(1, 3, 10, 1_000),
  /** Before which arrivals the process is stopped and started again. */
  restarts: fc.array(fc.nat(200), { minLength: 1, maxLength: 3 }),
});
type Story = typeof story extends fc.Arbitrary<infer S> ? S : never;

/** Something that comes: an event of a transit, or an officer's act on a pair. */
interface Coming {
  readonly at: Instant;
  readonly time: Instant;
  readonly tell: (log: MeetingLog) => void;
}

/** A stands on; B's twelve minutes in the midst come last: two meetings, until those make them one. */
const BRIDGED = {
  A: [{ place: 5_000, minutes: 37, accuracy: 10, delay: 0, elsewhere: 0 }],
  B: [12, 12, 13].map((minutes, i) => ({
    ...{ place: 5_020, minutes, accuracy: 10, elsewhere: 0 },
    delay: i === 1 ? 120 : 0,
  })),
};

function arrivals({ drives, acts, bridged }: Story): Coming[] {
  const comings = drives.flatMap((driven, i) => {
    const transit = TRUCKS[i]!;
    const moves = !bridged || i === 2 ? driven : i === 0 ? BRIDGED.A : BRIDGED.B;
    const coming = (event: WatchEvent, at = event.time): Coming => ({
      at,
      time: event.time,
      tell: (log) => log.arrive(transit, event),
    });
    const all = under(t('07:00')).map((event) => coming(event));
    let time = t('08:00') + i * 7_000;
    for (const { place, minutes, accuracy, delay, elsewhere } of moves) {
      for (let m = 0; m < minutes; m++) {
        time += MINUTE;
        const aside = m >= 6 && m < 6 + Math.abs(elsewhere);
        const at = time + (aside ? 70 : delay) * MINUTE;
        const where = spot(aside && elsewhere > 0 ? 5_400 : place, i * 3);
        all.push(coming(fixEvents([fixOf(time, where, { accuracy })], at)[0]!, at));
      }
    }
    return all;
  });
  const resolutions = actsOf({ acts }).map((event): Coming => {
    const { time } = event;
    return { at: time, time, tell: (log) => log.resolve(event) };
  });
  return [...comings, ...resolutions];
}

function actsOf({ acts }: Pick<Story, 'acts'>): ResolveEvent[] {
  return acts.map(({ pair: [a, b], after, blind }, seq) => {
    const time = t('08:00') + after * MINUTE;
    const [cause, seen] = [pairOf(a, b), time - blind * MINUTE];
    return { kind: 'resolve', seq, alarm: 'rendezvous', cause, start: 0, end: null, time, seen };
  });
}

function under(time: Instant): WatchEvent[] {
  return [
    { kind: 'step', step: 'seal', time, mark: time },
    { kind: 'step', step: 'depart', time: time + 1, mark: time + 1 },
  ];
}

function run(order: readonly Coming[], settleEvery: number, restarts: readonly number[] = []): MeetingLog {
  const log = new MeetingLog(TRUCKS.map(planFor));
  for (const [n, { tell }] of order.entries()) {
    if (restarts.includes(n)) log.restart();
    tell(log);
    if (n % settleEvery === 0) log.settle();
  }
  log.settle();
  return log;
}

const sorted = (one: Story): MeetingLog => run([...arrivals(one)].sort(by('time')), 1);

function arrived(one: Story, restarts: readonly number[] = []): MeetingLog {
  const came = [...arrivals(one)].sort(by('at'));
  const again = one.twice.flatMap((i) => (i < came.length ? [came[i]!] : []));
  return run([...came, ...again], one.settleEvery, restarts);
}

function by(what: 'at' | 'time'): (x: Coming, y: Coming) => number {
  return (x, y) => x[what] - y[what];
}

describe('the laws of meetings', () => {
  it('order does not matter: any arrival ends in the alarms of the sorted run', () => {
    const unnamed = (log: MeetingLog) => log.standing().map(({ key: _, ...rest }) => rest);
    fc.assert(
      fc.property(story, (one) => {
        expect(unnamed(arrived(one))).toEqual(unnamed(sorted(one)));
      }),
      runs,
    );
  });

  it('once: no two of one pair at a time, and apart by more than 5 min unless an officer resolved the first', () => {
    fc.assert(
      fc.property(story, (one) => {
        const alarms = arrived(one).standing();
        for (const cause of new Set(alarms.map((alarm) => alarm.cause))) {
          const same = alarms.filter((alarm) => alarm.cause === cause);
          for (const [i, later] of same.slice(1).entries()) {
            const earlier: AlarmChange = same[i]!;
            expect(later.start).toBeGreaterThan(earlier.end!);
            if (!earlier.resolved) expect(later.start - earlier.end!).toBeGreaterThan(5 * MINUTE);
          }
        }
      }),
      runs,
    );
  });

  it('people: what is resolved was resolved by somebody who had seen all of it, and such an act holds', () => {
    fc.assert(
      fc.property(story, (one) => {
        const alarms = arrived(one).standing();
        for (const alarm of alarms) {
          const others = alarms.filter((other) => other.cause === alarm.cause && other !== alarm);
          const isAbout = ({ time }: ResolveEvent) =>
            time > alarm.settled && others.every(({ start }) => start < alarm.start || start > time);
          const informed = actsOf(one).filter(
            (act) => act.cause === alarm.cause && act.seen >= alarm.evidence,
          );
          if (alarm.resolved) expect(informed).not.toEqual([]);
          else expect(informed.filter(isAbout)).toEqual([]);
        }
      }),
      runs,
    );
  });

  it('what is merged is part of an alarm about the same pair, and nothing else is part of another', () => {
    fc.assert(
      fc.property(story, (one) => {
        const { alarms } = arrived(one);
        for (const { episode, withdrawn, into } of alarms.values()) {
          if (withdrawn === 'merged') expect(alarms.get(into!)?.episode.cause).toBe(episode.cause);
          else expect(into).toBeNull();
        }
      }),
      runs,
    );
  });

  it('restart: stopped anywhere and begun again from what JSON carries, it says the same under the same names', () => {
    fc.assert(
      fc.property(story, (one) => {
        // two that come of one event may be said in either order
        expect(arrived(one, one.restarts).alarms).toEqual(arrived(one).alarms);
      }),
      runs,
    );
  });

  it('are held to histories in which everything happens that they speak of', () => {
    const share = new Map<string, number>();
    let total = 0;
    fc.assert(
      fc.property(story, (one) => {
        total++;
        const happened = new Set<string>();
        for (const { late, withdrawn, reopened, episode } of arrived(one).alarms.values()) {
          happened.add(episode.kind);
          if (late && withdrawn === null) happened.add('late');
          if (withdrawn !== null) happened.add(withdrawn);
          if (episode.resolved) happened.add('resolved');
          if (reopened) happened.add('reopened');
        }
        for (const what of happened) share.set(what, (share.get(what) ?? 0) + 1);
      }),
      runs,
    );
    for (const what of ['rendezvous', 'late', 'merged', 'corrected', 'resolved', 'reopened'])
      expect((share.get(what) ?? 0) / total, what).toBeGreaterThanOrEqual(0.03);
  });
});
