import { ChangeVehicle, EndEarly, ReplaceSeal, Reroute, Split } from '@haidang/contract';
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

/** The container that one is about. */
export function containerOf({ kind, body }: ExceptionRequest): string | null {
  return kind === 'replace_seal' ? body.number : null;
}
