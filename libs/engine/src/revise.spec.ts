import { sealEventBit, type AlarmChange, type Fix } from '@haidang/domain';
import { clockTime, fixEvents, fixOf, planOf, rectangle, resolved, spot } from '@haidang/testkit';
import { describe, expect, it } from 'vitest';
import {
  misjudgedSince,
  lastEvent,
  revise,
  startWatch,
  step,
  stepAll,
  type Standing,
  type WatchEvent,
} from './index.js';

const plan = planOf();
const start = startWatch('in_transit');
const at = (time: string, fault = false, east = 1_000): Fix =>
  fixOf(clockTime(time), spot(east, 0), { events: fault ? sealEventBit('motor_fault') : 0 });
const eventsOf = (fixes: readonly Fix[]): WatchEvent[] => fixEvents(fixes);

function standingAfter(events: readonly WatchEvent[]): Standing[] {
  const { changes } = stepAll(start, events, plan);
  const last = new Map(changes.map((change) => [change.key, change]));
  return [...last.values()].map((episode) => ({ episode, withdrawn: null }));
}
const again = (events: readonly WatchEvent[], standing: readonly Standing[], heardTo = '12:00') =>
  revise(start, events, plan, standing, clockTime(heardTo));
const withEpisode = ([one]: readonly Standing[], rest: Partial<AlarmChange>): Standing[] => [
  { episode: { ...one!.episode, ...rest }, withdrawn: null },
];

/** From 08:02 to 08:04. */
const told = eventsOf([at('08:02', true), at('08:03', true), at('08:04'), at('08:05')]);

describe('a watch folded again', () => {
  it('has nothing to say where nothing is new', () => {
    expect(again(told, standingAfter(told)).corrections).toEqual([]);
  });

  it.each<Partial<AlarmChange>>([
    { start: clockTime('08:02') - 1 },
    { end: clockTime('08:04') + 1 },
    { severity: 'major' },
    { resolved: true },
    { evidence: clockTime('08:02') - 1 },
    { settled: clockTime('08:05') - 1 },
    { place: { lat: 1, lon: spot(1_000, 0).lon } },
    { place: { lat: 0, lon: 1 } },
  ])('says what is not as it was told: %j', (rest) => {
    expect(again(told, withEpisode(standingAfter(told), rest)).corrections).toMatchObject([
      { kind: 'changed' },
    ]);
  });

  it('calls late what would have been said by the time it was folded to, that at the very time as well', () => {
    const lateAt = (heardTo: string) => again(told, [], heardTo).corrections;
    expect(lateAt('08:02')).toMatchObject([{ kind: 'raised', late: true }]);
    expect(lateAt('08:01:59.999')).toMatchObject([{ kind: 'raised', late: false }]);
  });

  it('withdraws what the events do not show: corrected, or merged into what covers it', () => {
    const quiet = eventsOf([at('08:02'), at('08:04')]);
    expect(again(quiet, standingAfter(told)).corrections).toMatchObject([
      { kind: 'withdrawn', ending: 'corrected', into: null },
    ]);
    const apart = eventsOf([at('08:02', true), at('08:03'), at('08:04'), at('08:20', true)]);
    const standing = standingAfter(apart);
    expect(standing).toHaveLength(2);
    const bridged = eventsOf([at('08:02', true), at('08:03'), at('08:07', true), at('08:20', true)]);
    const [first, second] = standing.map(({ episode }) => episode.key);
    expect(again(bridged, standing).corrections).toMatchObject([
      { kind: 'changed', episode: { key: first, end: null } },
      { kind: 'withdrawn', key: second, ending: 'merged', into: first },
    ]);
  });

  it('takes up again what it withdrew, under its name', () => {
    const gone = standingAfter(told).map((one): Standing => ({ ...one, withdrawn: 'corrected' }));
    const { corrections } = again(told, gone);
    expect(corrections).toMatchObject([{ kind: 'changed', episode: { key: gone[0]!.episode.key } }]);
  });

  it('lets no alarm of another kind or cause stand for one that is gone', () => {
    const [one] = standingAfter(told);
    const other: Standing = {
      withdrawn: null,
      episode: { ...one!.episode, key: 'x', kind: 'forbidden_zone', cause: 'F' },
    };
    const elsewhere: Standing = { withdrawn: null, episode: { ...other.episode, key: 'y', cause: 'G' } };
    expect(again(told, [one!, other, elsewhere]).corrections).toMatchObject([
      { kind: 'withdrawn', key: 'x', ending: 'corrected' },
      { kind: 'withdrawn', key: 'y', ending: 'corrected' },
    ]);
  });

  it('goes on under no name of another kind, though it begins at the same time', () => {
    const [one] = standingAfter(told);
    const other: Standing = { withdrawn: null, episode: { ...one!.episode, key: 'x', kind: 'jamming' } };
    expect(again(told, [other]).corrections).toMatchObject([
      { kind: 'raised', episode: { kind: 'motor_fault', key: one!.episode.key } },
      { kind: 'withdrawn', key: 'x', ending: 'corrected' },
    ]);
  });

  it('keeps the last state of each hour but the one that goes on', () => {
    const hours = eventsOf(['08:10', '08:50', '09:10', '10:20', '10:30'].map((time) => at(time)));
    const { milestones, state } = again(hours, []);
    expect(milestones.map((one) => lastEvent(one).time)).toEqual(['08:50', '09:10'].map(clockTime));
    expect(lastEvent(state).time).toBe(clockTime('10:30'));
  });

  it('goes on from a milestone as if it had begun at the beginning', () => {
    const hours = eventsOf([at('08:10', true), at('08:50', true), at('09:10', true)]);
    const standing = standingAfter(hours);
    const { keptTo, milestones } = again(hours, standing);
    expect(keptTo).toBe(-Infinity);
    const [base] = milestones;
    const act = resolved('motor_fault', '09:20', { seen: clockTime('09:10') });
    const { corrections } = revise(base!, [...hours.slice(2), act], plan, standing, clockTime('09:10'));
    expect(corrections).toMatchObject([
      { kind: 'changed', episode: { key: standing[0]!.episode.key, resolved: true } },
    ]);
    const same = revise(base!, hours.slice(2), plan, standing, clockTime('09:10'));
    expect(same.keptTo).toBe(clockTime('08:00'));
    expect(same.corrections).toEqual([]);
    expect(same.state).toEqual(hours.reduce((state, event) => step(state, event, plan).state, start));
  });
});

describe('an alarm that the base has let go of', () => {
  it('stands as it was, though it was said at the very time of the base', () => {
    const zoned = planOf({ zones: [rectangle('F', 10_000, -400, 12_000, 400)] });
    const drive = (time: string, east: number) => at(time, false, east);
    const visit = [drive('08:00', 9_000), drive('08:01', 9_500), drive('08:02', 10_500)];
    // out by 08:20, which the second fix out shows 20 min later: too long ago to resume
    const left = eventsOf([...visit, drive('08:20', 13_000), drive('08:40', 13_500)]);
    const { state, changes } = stepAll(start, left, zoned);
    expect(state.episodes).toEqual([]);
    const episode = changes.at(-1)!;
    expect(episode).toMatchObject({ end: clockTime('08:20'), settled: clockTime('08:40') });
    const next = eventsOf([drive('09:00', 14_000)]);
    const { corrections } = revise(state, next, zoned, [{ episode, withdrawn: null }], clockTime('09:00'));
    expect(corrections).toEqual([]);
  });
});

describe('a watch that was judged by a version since changed', () => {
  const second = planOf({ version: 2, from: clockTime('08:10'), before: plan });
  const third = planOf({ version: 3, from: clockTime('08:20'), before: second });
  const judged = (time: string, by = plan) => stepAll(start, eventsOf([at(time)]), by).state;
  const since = (time: string, newest = third) => misjudgedSince(judged(time), newest);

  it('is so since the first of them', () => {
    expect(since('08:25')).toBe(clockTime('08:10'));
    expect(since('08:20')).toBe(clockTime('08:10'));
    expect(since('08:10')).toBe(clockTime('08:10'));
    expect(misjudgedSince(judged('08:25', second), third)).toBe(clockTime('08:20'));
  });

  it('is not while nothing holds that it was not judged by', () => {
    expect(since('08:09:59.999')).toBeUndefined();
    expect(since('08:25', plan)).toBeUndefined();
    expect(misjudgedSince(judged('08:25', third), plan)).toBeUndefined();
    expect(misjudgedSince(start, third)).toBeUndefined();
  });
});
