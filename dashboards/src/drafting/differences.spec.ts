import { expect, it } from 'vitest';
import { differencesOf } from './differences.js';
import { newDraft, type RouteDraft, type ZoneDraft } from './draft.js';

const geometry = { type: 'Circle' as const, center: { lat: 20, lon: 106 }, radius: 10 };
const zone: ZoneDraft = { ...(newDraft('zones') as ZoneDraft), isNew: false, name: 'Kho', geometry };
const leg = { line: [], halfWidth: 500, stops: [], checkpoints: [] };
const route: RouteDraft = { ...(newDraft('routes') as RouteDraft), isNew: false, legs: [leg, leg] };

it('what a draft changes is told by its fields, whatever their order', () => {
  const turned = { radius: 10, center: { lon: 106, lat: 20 }, type: 'Circle' as const };
  expect(differencesOf(zone, { ...zone, geometry: turned, calendar: undefined })).toEqual([]);
  expect(differencesOf(zone, { ...zone, name: 'Bãi', geometry: { ...geometry, radius: 11 } })).toEqual([
    { what: 'name' },
    { what: 'shape' },
  ]);
});

it('what a draft changes of a route is told leg by leg, while there are as many', () => {
  const wider = { ...leg, halfWidth: 800, stops: ['S'] };
  expect(differencesOf(route, { ...route, legs: [leg, wider] })).toEqual([
    { what: 'width', leg: 2 },
    { what: 'stops', leg: 2 },
  ]);
  expect(differencesOf(route, { ...route, legs: [wider], rules: { stopAfter: 1_000 } })).toEqual([
    { what: 'limits' },
    { what: 'legs' },
  ]);
});
