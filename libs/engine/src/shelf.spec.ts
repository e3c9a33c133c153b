import { clockTime, fixEvents, fixOf, legAlong, planOf, spot, watchFixes } from '@haidang/testkit';
import { describe, expect, it } from 'vitest';
import { placeOnRoute, startWatch, step, stepAll, trackOf, WatchShelf, type WatchState } from './index.js';
import { REVERSE } from './numbers.js';
import { RULE_NAMES, RULES, type RuleName } from './rules/index.js';
import type { Sighting } from './track.js';

const plan = planOf();

/** A seal that drives east, some 800 m a minute. */
const driving = (minutes: number): WatchState =>
  watchFixes(
    Array.from({ length: minutes }, (_, i) =>
      fixOf(clockTime('08:00') + i * 60_000, spot(i * 800, 0), { seq: i }),
    ),
    plan,
  ).state;

/** The positions without what else their fixes said. */
function sighted(state: WatchState): WatchState {
  const bare = ({ time, lat, lon, accuracy }: Sighting): Sighting => ({ time, lat, lon, accuracy });
  return { ...state, doubted: state.doubted.map(bare) };
}

it('holds nothing where nothing was laid, and where nothing was laid again', () => {
  const shelf = new WatchShelf();
  expect(shelf.take(3)).toBeNull();
  shelf.lay(3, driving(5));
  expect(shelf.take(2)).toBeNull();
  shelf.lay(3, null);
  expect(shelf.take(3)).toBeNull();
});

it('gives back what was laid, each in its place, pages apart', () => {
  const shelf = new WatchShelf();
  const states = new Map([
    [0, startWatch()],
    [1, driving(1)],
    [2, driving(2)],
    [255, driving(7)],
    [256, startWatch('sealed')],
    [70_000, driving(30)],
  ]);
  for (const [place, state] of states) shelf.lay(place, state);
  for (const [place, state] of states) expect(shelf.take(place)).toEqual(sighted(state));
});

it('gives the start of a memory back as the very object that all share', () => {
  const shelf = new WatchShelf();
  shelf.lay(0, startWatch());
  expect(shelf.take(0)!.rules.every((memory, i) => memory === startWatch().rules[i])).toBe(true);
});

it('keeps what is no row of numbers as it is: an episode, doubted positions, a fix back behind the furthest, somewhere left', () => {
  const shelf = new WatchShelf();
  let state = driving(10);
  const at = (minute: number, east: number, north: number) =>
    fixEvents([fixOf(clockTime('08:00') + minute * 60_000, spot(east, north), { seq: minute })])[0]!;
  // aside, until it is off its route; then back by a little; then far away, which is doubted
  const way = [at(10, 7_500, 3_000), at(11, 8_000, 3_000), at(12, 8_500, 3_000), at(13, 9_000, 3_000)];
  const back = [at(20, 9_500, 0), at(21, 10_000, 0), at(22, 9_950, 0), at(23, 400_000, 0)];
  for (const event of [...way, ...back]) {
    shelf.lay(0, state);
    ({ state } = step(shelf.take(0)!, event, plan));
    shelf.lay(0, state);
    expect(shelf.take(0)).toEqual(sighted(state));
  }
  expect(state.episodes).toMatchObject([{ kind: 'off_route' }]);
  expect(state.doubted).toHaveLength(1);
  expect(state.numbers[REVERSE + 3]).toBe(clockTime('08:22'));
  expect(shelf.take(0)).toEqual(sighted(stepAll(driving(10), [...way, ...back], plan).state));
});

it('forgets what was odd when it is no more', () => {
  const shelf = new WatchShelf();
  const quiet = driving(10);
  const odd = { ...quiet, doubted: [trackOf(quiet).last!] };
  shelf.lay(0, odd);
  expect(shelf.take(0)!.doubted).toHaveLength(1);
  shelf.lay(0, quiet);
  expect(shelf.take(0)).toEqual(sighted(quiet));
});

it('keeps positions in doubt, one or several, until they are no more', () => {
  const shelf = new WatchShelf();
  const quiet = driving(5);
  const last = trackOf(quiet).last!;
  for (const doubted of [[last], [last, { ...last, time: last.time + 1_000 }], [last], []]) {
    shelf.lay(0, { ...quiet, doubted });
    const kept = shelf.take(0)!.doubted;
    expect(kept).toMatchObject(doubted.map(({ time, lat }) => ({ time, lat })));
    // one alone is a row of numbers
    expect(kept[0] === last).toBe(doubted.length > 1);
  }
});

it('keeps the leg that it is on', () => {
  const shelf = new WatchShelf();
  const legs = [legAlong(0, 2_000, 500), legAlong(2_000, 100_000, 300)];
  const fixes = [0, 1, 2, 3, 4].map((minute) =>
    fixOf(clockTime('08:00') + minute * 60_000, spot(minute * 800, 0), { seq: minute }),
  );
  const { state } = watchFixes(fixes, planOf({ legs }));
  expect(placeOnRoute(state)).toMatchObject({ leg: 1, halfWidth: 300 });
  shelf.lay(0, state);
  expect(shelf.take(0)).toEqual(sighted(state));
});

describe('a memory that its row of numbers cannot tell', () => {
  const time = clockTime('08:00');
  const stay = { entered: { time, lat: 0, lon: 105 }, left: null };
  const { journey, jamming } = RULES;
  const odd: readonly (readonly [what: string, rule: RuleName, memory: unknown])[] = [
    ['standing in its origin', 'journey', { ...journey.start, atOrigin: stay }],
    ['standing in its destination', 'journey', { ...journey.start, atDestination: stay }],
    ['having arrived', 'journey', { ...journey.start, arrivedAt: time }],
    ['a checkpoint', 'journey', { ...journey.start, passed: [{ zoneId: 'K1', time }] }],
    ['no satellites', 'jamming', { ...jamming.start, dark: { since: time, last: time } }],
    ['a normal fix of a jammed seal', 'jamming', { ...jamming.start, normal: { since: time, fixes: 1 } }],
  ];

  it.each(odd)('is kept as it is: %s', (_, rule, memory) => {
    const index = RULE_NAMES.indexOf(rule);
    const state = driving(5);
    const shelf = new WatchShelf();
    shelf.lay(0, { ...state, rules: state.rules.with(index, memory) });
    expect(shelf.take(0)!.rules[index]).toEqual(memory);
  });
});
