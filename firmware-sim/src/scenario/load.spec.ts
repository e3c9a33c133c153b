import { describe, expect, it } from 'vitest';
import { loadCountry } from '../country.js';
import { BadScenario, loadScenario, parseScenario, scenarioNames } from './load.js';

const country = loadCountry();
const good = { name: 'x', about: 'A truck.', duration: 60, trucks: [{ route: 'CATLAI-MOCBAI' }] };

/** What is said of a scenario that is `good` but for some fields. */
function faultOf(changes: object): string {
  try {
    parseScenario({ ...good, ...changes }, country);
  } catch (error) {
    if (error instanceof BadScenario) return error.message;
    throw error;
  }
  return 'taken';
}

describe('a scenario', () => {
  it('of the folder can be played, whichever', () => {
    const names = scenarioNames();
    expect(names).toContain('demo');
    for (const name of names) expect(loadScenario(name, country).name).toBe(name);
  });

  it('fills in what is left out', () => {
    expect(parseScenario(good, country)).toMatchObject({
      interval: 10,
      seed: 1,
      trucks: [{ speed: 55, startKm: 0 }],
    });
  });

  it('has a transit that is sealed and departs before it, unless its acts are told', () => {
    const [truck] = parseScenario(good, country).trucks;
    expect(truck!.transit.acts).toEqual([
      { at: -60, step: 'seal' },
      { at: -60, step: 'depart' },
    ]);
    const wrong = { trucks: [{ route: 'CATLAI-MOCBAI', transit: { rules: { rejoyn: 1 } } }] };
    expect(faultOf(wrong)).toMatch(/trucks\[0\]\.transit\.rules/);
  });

  it('that is not there is refused with the list of those that are', () => {
    expect(() => loadScenario('nonsense', country)).toThrow(/no scenario "nonsense"; there are: .*demo/);
  });

  it.each([
    [{ trucks: [] }, /no trucks, no fleets and no port/],
    [{ duration: undefined }, /duration: wanted unless the scenario is endless/],
    [{ trucks: [{ route: 'HANOI-PARIS' }] }, /trucks\[0\]\.route: no route "HANOI-PARIS"/],
    [{ speling: 1 }, /Unrecognized key: "speling"/],
    [{ start: 'yesterday' }, /not an RFC 3339 date-time\n.*at start/],
  ])('with %j is refused with words', (changes, words) => {
    expect(faultOf(changes)).toMatch(words);
  });

  it('names the fault that is wrong', () => {
    const faults = [{ kind: 'stop', at: 5 }];
    expect(faultOf({ trucks: [{ route: 'CATLAI-MOCBAI', faults }] })).toMatch(
      /trucks\[0\]\.faults\[0\]\.duration/,
    );
    const visit = [{ kind: 'visit_zone', at: 5, zone: 'Z-MOON' }];
    expect(faultOf({ trucks: [{ route: 'CATLAI-MOCBAI', faults: visit }] })).toMatch(/no zone "Z-MOON"/);
  });
});
