import { failOnLeaks, startPlatform, type RunningPlatform } from '@haidang/testkit';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { GOLDEN } from './alarms.js';
import { playOnEngine } from './play-on-engine.js';
import { playOnPlatform } from './play-on-platform.js';
import { readStory } from './story.js';

failOnLeaks();

describe.each(GOLDEN)('the scenario $scenario', ({ scenario, fixes, alarms }) => {
  it('gives the engine the alarms written by hand', () => {
    const story = readStory(scenario);
    expect(story.deliveries.reduce((sum, delivery) => sum + delivery.fixes.length, 0)).toBe(fixes);
    expect(playOnEngine(story)).toEqual(alarms);
  });
});

describe('a whole platform', () => {
  let platform: RunningPlatform;
  beforeAll(async () => {
    platform = await startPlatform({ env: { HAIDANG_DEMO: '1' } });
  });
  afterAll(() => platform?.dispose());

  it.each(GOLDEN.filter(({ engineOnly }) => engineOnly !== true))(
    'raises the same alarms from $scenario over MQTT',
    async ({ scenario, alarms }) => {
      expect(await playOnPlatform(platform, scenario, readStory(scenario))).toEqual(alarms);
    },
  );
});
