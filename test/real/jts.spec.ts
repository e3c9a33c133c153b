import { shapeOfGeometry } from '@haidang/geo';
import { describeNeeding } from '@haidang/testkit';
import { expect, it } from 'vitest';
import { readJtsCases } from './jts-cases.js';
import { JTS, missing } from './shared-data.js';

describeNeeding(missing(JTS), "JTS's cases of an area and something else", () => {
  const cases = readJtsCases();

  it('are as many as there are', () => {
    expect([cases.length, cases.filter(({ places }) => places !== undefined).length]).toEqual([74, 11]);
  });

  it.each(cases.map((one) => [one.name, one] as const))('%s', (_, { area, points, arePoints, ...says }) => {
    const shape = shapeOfGeometry(area);
    const held = points.map(([lon, lat]) => shape.holds(lat, lon));
    const depths = points.map(([lon, lat]) => shape.depth(lat, lon));
    for (const [i, depth] of depths.entries()) expect(held[i]).toBe(depth >= 0);
    if (says.places !== undefined)
      expect({
        inside: depths.some((depth) => depth > 0),
        boundary: depths.some((depth) => depth === 0),
        outside: depths.some((depth) => depth < 0),
      }).toEqual(says.places);
    if (says.covered === true) expect(held).not.toContain(false);
    if (says.covered === false && arePoints) expect(held).toContain(false);
    if (says.meet === false) expect(held).not.toContain(true);
    if (says.meet === true && arePoints) expect(held).toContain(true);
  });
});
