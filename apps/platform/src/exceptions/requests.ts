import { ChangeVehicle, EndEarly, ReplaceSeal, Reroute, Split } from '@haidang/contract';
import { INCIDENT_IN, type TransitState } from '@haidang/domain';
import type { z } from 'zod';

/** What may be asked for, by kind, in the contract's form. */
export const REQUESTS = {
  reroute: Reroute,
  replace_seal: ReplaceSeal,
  change_vehicle: ChangeVehicle,
  split: Split,
  end_early: EndEarly,
} as const;
export type RequestKind = keyof typeof REQUESTS;

export type RequestOf<Kind extends RequestKind> = z.infer<(typeof REQUESTS)[Kind]>;

/** A request and its kind. */
export type ExceptionRequest = {
  [Kind in RequestKind]: { readonly kind: Kind; readonly body: RequestOf<Kind> };
}[RequestKind];

/** In which states of the transit each is possible. Before it is sealed nothing is an exception: what was entered is changed. */
export const POSSIBLE_IN: Readonly<Record<RequestKind | 'incident', readonly TransitState[]>> = {
  reroute: ['in_transit'],
  replace_seal: ['sealed', 'in_transit'],
  change_vehicle: ['sealed', 'in_transit'],
  split: ['in_transit'],
  end_early: ['in_transit'],
  incident: INCIDENT_IN,
};

/** The container that one is about. */
export function containerOf({ kind, body }: ExceptionRequest): string | null {
  return kind === 'replace_seal' ? body.number : null;
}
