import type {
  EvidenceView,
  ExceptionView,
  Page,
  SealStandingView,
  TransitsMade,
  TransitView,
} from '@haidang/contract';
import {
  MINUTE,
  normaliseContainerNumber,
  SECOND,
  type IncidentKind,
  type TransitStep,
} from '@haidang/domain';
import { queryOptions } from '@tanstack/react-query';
import { get, getAll, idempotencyKey, patch, post, postFile, request } from './client.js';

/** What a carrier has open, and what it had: the newest first. */
export const openTransitsQuery = queryOptions({
  queryKey: ['transits', 'open'],
  queryFn: ({ signal }) =>
    getAll<TransitView>('/transits?state=registered,sealed,in_transit,arrived', signal),
  refetchInterval: 30 * SECOND,
});

/** The seals of what a carrier has open, by id, with what was last heard of each: all of them, wherever they are. */
export const ownSealsQuery = queryOptions({
  queryKey: ['own-seals'],
  queryFn: async ({ signal }) => {
    const path = '/seal-standings?custody=reserved,attached,under_way';
    return new Map((await getAll<SealStandingView>(path, signal)).map((seal) => [seal.id, seal]));
  },
  refetchInterval: 30 * SECOND,
});

/** What is under way and of whose way something was reported: few of all. */
export const reportedTransitsQuery = queryOptions({
  queryKey: ['transits', 'reported'],
  queryFn: ({ signal }) =>
    getAll<TransitView>('/transits?reported=true&state=sealed,in_transit,arrived', signal),
  staleTime: MINUTE,
  refetchInterval: MINUTE,
});

/** {@link reportedTransitsQuery} with what the feed has just told of a transit. */
export function withReport(known: readonly TransitView[], told: TransitView): TransitView[] {
  const others = known.filter(({ id }) => id !== told.id);
  const isUnderWay = told.state !== 'closed' && told.state !== 'cancelled';
  return told.incident !== undefined && isUnderWay ? [told, ...others] : others;
}

/** Shorter parts of a number are not looked for: nearly every transit has them. */
export const LEAST_SOUGHT = 3;

/** What looks for a part of a number, declaration, plate or seal, as the platform takes it; empty: it is too short. */
export function transitsFound(text = ''): string {
  const find = normaliseContainerNumber(text);
  return find.length < LEAST_SOUGHT ? '' : new URLSearchParams({ find }).toString();
}

/** The last that was registered, whose way and truck the next one often has. */
export const lastTransitQuery = queryOptions({
  queryKey: ['transits', 'last'],
  queryFn: async ({ signal }) =>
    (await get<Page<TransitView>>('/transits?limit=1', { signal })).items[0] ?? null,
  refetchInterval: 30 * SECOND,
});

/** A transit as a carrier enters it; whose it is the platform knows. */
export interface TransitEntry {
  number: string;
  declaration: string;
  from: string;
  to: string;
  routeId: string;
  vehicle: { plate: string; trailer?: string };
  containers: { number: string; sealId?: string; carrierSeal?: string }[];
  departBy?: string;
  arriveBy?: string;
}

/** @throws ApiError `invalid_request` and `reference_unknown` name each wrong field */
export function registerTransit(entry: TransitEntry): Promise<TransitView> {
  return post('/transits', entry);
}

/** Until customs acts on it. @throws ApiError as {@link registerTransit}, and `forbidden`, `wrong_state` */
export function changeTransit(id: string, change: object): Promise<TransitView> {
  return patch(`/transits/${encodeURIComponent(id)}`, change);
}

/** A step that officers take. */
export type OfficerStep = TransitStep | 'approve';

/** What is said of a step: when it happened, where that is not now, and why. */
export interface Said {
  readonly at?: string | undefined;
  readonly reason?: string | undefined;
  /** Of the sealing: which seal closes which container. */
  readonly containers?: readonly { readonly number: string; readonly sealId: string }[];
}

/**
 * Bound to what the officer saw of it: where that has moved on, it is refused and changes nothing.
 * @throws ApiError `transit_changed`, `wrong_state`, `not_sealed`, `seal_in_use`, `reference_unknown`, `forbidden`
 */
export function takeStep(
  { id, revision }: Pick<TransitView, 'id' | 'revision'>,
  step: OfficerStep,
  said: Said,
): Promise<TransitView> {
  return post(`/transits/${encodeURIComponent(id)}/${step}`, { revision, ...said });
}

/** A CSV, all or none. @throws ApiError whose `errors` name each line */
export function importTransits(file: File, signal: AbortSignal): Promise<TransitsMade> {
  // a spreadsheet's program may have called it anything
  return postFile('/transits/import', new Blob([file], { type: 'text/csv' }), signal);
}

/** A picture or paper of a transit, as it is: its bytes are evidence. @throws ApiError `content_refused`, `body_too_large`, `storage_full` */
export function showOfTransit(transitId: string, file: File): Promise<EvidenceView> {
  const form = new FormData();
  form.set('transitId', transitId);
  form.set('file', file);
  return request('/evidence', {
    method: 'POST',
    headers: { 'Idempotency-Key': idempotencyKey() },
    body: form,
  });
}

/** What happened to the truck: the centre and the offices of the transit are told. @throws ApiError `wrong_state` */
export function reportIncident(
  transitId: string,
  incident: { kind: IncidentKind; text: string; evidence: readonly string[] },
): Promise<ExceptionView> {
  return post(`/transits/${encodeURIComponent(transitId)}/incident`, incident);
}
