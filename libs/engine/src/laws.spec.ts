import { MINUTE, type AlarmChange } from '@haidang/domain';
import {
  HISTORY_PLAN as plan,
  histories,
  lawRuns,
  shortOrLong,
  WatchLog,
  type History,
} from '@haidang/testkit';
import fc from 'fast-check';
import { describe, expect, it, vi } from 'vitest';
import {
  compareEvents,
  startWatch,
  stepAll,
  WatchShelf,
  type ResolveEvent,
  type WatchEvent,
  type WatchState,
} from './index.js';

vi.setConfig({ testTimeout: shortOrLong(60_000, 3_600_000) });

const everyHistory = (check: (history: History) => void): void =>
  fc.assert(fc.property(histories, check), { numRuns: lawRuns(500, 10_000) });

/** What a reader sees of an alarm, but for what it was named. */
const seen = ({ kind, cause, start, end, severity, place, resolved }: AlarmChange): string =>
  JSON.stringify({ kind, cause, start, end, severity, place, resolved });

function sortedRun({ events }: History): string[] {
  const { changes } = stepAll(startWatch(), events, plan);
  return [...new Map(changes.map((change) => [change.key, change])).values()].map(seen).sort();
}

/** What the platform knows after the last arrival; `restarted`: it was stopped and started on the way. */
function arrived({ told, arrival, settleEvery, restartAt }: History, restarted = false): WatchLog {
  const log = new WatchLog(plan);
  for (const [n, index] of arrival.entries()) {
    if (restarted && n === restartAt) log.restart();
    log.arrive(told[index]!);
    if (n % settleEvery === 0) log.settle();
  }
  log.settle();
  return log;
}

/** As it is kept between events. */
function offShelf(state: WatchState): WatchState {
  const shelf = new WatchShelf();
  shelf.lay(0, state);
  return shelf.take(0)!;
}

const causeOf = ({ kind, cause }: AlarmChange): string => `${kind}/${cause}`;

describe('the laws', () => {
  it('order does not matter: any arrival ends in the alarms of the sorted run', () => {
    everyHistory((history) => {
      expect(arrived(history).standing().map(seen).sort()).toEqual(sortedRun(history));
    });
  });

  it('ticks change nothing: what happens by the clock is the same whenever time is told', () => {
    const ticks = fc.array(fc.integer({ min: 0, max: 150 * MINUTE }), { maxLength: 12 });
    fc.assert(
      fc.property(histories, ticks, (history, after) => {
        const told = after.map((one): WatchEvent => ({ kind: 'tick', time: history.events[0]!.time + one }));
        const events = [...history.events, ...told].sort(compareEvents);
        const apart = events.filter((one, i) => i === 0 || compareEvents(events[i - 1]!, one) < 0);
        // an alarm that nothing can join any more is let go of: an act on it changes nothing, and is not remembered
        const alarmsOf = (all: readonly WatchEvent[]) =>
          sortedRun({ ...history, events: all }).map((one) => one.replace(/"resolved":\w+/, ''));
        expect(alarmsOf(apart)).toEqual(alarmsOf(history.events));
      }),
      { numRuns: lawRuns(500, 10_000) },
    );
  });

  it('the memory in the end is that of the sorted run, but for the names of alarms', () => {
    everyHistory((history) => {
      const state = offShelf(stepAll(startWatch(), history.events, plan).state);
      const unnamed = (one: typeof state) => ({ ...one, episodes: one.episodes.map(seen) });
      expect(unnamed(arrived(history).state)).toEqual(unnamed(state));
    });
  });

  it('once: no two alarms of one cause at a time, nor within the time to rejoin, and an id is never given twice', () => {
    everyHistory((history) => {
      const alarms = arrived(history).standing();
      for (const one of new Set(alarms.map(causeOf))) {
        const inOrder = alarms.filter((alarm) => causeOf(alarm) === one).sort((a, b) => a.start - b.start);
        for (const [i, later] of inOrder.slice(1).entries()) {
          const earlier = inOrder[i]!;
          if (earlier.resolved) expect(later.start).toBeGreaterThanOrEqual(earlier.start);
          else expect(later.start - earlier.end!).toBeGreaterThan(plan.rules.rejoin);
        }
      }
    });
  });

  it('people: what is resolved was resolved by somebody who had seen all of it, and such an act holds', () => {
    everyHistory((history) => {
      const alarms = arrived(history).standing();
      const acts = history.events.filter((one): one is ResolveEvent => one.kind === 'resolve');
      for (const alarm of alarms) {
        const about = acts.filter((act) => act.alarm === alarm.kind && act.cause === alarm.cause);
        const informed = about.filter((act) => act.seen >= alarm.evidence);
        if (alarm.resolved) expect(informed).not.toEqual([]);
        const isNewest = (act: ResolveEvent) =>
          alarms.every(
            (one) => causeOf(one) !== causeOf(alarm) || one.start <= alarm.start || one.start > act.time,
          );
        const kept = plan.rules.rejoin + plan.rules.maxGap;
        const holds = (act: ResolveEvent) =>
          act.time > alarm.settled && isNewest(act) && (alarm.end === null || act.time - alarm.end <= kept);
        if (!alarm.resolved) expect(informed.filter(holds)).toEqual([]);
      }
    });
  });

  it('restart: stopped anywhere and begun again from what JSON carries, it says the same under the same names', () => {
    everyHistory((history) => {
      const [straight, restarted] = [arrived(history), arrived(history, true)];
      expect([...restarted.alarms]).toEqual([...straight.alarms]);
      expect(restarted.state).toEqual(straight.state);
    });
  });

  it('a history read again from its log gives the same alarms under the same names', () => {
    everyHistory((history) => {
      const log = arrived(history);
      const before = [...log.alarms];
      log.refold();
      expect([...log.alarms]).toEqual(before);
    });
  });

  it('are held to histories in which everything happens that they speak of', () => {
    const share = new Map<string, number>();
    let total = 0;
    everyHistory((history) => {
      total++;
      const happened = new Set<string>();
      if (history.told.length > history.events.length) happened.add('contested');
      for (const { episode, late, withdrawn, reopened } of arrived(history).alarms.values()) {
        happened.add(episode.kind);
        if (late && withdrawn === null) happened.add('late');
        if (withdrawn !== null) happened.add(withdrawn);
        if (episode.resolved) happened.add('resolved');
        if (reopened) happened.add('reopened');
      }
      for (const what of happened) share.set(what, (share.get(what) ?? 0) + 1);
    });
    const wanted = [
      'late',
      'merged',
      'reopened',
      'corrected',
      'resolved',
      'contested',
      'off_route',
      'reverse_direction',
      'unscheduled_stop',
      'unarmed_movement',
      'wrong_destination',
      'forbidden_zone',
      'position_jump',
      'jamming',
      'seal_tampered',
      'unauthorised_unlock',
      'unlock_attempt',
      'low_battery',
      'motor_fault',
      'late_departure',
      'late_arrival',
    ];
    for (const what of wanted) expect((share.get(what) ?? 0) / total, what).toBeGreaterThanOrEqual(0.03);
  });
});
