import { placeZone } from '@haidang/geo';
import { rectangle } from '@haidang/testkit';
import { expect, it } from 'vitest';
import { eachVisit } from './visits.js';

interface Visit {
  readonly zoneId: string;
}

const none: readonly Visit[] = [];
const [a, b, c]: Visit[] = ['A', 'B', 'C'].map((zoneId) => ({ zoneId }));
const near = (...ids: string[]) => ids.map((id) => placeZone(rectangle(id, 0, 0, 100, 100)));
const asItWas = (_: string, visit: Visit | undefined) => visit;

it('answers the very same visits where none changed', () => {
  const visits = [a!, b!];
  expect(eachVisit(visits, near('B', 'C'), none, asItWas)).toBe(visits);
  expect(eachVisit(none, near('C'), none, asItWas)).toBe(none);
});

it('leaves out what is no longer remembered, the last one too', () => {
  const without = (gone: Visit) =>
    eachVisit([a!, b!, c!], [], none, (_, visit) => (visit === gone ? undefined : visit));
  expect(without(a!)).toEqual([b, c]);
  expect(without(c!)).toEqual([a, b]);
  expect(eachVisit([a!], [], none, () => undefined)).toBe(none);
});

it('asks of those near, too, and keeps the order of the zones', () => {
  const visited = (zoneId: string, visit: Visit | undefined): Visit => visit ?? { zoneId };
  expect(eachVisit([c!], near('B', 'A', 'C'), none, visited)).toEqual([a, b, c]);
});
