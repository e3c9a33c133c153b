import { describe, expect, it } from 'vitest';
import { isContainerNumber } from '@haidang/domain';
import { loadCountry, middleOf } from '../country.js';
import type { DeviceFix } from '../device/device-fix.js';
import { distance } from '../motion/geometry.js';
import { loadScenario, parseScenario } from './load.js';
import { scenarioDeliveries, scenarioFixes } from './offline.js';
import { routeRoad, TripPlanner } from './planner.js';

const country = loadCountry();

function play(duration: number, faults: object[] = [], more: object = {}) {
  const truck = { seal: 'VN000101', route: 'LACHHUYEN-HUUNGHI', startKm: 100, speed: 60, faults };
  const scenario = { name: 'x', about: 'A truck.', seed: 7, duration, trucks: [truck], ...more };
  return scenarioDeliveries(parseScenario(scenario, country), country);
}

const road = routeRoad(country, 'LACHHUYEN-HUUNGHI');
const placeOf = ({ lat, lon }: DeviceFix) => ({ lat: lat!, lon: lon! });
const offRoute = (fix: DeviceFix) => road.nearest(placeOf(fix)).away;
const fixesOf = (deliveries: ReturnType<typeof play>) => deliveries.flatMap(({ fixes }) => fixes);

describe('a scenario played offline', () => {
  it('is the same every time, and another with another seed', () => {
    const scenario = loadScenario('off-route', country);
    expect(scenarioFixes(scenario)).toEqual(scenarioFixes(scenario));
    expect(scenarioFixes({ ...scenario, seed: 99 })).not.toEqual(scenarioFixes(scenario));
  });

  it('has literal times: one fix each interval from the start on', () => {
    const fixes = fixesOf(play(20, [], { start: '2026-11-22T08:00:00+07:00' }));
    expect(fixes.map(({ time }) => time)).toEqual([
      '2026-11-22T01:00:00.000Z',
      '2026-11-22T01:00:10.000Z',
      '2026-11-22T01:00:20.000Z',
    ]);
  });

  it('keeps a truck without faults on its road, at its speed', () => {
    const fixes = fixesOf(play(1_800));
    expect(Math.max(...fixes.map(offRoute))).toBeLessThan(30);
    const driven = road.nearest(placeOf(fixes.at(-1)!)).metres - 100_000;
    expect(driven / 1_000).toBeGreaterThan(24); // 30 km at 60 km/h, less the traffic
    expect(driven / 1_000).toBeLessThan(33);
  });

  it('takes a detour as far aside as told, and comes back', () => {
    const fixes = fixesOf(play(900, [{ kind: 'detour', at: 60, aside: 1_500, length: 6_000 }]));
    expect(Math.max(...fixes.map(offRoute))).toBeGreaterThan(1_300);
    expect(Math.max(...fixes.map(offRoute))).toBeLessThan(1_560);
    expect(offRoute(fixes.at(-1)!)).toBeLessThan(30);
  });

  it('enters the zone it is told to visit', () => {
    const zone = middleOf(country.zones.get('Z-CAM-KIMMON')!);
    const fixes = fixesOf(scenarioDeliveries(loadScenario('forbidden-zone', country), country));
    expect(Math.min(...fixes.map((fix) => distance(placeOf(fix), zone)))).toBeLessThan(120);
  });

  it('stands while it stops', () => {
    const fixes = fixesOf(play(400, [{ kind: 'stop', at: 100, duration: 200 }]));
    const standing = fixes.filter(({ seq }) => seq >= 14 && seq <= 30); // seconds 130 to 290
    expect(Math.max(...standing.map((fix) => distance(placeOf(fix), placeOf(standing[0]!))))).toBeLessThan(
      25,
    );
    expect(Math.max(...standing.map(({ speed }) => speed!))).toBeLessThan(3);
  });

  it('holds fixes in a gap and delivers them after it, oldest first, marked as held', () => {
    const deliveries = play(120, [{ kind: 'gap', at: 30, duration: 60 }]);
    expect(deliveries.map(({ fixes }) => fixes.map(({ seq }) => seq))).toEqual([
      [1],
      [2],
      [3],
      [4, 5, 6, 7, 8, 9, 10],
      [11],
      [12],
      [13],
    ]);
    const backlog = deliveries[3]!;
    expect(backlog.at).toBe(Date.UTC(2026, 10, 22, 1, 1, 30));
    expect(backlog.fixes.map(({ buffered }) => buffered ?? false)).toEqual([
      true,
      true,
      true,
      true,
      true,
      true,
      false,
    ]);
  });

  it('delivers a late backlog from the newest backwards, in its batches', () => {
    const deliveries = play(70, [{ kind: 'late_backlog', at: 20, duration: 40, batch: 3 }]);
    expect(deliveries.map(({ fixes }) => fixes.map(({ seq }) => seq))).toEqual([
      [1],
      [2],
      [7, 6, 5],
      [4, 3],
      [8],
    ]);
  });

  it('repeats what was acknowledged, word for word', () => {
    const fixes = fixesOf(play(50, [{ kind: 'repeats', at: 45, fixes: 2 }]));
    expect(fixes.map(({ seq }) => seq)).toEqual([1, 2, 3, 4, 5, 4, 5, 6]);
    expect(fixes[5]).toEqual(fixes[3]);
  });

  it('sends what it held back when its time comes, and the rest at once', () => {
    const deliveries = play(60, [{ kind: 'held', at: 20, duration: 20, late: 25 }]);
    expect(deliveries.map(({ fixes }) => fixes.map(({ seq }) => seq))).toEqual([
      [1],
      [2],
      [5],
      [3],
      [6],
      [4],
      [7],
    ]);
    expect(fixesOf(deliveries).filter(({ buffered }) => buffered === true)).toHaveLength(2);
  });

  it('records nothing while it is switched off', () => {
    const fixes = fixesOf(play(60, [{ kind: 'silent', at: 15, duration: 30 }]));
    expect(fixes.map(({ time }) => time.slice(17, 19))).toEqual(['00', '10', '45', '55']);
  });

  it('drives back as far as told, and on again', () => {
    const fixes = fixesOf(play(600, [{ kind: 'turn_back', at: 100, metres: 2_000 }]));
    const along = fixes.map((fix) => road.nearest(placeOf(fix)).metres);
    const furthest = along.findIndex((metres, i) => metres > along[i + 1]!);
    const back = along.slice(furthest).findIndex((metres, i, rest) => metres < rest[i + 1]!);
    expect(along[furthest]! - along[furthest + back]!).toBeGreaterThan(1_700);
    expect(along[furthest]! - along[furthest + back]!).toBeLessThan(2_030);
    expect(along.at(-1)!).toBeGreaterThan(along[furthest]!);
    expect(Math.max(...fixes.map(offRoute))).toBeLessThan(30);
  });

  it('jumps to one side when told which', () => {
    const fixes = fixesOf(play(60, [{ kind: 'jump', at: 20, duration: 30, metres: 5_000, towards: 0 }]));
    const lats = fixes.map(({ lat }) => lat!);
    expect(lats[2]! - lats[1]!).toBeGreaterThan(0.04);
    expect(Math.abs(lats[4]! - lats[2]!)).toBeLessThan(0.01);
  });

  it('moves no truck of the demo faster than 100 km/h by the times of its fixes', () => {
    const demo = { ...loadScenario('demo', country), duration: 240 };
    const seals = scenarioFixes(demo, country);
    expect(seals.length).toBeGreaterThanOrEqual(35);
    for (const { sealId, fixes } of seals) {
      const ordered = [...fixes].sort((a, b) => a.seq - b.seq);
      for (const [i, fix] of ordered.slice(1).entries()) {
        const seconds = (Date.parse(fix.time) - Date.parse(ordered[i]!.time)) / 1_000;
        const metres = distance(placeOf(fix), placeOf(ordered[i]!));
        expect(Math.max(0, metres - 15), `${sealId} seq ${fix.seq}`).toBeLessThanOrEqual(
          (100 / 3.6) * seconds,
        );
      }
    }
  });

  it('needs a duration', () => {
    expect(() => scenarioFixes(loadScenario('demo', country))).toThrow(/duration: wanted/);
  });
});

describe('the planner', () => {
  it('gives every trip of the demo a seal of its own and a valid container number', () => {
    const trips = new TripPlanner(loadScenario('demo', country), country).first();
    expect(new Set(trips.map(({ sealId }) => sealId)).size).toBe(trips.length);
    expect(new Set(trips.map(({ container }) => container)).size).toBe(trips.length);
    expect(trips.every(({ container }) => isContainerNumber(container))).toBe(true);
    expect(trips.every(({ plate }) => /^\d\d[A-Z]-\d{3}\.\d\d$/.test(plate))).toBe(true);
  });

  it('refuses more trucks than there are seals', () => {
    const fleets = [{ route: 'CATLAI-MOCBAI', count: 126 }];
    const scenario = parseScenario({ name: 'x', about: 'Many.', duration: 1, fleets }, country);
    expect(() => new TripPlanner(scenario, country).first()).toThrow(/more trucks than the 125 seals/);
  });
});
