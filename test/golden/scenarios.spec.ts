import { ALARM_KINDS, DAY, FOUND_KINDS, HOUR, parseInstant, SECOND } from '@haidang/domain';
import { failOnLeaks } from '@haidang/testkit';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { GOLDEN } from './alarms.js';
import { playOnEngine } from './play-on-engine.js';
import { playOnPlatform, unreadable } from './play-on-platform.js';
import { readStory } from './story.js';
import { startTold, type ToldPlatform } from './told-platform.js';

failOnLeaks();

describe('the engine', () => {
  it('has at least 25 stories to tell', () => {
    expect(new Set(GOLDEN.map(({ scenario }) => scenario)).size).toBeGreaterThanOrEqual(25);
  });

  it('has one for every kind of alarm that is its own, and for what becomes of one when more is known', () => {
    const told = GOLDEN.flatMap(({ alarms }) => alarms);
    expect(new Set(told.map(({ kind }) => kind))).toEqual(
      new Set(ALARM_KINDS.filter((kind) => !FOUND_KINDS.has(kind))),
    );
    expect(new Set(told.map(({ withdrawn }) => withdrawn))).toEqual(
      new Set([undefined, 'corrected', 'merged']),
    );
    expect(told.some(({ late }) => late)).toBe(true);
    expect(told.some(({ reopened }) => reopened)).toBe(true);
  });

  it.each(GOLDEN)('hears $fixes fixes in $scenario', ({ scenario, fixes }) => {
    expect(readStory(scenario).deliveries.reduce((sum, delivery) => sum + delivery.fixes.length, 0)).toBe(
      fixes,
    );
  });

  it.each(GOLDEN)('gives the alarms written by hand for $scenario', ({ scenario, alarms }) => {
    expect(playOnEngine(readStory(scenario))).toEqual(alarms);
  });
});

describe('a whole platform', () => {
  let platform: ToldPlatform;
  beforeAll(async () => {
    platform = await startTold(parseInstant('2026-11-22T00:00:00Z')! - HOUR, SECOND);
  });
  afterAll(() => platform?.dispose());

  it.each(GOLDEN.map((story, week) => ({ ...story, week })))(
    'raises the same alarms from $scenario over MQTT',
    async ({ scenario, alarms, week }) => {
      const played = await playOnPlatform(platform, scenario, readStory(scenario), alarms, week * 7 * DAY);
      expect(played).toEqual(alarms.map(unreadable));
    },
  );
});
