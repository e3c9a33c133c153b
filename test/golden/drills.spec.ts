import { ALARM_KINDS, FOUND_KINDS, type AlarmKind } from '@haidang/domain';
import { describe, expect, it } from 'vitest';
import { loadScenario, parseScenario, scenarioDeliveries, type Drill } from '../../firmware-sim/src/index.js';
import { playOnEngine } from './play-on-engine.js';
import { country, type Story } from './story.js';

const drills = loadScenario('demo', country).drills!;

/** A drill alone, told to its end. */
function storyOf({ trucks }: Drill): Story {
  const told = trucks.flatMap(({ seals, apartKm, ...truck }) =>
    seals.map((seal, i) => ({ ...truck, seal, startKm: truck.startKm + i * apartKm })),
  );
  const scenario = parseScenario(
    { name: 'drill', about: 'One drill.', duration: drills.lasts, trucks: told },
    country,
  );
  return {
    start: Date.parse(scenario.start),
    duration: drills.lasts,
    spares: new Map(),
    routes: new Map(told.map(({ seal, route }) => [seal, route])),
    transits: new Map(told.map(({ seal, route, transit }) => [seal, { route, papers: transit }])),
    deliveries: scenarioDeliveries(scenario, country),
  };
}

describe('the drills of the demo', () => {
  it('show each kind of alarm, in ten minutes, on routes that say that their limits are shortened', () => {
    const shown = new Set(drills.stories.flatMap(({ kinds }) => kinds));
    const found: readonly AlarmKind[] = ALARM_KINDS.filter((kind) => !shown.has(kind));
    expect(new Set(found)).toEqual(FOUND_KINDS);
    expect(drills.firstRound).toBeLessThanOrEqual(600);
    for (const { route } of drills.stories.flatMap(({ trucks }) => trucks))
      expect(country.routes.get(route)!.name).toContain('diễn tập');
  });

  it.each(drills.stories)('raise $kinds and no other kind, soon and one after another', (drill) => {
    const alarms = playOnEngine(storyOf(drill));
    expect([...new Set(alarms.map(({ kind }) => kind))].sort()).toEqual([...drill.kinds].sort());
    expect(alarms.filter(({ late, withdrawn }) => late || withdrawn)).toEqual([]);
    expect(alarms).toHaveLength(drill.kinds.length);
  });
});
