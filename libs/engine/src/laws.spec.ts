import type { AlarmChange } from '@haidang/domain';
import { HISTORY_PLAN as plan, histories, shortOrLong, WatchLog, type History } from '@haidang/testkit';
import fc from 'fast-check';
import { describe, expect, it, vi } from 'vitest';
import { startWatch, stepAll } from './index.js';

vi.setConfig({ testTimeout: shortOrLong(60_000, 1_800_000) });

const everyHistory = (check: (history: History) => void): void =>
  fc.assert(fc.property(histories, check), { numRuns: shortOrLong(500, 10_000) });

/** What a reader sees of an alarm, and what it was named. */
const seen = ({ kind, cause, start, end, severity, place, resolved }: AlarmChange): string =>
  JSON.stringify({ kind, cause, start, end, severity, place, resolved });

function sortedRun({ events }: History): string[] {
  const { changes } = stepAll(startWatch(), events, plan);
  return [...new Map(changes.map((change) => [change.key, change])).values()].map(seen).sort();
}

function arrived({ events, arrival, settleEvery }: History): WatchLog {
  const log = new WatchLog(plan);
  for (const [n, index] of arrival.entries()) {
    log.arrive(events[index]!);
    if (n % settleEvery === 0) log.settle();
  }
  log.settle();
  return log;
}

describe('the laws', () => {
  it('order does not matter: any arrival ends in the alarms of the sorted run', () => {
    everyHistory((history) => {
      expect(arrived(history).standing().map(seen).sort()).toEqual(sortedRun(history));
    });
  });

  it('the memory in the end is that of the sorted run, but for the names of alarms', () => {
    everyHistory((history) => {
      const { state } = stepAll(startWatch(), history.events, plan);
      const unnamed = (one: typeof state) => ({ ...one, episodes: one.episodes.map(seen) });
      expect(unnamed(arrived(history).state)).toEqual(unnamed(state));
    });
  });

  it('once: no two alarms of one cause at a time, and an id is never given twice', () => {
    everyHistory((history) => {
      const alarms = arrived(history).standing();
      const causeOf = ({ kind, cause }: AlarmChange): string => `${kind}/${cause}`;
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
      const alarms = [...arrived(history).alarms.values()];
      const happened = new Set<string>(alarms.map(({ episode }) => episode.kind));
      if (alarms.some(({ late, withdrawn }) => late && withdrawn === null)) happened.add('late');
      for (const { withdrawn, episode } of alarms) {
        if (withdrawn !== null) happened.add(withdrawn);
        if (episode.resolved) happened.add('resolved');
      }
      for (const what of happened) share.set(what, (share.get(what) ?? 0) + 1);
    });
    const wanted = [
      'late',
      'merged',
      'corrected',
      'resolved',
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
