import { Corridor, ZoneIndex } from '@haidang/geo';
import { describe, expect, it } from 'vitest';
import { compare } from './compare.js';
import { roads, zones } from './country.js';
import { askGeometry } from './geometry.js';
import { Libraries } from './libraries.js';
import { Results } from './results.js';
import { traffic } from './traffic.js';

describe('compare', () => {
  const legs = roads().slice(0, 8);
  const areas = zones(100);
  const arrivals = traffic(legs, 4);
  const corridors = legs.map((leg) => Corridor.of([leg]));
  const [answers, expected] = [new Results(arrivals.length), new Results(arrivals.length)];
  askGeometry(corridors, ZoneIndex.of(areas), arrivals, answers);
  new Libraries(legs, areas).ask(arrivals, expected);
  const difference = () => compare(answers, expected, arrivals, corridors, () => true);

  it('finds the geometry and the libraries of one mind', () => {
    expect(difference()).toMatchObject({ distances: 0, progresses: 0, zones: 0 });
  });

  it('sees one distance, one progress and one zone that are wrong', () => {
    answers.place(3, expected.distance[3]! + 0.2, expected.progress[3]!);
    answers.place(5, expected.distance[5]!, expected.progress[5]! + 3_000);
    answers.zone(7, 0, 'Z99');
    expect(difference()).toMatchObject({ distances: 1, progresses: 1, zones: 1 });
  });

  it('takes a missing answer for a wrong one', () => {
    answers.place(9, NaN, NaN);
    expect(difference()).toMatchObject({ distances: 2 });
  });
});
