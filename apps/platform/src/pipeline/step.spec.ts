import type { Fix } from '@haidang/domain';
import { lastEvent, startWatch, WatchShelf, type Plan } from '@haidang/engine';
import { clockTime, fixOf, planOf, spot } from '@haidang/testkit';
import { expect, it } from 'vitest';
import type { GateKnowledge } from '../gates/decide.js';
import { LastWords } from '../directory/last-words.js';
import { SealEntry } from '../directory/seal-entry.js';
import { Message, type FixUnit } from './message.js';
import { stepBatch } from './step.js';

const HOUR = 3_600_000;
const NOBODY: GateKnowledge = {
  gate: () => undefined,
  papersOf: () => ({ eligibilities: [], expected: [], stays: [] }),
  taskOfContainer: () => undefined,
  seal: () => undefined,
  hasCriticalAlarm: () => false,
  suggest: () => [],
};

function sealOn(plan: Plan, id = 'S1', key = 1): SealEntry {
  const entry = new SealEntry(
    { id, key, intervalMs: 30_000, organisationId: null },
    new WatchShelf(),
    new LastWords(),
  );
  const { transitId } = plan;
  const parties = { fromId: 'A', toId: 'B', carrierId: null, departedAt: 0 };
  const since = { since: 0, attachedIn: null, departed: 0 };
  entry.task = { transitId, container: 'CSQU3054383', routeId: 'R', ...since, plan, parties };
  entry.watch = startWatch('in_transit');
  return entry;
}

function unit(entry: SealEntry, fix: Fix): FixUnit {
  return { kind: 'fix', message: new Message('', Buffer.alloc(0), 0, null, () => undefined), entry, fix };
}

it('changes nothing outside itself, so that it can be done again', () => {
  const entry = sealOn(planOf());
  const seen = () => structuredClone({ last: entry.last, placed: entry.placed, watch: entry.watch });
  const before = seen();
  const units = [
    unit(entry, fixOf(clockTime('08:00'), spot(100, 0))),
    unit(entry, fixOf(clockTime('08:01'), spot(900, 0))),
  ];
  const first = stepBatch(units, NOBODY, clockTime('08:02'), 72 * HOUR);
  const second = stepBatch(units, NOBODY, clockTime('08:02'), 72 * HOUR);
  expect(seen()).toEqual(before);
  expect(second.next.get(entry)).toEqual(first.next.get(entry));
  expect(first.next.get(entry)!.last!.time).toBe(clockTime('08:01'));
});

it('stores what the engine fails on, says so, and goes on with the other seals', () => {
  const broken: Plan = {
    ...planOf(),
    get corridor(): never {
      throw new Error('a defect');
    },
  };
  const [bad, good] = [sealOn(broken), sealOn(planOf(), 'S2', 2)];
  // the second position makes the first believed, and only a believed one is measured against the corridor
  const units = [0, 1].flatMap((minute) => {
    const time = clockTime(`08:0${minute}`);
    return [unit(bad, fixOf(time, spot(100, 0))), unit(good, fixOf(time, spot(100, 0)))];
  });
  const stepped = stepBatch(units, NOBODY, clockTime('08:02'), 72 * HOUR);
  expect(stepped.failures).toMatchObject([{ sealId: 'S1', error: { message: 'a defect' } }]);
  expect(stepped.facts.fixes).toHaveLength(4);
  expect(lastEvent(stepped.next.get(good)!.watch!).time).toBe(clockTime('08:01'));
});

it('takes a batch of one seal in event time, whatever its order', () => {
  const entry = sealOn(planOf());
  const at = (minute: number) => fixOf(clockTime(`08:0${minute}`), spot(minute * 500, 0), { seq: minute });
  const shuffled = [3, 1, 2, 0].map((minute) => unit(entry, at(minute)));
  const stepped = stepBatch(shuffled, NOBODY, clockTime('08:05'), 72 * HOUR);
  expect(stepped.late).toEqual([]);
  expect(lastEvent(stepped.next.get(entry)!.watch!).seq).toBe(3);
});

it('tells of a seal whose fixes are too old to be judged that it is there, by the newest of them', () => {
  const [old, fresh] = [sealOn(planOf()), sealOn(planOf(), 'S2', 2)];
  const now = clockTime('08:02');
  const at = (entry: SealEntry, hours: number) => unit(entry, fixOf(now - hours * HOUR, spot(100, 0)));
  const units = [at(old, 73), at(old, 80), at(fresh, 73), at(fresh, 1)];
  const { tooOld, heard } = stepBatch(units, NOBODY, now, 72 * HOUR);
  expect([...tooOld].map(([{ id }, fix]) => [id, (now - fix.time) / HOUR])).toEqual([
    ['S1', 73],
    ['S2', 73],
  ]);
  expect([...heard.keys()].map(({ id }) => id)).toEqual(['S2']);
});

it('counts the positions that nothing agreed with', () => {
  const entry = sealOn(planOf());
  const at = (time: string, east: number) => unit(entry, fixOf(clockTime(time), spot(east, 0)));
  const drive = [at('08:00', 100), at('08:01', 900), at('08:02', 300_000), at('08:03', 2_500)];
  expect(stepBatch(drive, NOBODY, clockTime('08:04'), 72 * HOUR).outliers).toBe(1);
  expect(stepBatch(drive.slice(0, 2), NOBODY, clockTime('08:04'), 72 * HOUR).outliers).toBe(0);
});
