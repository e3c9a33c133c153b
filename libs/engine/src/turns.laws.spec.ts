import {
  ENDED_BY_OFFICER,
  TRANSIT_STATES,
  TRANSIT_STEPS,
  type AlarmChange,
  type Instant,
  type TransitState,
} from '@haidang/domain';
import {
  changedAt,
  CHANGES,
  HISTORY_PLAN as plan,
  NEW_ZONE,
  histories,
  lawRuns,
  reroutedAt,
  shortOrLong,
  turns,
  WatchLog,
  type History,
  type Turn,
} from '@haidang/testkit';
import fc from 'fast-check';
import { describe, expect, it, vi } from 'vitest';
import { compareEvents, startWatch, stepAll, type AttachEvent, type Plan, type WatchEvent } from './index.js';

vi.setConfig({ testTimeout: shortOrLong(120_000, 3_600_000) });

const everyTurn = (check: (history: History, turn: Turn) => void): void =>
  fc.assert(fc.property(histories, turns, check), { numRuns: lawRuns(500, 10_000) });

/** What a reader sees of an alarm, but for what it was named. */
const seen = ({ kind, cause, start, end, severity, place, resolved }: AlarmChange): string =>
  JSON.stringify({ kind, cause, start, end, severity, place, resolved });

function sortedRun(events: readonly WatchEvent[], by: Plan): string[] {
  const { changes } = stepAll(startWatch(), events, by);
  return [...new Map(changes.map((change) => [change.key, change])).values()].map(seen).sort();
}

/** What the platform knows in the end, having heard of the turn on the way. */
function arrived(
  { told, arrival, settleEvery, restartAt }: History,
  { known }: Turn,
  log: WatchLog,
  turned: (log: WatchLog, heard: readonly WatchEvent[]) => void,
): WatchLog {
  const turnsAt = Math.floor(known * (arrival.length - 1));
  const heard: WatchEvent[] = [];
  for (const [n, index] of arrival.entries()) {
    if (n === turnsAt) turned(log, heard);
    if (n === restartAt) log.restart();
    heard.push(told[index]!);
    log.arrive(told[index]!);
    if (n % settleEvery === 0) log.settle();
  }
  log.settle();
  return log;
}

/** How far the transit had come by then. */
function phaseAt(events: readonly WatchEvent[], time: Instant): TransitState {
  const states = events.flatMap((one) =>
    one.kind === 'step' && one.time <= time ? [TRANSIT_STEPS[one.step].to] : [],
  );
  return states.sort((a, b) => TRANSIT_STATES.indexOf(b) - TRANSIT_STATES.indexOf(a))[0] ?? 'registered';
}

describe('the laws, when something changes on the way', () => {
  it('a reroute at any time, heard of at any time: before it the old route judges, after it the new one', () => {
    everyTurn((history, turn) => {
      const rerouted = reroutedAt(turn.at);
      const log = arrived(history, turn, new WatchLog(plan), (one) => one.replan(rerouted, turn.at));
      expect(log.standing().map(seen).sort()).toEqual(sortedRun(history.events, rerouted));
    });
  });

  it('a zone, a calendar, numbers or deadlines changed at any time, heard of at any time: each has its own time', () => {
    everyTurn((history, turn) => {
      const changed = changedAt(turn.at, turn.change);
      const log = arrived(history, turn, new WatchLog(plan), (one) => one.replan(changed, turn.at));
      expect(log.standing().map(seen).sort()).toEqual(sortedRun(history.events, changed));
      for (const { cause, start, end } of log.standing()) {
        if (cause === NEW_ZONE.id) expect(start).toBeGreaterThanOrEqual(turn.at);
        if (cause === 'F' && turn.change === 'zone_withdrawn') expect(end).toBeLessThanOrEqual(turn.at);
      }
    });
  });

  it('a seal that was taken off: its watch is what happened until then, and nothing it said since', () => {
    everyTurn((history, turn) => {
      const log = arrived(history, turn, new WatchLog(plan), (one) => one.takeOff(turn.at));
      const own = history.events.filter(({ kind, time }) => time <= turn.at || kind === 'resolve');
      const events = inPlace(own, { kind: 'remove', time: turn.at });
      expect(log.standing().map(seen).sort()).toEqual(sortedRun(events, plan));
      for (const { kind, start, end } of log.standing()) {
        expect(start).toBeLessThanOrEqual(turn.at);
        if (!ENDED_BY_OFFICER.has(kind)) expect(end ?? Infinity).toBeLessThanOrEqual(turn.at);
      }
    });
  });

  it('a seal that was put on: its watch is what happened since then, in the phase that its transit had come to', () => {
    everyTurn((history, turn) => {
      const attach: AttachEvent = { kind: 'attach', time: turn.at, phase: phaseAt(history.events, turn.at) };
      const isOwn = ({ time }: WatchEvent) => time >= turn.at;
      const own: History = { ...history, told: history.told.map((one) => (isOwn(one) ? one : attach)) };
      const log = new WatchLog(plan);
      log.arrive(attach);
      log.settle();
      arrived(own, turn, log, () => undefined);
      expect(log.standing().map(seen).sort()).toEqual(
        sortedRun([attach, ...history.events.filter(isOwn)], plan),
      );
      for (const { kind, start } of log.standing())
        if (kind !== 'late_arrival' && kind !== 'late_departure')
          expect(start).toBeGreaterThanOrEqual(turn.at);
    });
  });

  it('are held to turns in which something changes', () => {
    const share = new Map<string, number>();
    let total = 0;
    everyTurn((history, turn) => {
      total++;
      const by = {
        straight: sortedRun(history.events, plan),
        rerouted: sortedRun(history.events, reroutedAt(turn.at)),
      };
      const log = arrived(history, turn, new WatchLog(plan), (one) => one.takeOff(turn.at));
      const happened = new Set<string>();
      if (JSON.stringify(by.straight) !== JSON.stringify(by.rerouted)) happened.add('rerouted');
      const changed = sortedRun(history.events, changedAt(turn.at, turn.change));
      if (JSON.stringify(by.straight) !== JSON.stringify(changed)) happened.add(turn.change);
      for (const { episode, withdrawn } of log.alarms.values()) {
        if (withdrawn !== null) happened.add('withdrawn');
        else if (episode.end === turn.at) happened.add('ended');
        else happened.add('stands');
      }
      for (const what of happened) share.set(what, (share.get(what) ?? 0) + 1);
    });
    for (const what of ['rerouted', 'withdrawn', 'ended', 'stands'])
      expect((share.get(what) ?? 0) / total, what).toBeGreaterThanOrEqual(0.05);
    // one in five has each of them
    for (const what of Object.keys(CHANGES))
      expect((share.get(what) ?? 0) / total, what).toBeGreaterThanOrEqual(0.03);
  });
});

function inPlace(events: readonly WatchEvent[], event: WatchEvent): WatchEvent[] {
  return [...events, event].sort(compareEvents);
}
