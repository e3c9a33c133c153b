import type { DrawnPart } from '../shared/map/drawing.js';
import { describe, expect, it } from 'vitest';
import {
  changed,
  idOf,
  lackOf,
  newDraft,
  patchOf,
  undone,
  zoneDraft,
  type RouteDraft,
  type ZoneDraft,
} from './draft.js';
import { partsOf, withoutPart, withParts } from './parts.js';

const square = (west: number, south: number, side: number): [number, number][] => [
  [west, south],
  [west + side, south],
  [west + side, south + side],
  [west, south + side],
  [west, south],
];
const zone = (geometry: ZoneDraft['geometry']): ZoneDraft => ({
  ...(newDraft('zones') as ZoneDraft),
  name: 'Kho cũ',
  geometry,
});
const drawnRing = (id: string, ring: [number, number][]): DrawnPart => ({
  id,
  geometry: { type: 'Polygon', coordinates: [ring] },
});

describe('what the hand draws of a zone', () => {
  const outer = square(106, 20, 1);

  it('is one area, then several, each with its holes', () => {
    let draft = withParts(zone(null), [drawnRing('d1', outer)], { id: 'd1', as: 'area' });
    expect(draft).toMatchObject({ geometry: { type: 'Polygon', coordinates: [outer] } });
    draft = withParts(draft, [...partsOf(draft), drawnRing('d2', square(108, 20, 1))], {
      id: 'd2',
      as: 'area',
    });
    expect(draft).toMatchObject({ geometry: { type: 'MultiPolygon' } });
    const hole = square(108.2, 20.2, 0.1);
    draft = withParts(draft, [...partsOf(draft), drawnRing('d3', hole)], { id: 'd3', as: 'hole' });
    expect(draft).toMatchObject({ geometry: { coordinates: [[outer], [square(108, 20, 1), hole]] } });
    expect(partsOf(draft).map(({ id }) => id)).toEqual(['ring-0-0', 'ring-1-0', 'ring-1-1']);
    // what is only moved stays what it was
    expect(withParts(draft, partsOf(draft))).toEqual(draft);
    // a hole about nothing is none
    const beside = withParts(draft, [...partsOf(draft), drawnRing('d4', square(150, 0, 1))], {
      id: 'd4',
      as: 'hole',
    });
    expect(beside).toEqual(draft);
  });

  it('is a circle by its middle and its rim, and an area drawn takes its place', () => {
    const click: DrawnPart = { id: 'd1', geometry: { type: 'Point', coordinates: [106, 20] } };
    const draft = withParts(zone(null), [click], { id: 'd1', as: 'circle' });
    expect(draft).toMatchObject({
      geometry: { type: 'Circle', center: { lat: 20, lon: 106 }, radius: 1_000 },
    });
    const [center, rim] = partsOf(draft);
    // 0.01 degrees of latitude are 1,112 m
    const further: DrawnPart = { id: rim!.id, geometry: { type: 'Point', coordinates: [106, 20.01] } };
    expect(withParts(draft, [center!, further])).toMatchObject({ geometry: { radius: 1_112 } });
    const moved: DrawnPart = { id: center!.id, geometry: { type: 'Point', coordinates: [107, 20] } };
    expect(withParts(draft, [moved, rim!])).toMatchObject({
      geometry: { center: { lat: 20, lon: 107 }, radius: 1_000 },
    });
    const area = withParts(draft, [center!, rim!, drawnRing('d2', square(106, 20, 1))], {
      id: 'd2',
      as: 'area',
    });
    expect(area).toMatchObject({ geometry: { type: 'Polygon' } });
  });
});

it('a leg that is drawn follows the last one in its width, and one that is moved keeps its stops', () => {
  const line = (id: string, ...coordinates: [number, number][]): DrawnPart => ({
    id,
    geometry: { type: 'LineString', coordinates },
  });
  const leg = {
    line: [
      [106, 20],
      [107, 20],
    ] as [number, number][],
    halfWidth: 800,
    stops: ['Z'],
    checkpoints: [],
  };
  const route = { ...(newDraft('routes') as RouteDraft), legs: [leg] };
  const longer = withParts(route, [line('leg-0', [106, 20], [107, 21]), line('d1', [107, 21], [108, 21])], {
    id: 'd1',
    as: 'line',
  });
  expect(longer).toMatchObject({
    legs: [
      {
        ...leg,
        line: [
          [106, 20],
          [107, 21],
        ],
      },
      {
        halfWidth: 800,
        stops: [],
        checkpoints: [],
        line: [
          [107, 21],
          [108, 21],
        ],
      },
    ],
  });
});

describe('a draft', () => {
  it('lacks what the register would refuse, one thing after the other', () => {
    const geometry = { type: 'Circle' as const, center: { lat: 20, lon: 106 }, radius: 10 };
    expect(lackOf(zone(null))).toBe('shape');
    expect(lackOf({ ...zone(geometry), name: ' ' })).toBe('name');
    expect(lackOf({ ...zone(geometry), calendar: { offset: 420, spans: [] } })).toBe('spans');
    expect(lackOf({ ...zone(geometry), id: 'Kho cũ' })).toBe('id');
    expect(lackOf(zone(geometry))).toBeUndefined();
    const leg = { line: [], halfWidth: 800, stops: [], checkpoints: [] };
    const route = { ...(newDraft('routes') as RouteDraft), legs: [leg], from: 'A', to: 'B', name: 'R' };
    expect(lackOf(route)).toBeUndefined();
    expect(lackOf({ ...route, rules: { stopAfter: NaN } })).toBe('limit');
    expect(idOf({ id: '', name: 'Kho Đình Vũ, số 3' })).toBe('KHO-DINH-VU-SO-3');
  });

  it('takes away what it leaves out', () => {
    const known = zoneDraft({
      ...{
        id: 'Z',
        name: 'Z',
        kind: 'forbidden',
        geometry: { type: 'Circle', center: { lat: 0, lon: 0 }, radius: 1 },
      },
      calendar: { offset: 420, spans: [{ days: [0], from: 0, to: 60 }] },
    });
    expect(patchOf({ ...known, calendar: undefined })).toMatchObject({ calendar: null, facilityId: null });
    expect(patchOf({ ...known, kind: 'queue' }), 'a calendar is of forbidden zones').toMatchObject({
      calendar: null,
    });
    const route = newDraft('routes') as RouteDraft;
    expect(patchOf(route)).toMatchObject({ rules: null });
    expect(patchOf({ ...route, rules: { stopAfter: 60_000 } })).toMatchObject({
      rules: { stopAfter: 60_000, reverseBy: null },
    });
  });

  it('takes the time away from which a calendar holds, where there was one', () => {
    const calendar = { offset: 420, spans: [{ days: [0], from: 0, to: 60 }] };
    const since = '2026-12-01T00:00:00.000Z';
    const geometry = { type: 'Circle' as const, center: { lat: 0, lon: 0 }, radius: 1 };
    const known = zoneDraft({
      id: 'Z',
      name: 'Z',
      kind: 'forbidden',
      geometry,
      calendar: { ...calendar, since },
    });
    expect(patchOf(known)).toMatchObject({ calendar: { since } });
    expect(patchOf({ ...known, calendar })).toMatchObject({ calendar: { ...calendar, since: null } });
    expect(patchOf({ ...known, calendar: undefined })).toMatchObject({ calendar: null });
    const other = zoneDraft({ id: 'Z', name: 'Z', kind: 'forbidden', geometry, calendar });
    expect(patchOf(other)).toHaveProperty('calendar', calendar);
  });

  it('can be taken back step by step; a word typed is one step', () => {
    const start = newDraft('zones');
    let history = { now: start, past: [], field: undefined } as Parameters<typeof changed>[0];
    for (const name of ['K', 'Kh', 'Kho']) history = changed(history, { ...start, name }, 'name');
    history = changed(history, { ...history.now, kind: 'queue' } as ZoneDraft);
    expect(undone(history).now).toMatchObject({ name: 'Kho', kind: 'forbidden' });
    expect(undone(undone(history)).now).toEqual(start);
    expect(undone(undone(undone(history))).now).toEqual(start);
  });
});

describe('a part that is taken away', () => {
  const draft = zone({
    type: 'MultiPolygon',
    coordinates: [
      [square(106, 20, 1), square(106.1, 20.1, 0.1), square(106.5, 20.5, 0.1)],
      [square(108, 20, 1), square(108.1, 20.1, 0.1)],
    ],
  });

  it('is a hole, or an area with its holes', () => {
    expect(withoutPart(draft, 'ring-0-1')).toMatchObject({
      geometry: {
        coordinates: [
          [square(106, 20, 1), square(106.5, 20.5, 0.1)],
          [{}, {}],
        ],
      },
    });
    expect(withoutPart(draft, 'ring-0-0')).toMatchObject({
      geometry: { type: 'Polygon', coordinates: [square(108, 20, 1), square(108.1, 20.1, 0.1)] },
    });
    const one = withoutPart(draft, 'ring-1-0');
    expect(lackOf(withoutPart(one, 'ring-0-0'))).toBe('shape');
    expect(withoutPart(draft, 'ring-7-0')).toEqual(draft);
  });

  it('is a circle by its middle or its rim, and a leg', () => {
    const round = zone({ type: 'Circle', center: { lat: 20, lon: 106 }, radius: 10 });
    for (const { id } of partsOf(round)) expect(withoutPart(round, id)).toMatchObject({ geometry: null });
    const leg = { line: [], halfWidth: 800, stops: [], checkpoints: [] };
    const route = { ...(newDraft('routes') as RouteDraft), legs: [leg, { ...leg, halfWidth: 900 }] };
    expect(withoutPart(route, 'leg-0')).toMatchObject({ legs: [{ halfWidth: 900 }] });
    expect(withoutPart(route, 'leg-9')).toBe(route);
  });
});
