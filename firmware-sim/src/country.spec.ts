import { readFileSync } from 'node:fs';
import { DEFAULT_RULES, type Rules } from '@haidang/domain';
import { describe, expect, it } from 'vitest';
import { loadCountry, middleOf } from './country.js';
import { gatesOnRoute } from './live/gates-on-route.js';
import { distance } from './motion/geometry.js';
import { routeRoad } from './scenario/planner.js';

const country = loadCountry();
const drilled = [...country.routes.values()].filter(({ id }) => id.startsWith('DT-'));
const roads = [...country.routes.values()]
  .filter((route) => !drilled.includes(route))
  .map((route) => ({ route, road: routeRoad(country, route.id) }));

/** A topic level and a path segment. */
const SAFE = /^[A-Za-z0-9][A-Za-z0-9_.:-]{0,63}$/;

describe('the demo country', () => {
  it('has eight routes of at least 60 vertices, none a straight ruler', () => {
    expect(roads).toHaveLength(8);
    for (const { road } of roads) {
      expect(road.points.length).toBeGreaterThan(60);
      expect(road.length / distance(road.points[0]!, road.points.at(-1)!)).toBeGreaterThan(1.05);
    }
  });

  it('has routes for drills, each like another but that its limits are shortened and its name says so, in both languages', () => {
    expect(drilled.length).toBeGreaterThanOrEqual(5);
    for (const { id, name, legs, rules } of drilled) {
      expect(legs).toEqual(country.routes.get(id.slice('DT-'.length))!.legs);
      expect(name).toContain('(diễn tập, giới hạn rút ngắn)');
      for (const [key, limit] of Object.entries(rules!))
        expect(limit).toBeLessThan(DEFAULT_RULES[key as keyof Rules]);
    }
  });

  it('has corridors 300 to 800 m to each side', () => {
    for (const { route } of roads) {
      for (const { halfWidth } of route.legs) expect(halfWidth >= 300 && halfWidth <= 800).toBe(true);
    }
  });

  it('leads each route from a gate of its departure to a gate of its destination', () => {
    for (const { route, road } of roads) {
      const [out, into] = gatesOnRoute(country, route.id);
      expect(out!.at).toBeLessThan(1_000);
      expect(road.length - into!.at).toBeLessThan(1_000);
    }
  });

  it('permits stops only in zones that are on the route', () => {
    for (const { route, road } of roads) {
      for (const id of route.legs.flatMap(({ stops }) => stops)) {
        expect(road.nearest(middleOf(country.zones.get(id)!)).away, id).toBeLessThan(500);
      }
    }
  });

  it('has forbidden zones beside the routes: outside every corridor, within 3 km of one', () => {
    const forbidden = [...country.zones.values()].filter(({ kind }) => kind === 'forbidden');
    expect(forbidden.length).toBeGreaterThanOrEqual(5);
    for (const zone of forbidden) {
      if (zone.geometry.type !== 'Polygon') throw new Error(`${zone.id} is drawn as a polygon`);
      const corners = zone.geometry.coordinates[0]!.map(([lon, lat]) => ({ lat, lon }));
      for (const { route, road } of roads) {
        const nearest = Math.min(...corners.map((corner) => road.nearest(corner).away));
        expect(nearest, `${zone.id} and ${route.id}`).toBeGreaterThan(route.legs[0]!.halfWidth);
      }
      expect(Math.min(...roads.map(({ road }) => road.nearest(middleOf(zone)).away))).toBeLessThan(3_000);
    }
  });

  it('has ids that are safe in topics', () => {
    const ids = [
      ...country.routes.keys(),
      ...country.zones.keys(),
      ...country.sealIds,
      ...country.carrierIds,
    ];
    ids.push(...country.gates.map(({ id }) => id));
    expect(ids.filter((id) => !SAFE.test(id))).toEqual([]);
    expect(country.sealIds.length).toBeGreaterThanOrEqual(60);
  });
});

describe('the demo country’s holidays', () => {
  const file = new URL('../country/calendars.json', import.meta.url);
  const [calendar] = JSON.parse(readFileSync(file, 'utf8')) as [
    { holidays: { from: string; to: string }[]; extraDays: { date: string }[] },
  ];
  const isFree = (date: string) => calendar.holidays.some(({ from, to }) => from <= date && date <= to);
  const lunar = new Intl.DateTimeFormat('en-u-ca-chinese', {
    ...{ timeZone: 'Asia/Ho_Chi_Minh', month: 'numeric', day: 'numeric' },
  });
  /** Noon of a day of Vietnam. */
  const noon = (date: string) => new Date(`${date}T12:00:00+07:00`);
  const daysOf = (year: number) =>
    Array.from({ length: 365 }, (_, i) => new Date(Date.UTC(year, 0, 1 + i)).toISOString().slice(0, 10));
  /** A free day that falls on a weekend is made up for on the next one that is worked. */
  const next = (date: string): string => {
    const day = noon(date).getUTCDay();
    return day === 0 || day === 6 ? next(daysAfter(date, 1)) : date;
  };
  const daysAfter = (date: string, days: number) =>
    new Date(Date.parse(date) + days * 86_400_000).toISOString().slice(0, 10);

  it.each([2026, 2027])('has those of the Labour Code of %i, where the moon has them', (year) => {
    const lunarDay = (wanted: string) => daysOf(year).find((date) => lunar.format(noon(date)) === wanted)!;
    for (const day of ['01-01', '04-30', '05-01', '09-02'])
      expect(isFree(next(`${year}-${day}`)), day).toBe(true);
    expect(isFree(next(lunarDay('3/10')))).toBe(true);
    const tet = lunarDay('1/1');
    for (const after of [-1, 0, 1, 2, 3]) expect(isFree(next(daysAfter(tet, after))), tet).toBe(true);
  });

  it('has no extra day that is worked anyway', () => {
    for (const { date } of calendar.extraDays) expect([0, 6]).toContain(noon(date).getUTCDay());
  });
});
