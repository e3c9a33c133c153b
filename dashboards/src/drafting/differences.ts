import type { Draft, LegDraft, RouteDraft, ZoneDraft } from './draft.js';

export interface Difference {
  readonly what:
    ZoneDifference | 'from' | 'to' | 'limits' | 'legs' | 'way' | 'width' | 'stops' | 'checkpoints';
  /** Of one leg, counted from 1. */
  readonly leg?: number;
}
type ZoneDifference = 'name' | 'kind' | 'facility' | 'calendar' | 'shape';

/** What a draft would change of the register. */
export function differencesOf(before: Draft, now: Draft): Difference[] {
  const fields = (pairs: readonly [Difference['what'], unknown, unknown][]) =>
    pairs.filter(([, a, b]) => !isSame(a, b)).map(([what]): Difference => ({ what }));
  if (before.what === 'zones' && now.what === 'zones') return fields(ofZones(before, now));
  if (before.what === 'zones' || now.what === 'zones') return [];
  return [
    ...fields([
      ['name', before.name, now.name],
      ['from', before.from, now.from],
      ['to', before.to, now.to],
      ['limits', before.rules ?? {}, now.rules ?? {}],
      ['legs', before.legs.length, now.legs.length],
    ]),
    ...(before.legs.length === now.legs.length ? ofLegs(before, now) : []),
  ];
}

function ofZones(before: ZoneDraft, now: ZoneDraft): [Difference['what'], unknown, unknown][] {
  return [
    ['name', before.name, now.name],
    ['kind', before.kind, now.kind],
    ['facility', before.facilityId, now.facilityId],
    ['calendar', before.calendar, now.calendar],
    ['shape', before.geometry, now.geometry],
  ];
}

function ofLegs(before: RouteDraft, now: RouteDraft): Difference[] {
  const pairs: [Difference['what'], keyof LegDraft][] = [
    ['way', 'line'],
    ['width', 'halfWidth'],
    ['stops', 'stops'],
    ['checkpoints', 'checkpoints'],
  ];
  return now.legs.flatMap((leg, i) =>
    pairs
      .filter(([, field]) => !isSame(leg[field], before.legs[i]![field]))
      .map(([what]) => ({ what, leg: i + 1 })),
  );
}

/** Whatever the order in which their fields stand. */
function isSame(a: unknown, b: unknown): boolean {
  return inOrder(a) === inOrder(b);
}

function inOrder(value: unknown): string | undefined {
  return JSON.stringify(value, (_, part: unknown) =>
    typeof part === 'object' && part !== null && !Array.isArray(part)
      ? Object.fromEntries(Object.entries(part).toSorted(([a], [b]) => (a < b ? -1 : 1)))
      : part,
  );
}
