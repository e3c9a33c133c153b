import type { Route, Zone } from '@haidang/contract';
import type { GeoPosition } from '@haidang/domain';
import type { Drawn } from './address.js';
import { LIMITS, wrongLimit } from './limits.js';

/** A zone as somebody is drawing it. */
export interface ZoneDraft {
  readonly what: 'zones';
  readonly isNew: boolean;
  readonly id: string;
  readonly name: string;
  readonly kind: Zone['kind'];
  readonly facilityId: string;
  readonly calendar: Zone['calendar'];
  /** The register has a time from which its calendar holds: it is taken away by name. */
  readonly hadSince: boolean;
  readonly geometry: Zone['geometry'] | null;
}

export interface LegDraft {
  readonly line: readonly GeoPosition[];
  readonly halfWidth: number;
  readonly stops: readonly string[];
  readonly checkpoints: readonly string[];
}

/** A route as somebody is drawing it. */
export interface RouteDraft {
  readonly what: 'routes';
  readonly isNew: boolean;
  readonly id: string;
  readonly name: string;
  readonly from: string;
  readonly to: string;
  readonly legs: readonly LegDraft[];
  /** Limits of its own; undefined: the platform's. */
  readonly rules: Route['rules'];
}

export type Draft = ZoneDraft | RouteDraft;

/** Metres to either side of a leg that nobody has said otherwise of. */
export const USUAL_HALF_WIDTH = 500;

export function newDraft(what: Drawn): Draft {
  if (what === 'routes')
    return { what, isNew: true, id: '', name: '', from: '', to: '', legs: [], rules: undefined };
  const kind = 'forbidden' as const;
  return {
    ...{ what, isNew: true, id: '', name: '', kind, facilityId: '', calendar: undefined, hadSince: false },
    geometry: null,
  };
}

export function zoneDraft({ id, name, kind, geometry, calendar, facilityId = '' }: Zone): ZoneDraft {
  const hadSince = calendar?.since !== undefined;
  return { what: 'zones', isNew: false, id, name, kind, geometry, calendar, hadSince, facilityId };
}

export function routeDraft({ id, name, from, to, legs, rules }: Route): RouteDraft {
  const drawn = legs.map(({ line, halfWidth, stops, checkpoints }) => ({
    ...{ line: line.coordinates, halfWidth, stops, checkpoints },
  }));
  return { what: 'routes', isNew: false, id, name, from, to, legs: drawn, rules };
}

/** The id of a draft: a new one may leave it to its name, of which then the letters and digits are left. */
export function idOf({ id, name }: Pick<Draft, 'id' | 'name'>): string {
  if (id.trim() !== '') return id.trim();
  const plain = name.replace(/[đĐ]/g, 'D').normalize('NFD').replace(/\p{M}/gu, '');
  return plain
    .toUpperCase()
    .replace(/[^A-Z0-9]+/g, '-')
    .replace(/^-|-$/g, '')
    .slice(0, 64);
}

/** What is still to be done before a draft can be tried, and then saved. */
export const DRAFT_LACKS = ['shape', 'leg', 'halfWidth', 'ends', 'limit', 'name', 'id', 'spans'] as const;
export type DraftLack = (typeof DRAFT_LACKS)[number];

const ID = /^[A-Za-z0-9][A-Za-z0-9_.:-]{0,63}$/;

/** The first of what lacks. */
export function lackOf(draft: Draft): DraftLack | undefined {
  if (draft.what === 'zones') {
    if (draft.geometry === null) return 'shape';
    if (draft.calendar?.spans.some(({ days }) => days.length === 0) === true) return 'spans';
    if (draft.calendar?.spans.length === 0) return 'spans';
  } else {
    if (draft.legs.length === 0) return 'leg';
    if (draft.legs.some(({ halfWidth }) => !(halfWidth > 0 && halfWidth <= 100_000))) return 'halfWidth';
    if (draft.from === '' || draft.to === '') return 'ends';
    if (wrongLimit(draft.rules) !== undefined) return 'limit';
  }
  if (draft.name.trim() === '') return 'name';
  return ID.test(idOf(draft)) ? undefined : 'id';
}

/** A draft can be tried before a name is thought of. @param name that it has meanwhile */
export function named(draft: Draft, name: string): Draft {
  const called = { ...draft, name: draft.name.trim() === '' ? name : draft.name };
  return ID.test(idOf(called)) ? called : { ...called, id: 'DRAFT' };
}

/** As the register takes it. The draft lacks nothing. */
export function zoneOf(draft: ZoneDraft): Zone {
  const { name, kind, geometry, calendar, facilityId } = draft;
  return {
    ...{ id: idOf(draft), name: name.trim(), kind, geometry: geometry! },
    ...(calendar !== undefined && kind === 'forbidden' && { calendar }),
    ...(facilityId !== '' && { facilityId }),
  };
}

export function routeOf(draft: RouteDraft): Route {
  const { name, from, to, legs, rules } = draft;
  return {
    ...{ id: idOf(draft), name: name.trim(), from, to },
    legs: legs.map(({ line, halfWidth, stops, checkpoints }) => ({
      line: { type: 'LineString', coordinates: line.map(([lon, lat]): [number, number] => [lon, lat]) },
      ...{ halfWidth, stops: [...stops], checkpoints: [...checkpoints] },
    })),
    ...(rules !== undefined && { rules }),
  };
}

/** As a merge patch (RFC 7396): what a draft leaves out is taken away. */
export function patchOf(draft: Draft): object {
  if (draft.what === 'zones') {
    const { calendar = null, ...rest } = zoneOf(draft);
    const gone = calendar !== null && draft.hadSince && calendar.since === undefined && { since: null };
    return { facilityId: null, ...rest, calendar: calendar && { ...calendar, ...gone } };
  }
  const { rules, ...rest } = routeOf(draft);
  const gone = Object.fromEntries(LIMITS.map((limit) => [limit, null]));
  return { ...rest, rules: rules === undefined ? null : { ...gone, ...rules } };
}

/** What the map shows of a draft, as far as it is drawn. */
export function pictureOf(draft: Draft): { zones: Zone[]; routes: Route[] } {
  if (draft.what === 'zones') return { zones: draft.geometry === null ? [] : [zoneOf(draft)], routes: [] };
  return { zones: [], routes: draft.legs.length === 0 ? [] : [routeOf(draft)] };
}

/** Drafts as they were, so that each step can be taken back; typing into one field is one step. */
export interface History {
  readonly now: Draft;
  readonly past: readonly Draft[];
  readonly field: string | undefined;
}

const MOST_STEPS = 200;

/** @param field that is typed into; left out: a step of its own */
export function changed({ now, past, field: before }: History, next: Draft, field?: string): History {
  const goesOn = field !== undefined && field === before;
  return { now: next, past: goesOn ? past : [...past.slice(-MOST_STEPS), now], field };
}

export function undone({ now, past }: History): History {
  return { now: past.at(-1) ?? now, past: past.slice(0, -1), field: undefined };
}
