import type { Route, TrialView, Zone } from '@haidang/contract';
import { DAY } from '@haidang/domain';
import { getTagged, patch, post, remove, request } from '../shared/api/client.js';
import type { Drawn } from './address.js';
import { idOf, patchOf, routeOf, zoneOf, type Draft } from './draft.js';

const path = (what: Drawn, id: string) => `/${what}/${encodeURIComponent(id)}`;

export type Thing = Zone | Route;

/** A zone or a route as it is now, with what names its state. @throws ApiError */
export function readThing(what: Drawn, id: string): Promise<{ value: Thing; tag: string | undefined }> {
  return getTagged(path(what, id));
}

/** @param tag of the state that the draft was made from. @throws ApiError `changed_meanwhile`, … */
export function saveDraft(draft: Draft, tag: string | undefined): Promise<Thing> {
  if (!draft.isNew) return patch(path(draft.what, idOf(draft)), patchOf(draft), tag);
  return post(`/${draft.what}`, draft.what === 'zones' ? zoneOf(draft) : routeOf(draft));
}

/** @throws ApiError `in_use`, `changed_meanwhile`, … */
export function withdraw(what: Drawn, id: string, tag: string | undefined): Promise<void> {
  return remove(path(what, id), tag);
}

/** One call of a trial: it looks for some seconds. The draft lacks nothing. @throws ApiError */
export function tryDraft(
  draft: Draft,
  span: { readonly from: string; readonly to: string },
  cursor: string | null,
  signal: AbortSignal,
): Promise<TrialView> {
  const tried = draft.what === 'zones' ? { zone: heldAlways(zoneOf(draft)) } : { route: routeOf(draft) };
  const body = {
    ...tried,
    ...span,
    ...(cursor !== null && { cursor }),
  };
  return request('/trials', {
    method: 'POST',
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify(body),
    signal,
  });
}

/** A zone that is to hold from a time on is tried as if it had held already. */
function heldAlways(zone: Zone): Zone {
  if (zone.calendar === undefined) return zone;
  const { since: _, ...calendar } = zone.calendar;
  return { ...zone, calendar };
}

/** The last days until now. */
export function lastDays(days: number, now: number): { from: string; to: string } {
  return { from: new Date(now - days * DAY).toISOString(), to: new Date(now).toISOString() };
}
