import type { TransitView } from '@haidang/contract';
import {
  EXCEPTION_IN,
  EXCEPTION_KINDS,
  type EarlyEnd,
  type ExceptionKind,
  type Means,
  type SealCause,
} from '@haidang/domain';
import { timeOfField } from '../../shared/format/moment.js';

export type RequestKind = Exclude<ExceptionKind, 'incident'>;
export const REQUEST_KINDS = EXCEPTION_KINDS.filter((kind): kind is RequestKind => kind !== 'incident');

/** The last part of each kind's address. */
export const CALLS: Readonly<Record<RequestKind, string>> = {
  reroute: 'reroute',
  replace_seal: 'replace-seal',
  change_vehicle: 'change-vehicle',
  split: 'split',
  end_early: 'end-early',
};

/** What stands in the form's fields, of whichever kind; `at` is a time of Việt Nam, `2026-11-27T08:00`, empty: from now on. */
export interface Draft {
  readonly routeId: string;
  readonly container: string;
  readonly sealId: string;
  readonly cause: SealCause;
  readonly plate: string;
  readonly trailer: string;
  readonly means: Means;
  /** Of those that change truck, or go on by themselves; of a vehicle none means all. */
  readonly containers: readonly string[];
  readonly number: string;
  readonly facilityId: string;
  readonly outcome: EarlyEnd;
  readonly at: string;
  readonly reason: string;
}

export const EMPTY: Draft = {
  ...{ routeId: '', container: '', sealId: '', cause: 'battery', plate: '', trailer: '', means: 'truck' },
  ...{ containers: [], number: '', facilityId: '', outcome: 'elsewhere', at: '', reason: '' },
};

/** As the platform takes it. */
export interface Request {
  readonly kind: RequestKind;
  readonly body: Readonly<Record<string, unknown>>;
}

/** What can be asked for of a transit as it stands. */
export function kindsOf({ state, containers }: TransitView): RequestKind[] {
  return REQUEST_KINDS.filter((kind) => {
    if (!EXCEPTION_IN[kind].includes(state)) return false;
    if (kind === 'split') return containers.length > 1;
    return kind !== 'replace_seal' || containers.some(({ sealId }) => sealId !== undefined);
  });
}

/** Whether everything is said that the kind needs. */
export function isWhole(kind: RequestKind, draft: Draft, transit: TransitView): boolean {
  if (draft.reason.trim() === '') return false;
  switch (kind) {
    case 'reroute':
      return draft.routeId !== '' && draft.routeId !== transit.routeId;
    case 'replace_seal':
      return draft.container !== '' && draft.sealId !== '';
    case 'change_vehicle':
      return draft.plate.trim() !== '';
    case 'split': {
      const { length } = draft.containers;
      return draft.number.trim() !== '' && length > 0 && length < transit.containers.length;
    }
    case 'end_early':
      return draft.facilityId !== '';
  }
}

/** @param evidence ids of what shows it */
export function requestOf(kind: RequestKind, draft: Draft, evidence: readonly string[]): Request {
  const reason = draft.reason.trim();
  // Việt Nam has one zone and no summer time
  const told = timeOfField(draft.at);
  const at = told === undefined ? {} : { at: told };
  return { kind, body: { ...fieldsOf(kind, draft), ...at, reason, evidence } };
}

function fieldsOf(kind: RequestKind, draft: Draft): object {
  const { containers } = draft;
  switch (kind) {
    case 'reroute':
      return { routeId: draft.routeId };
    case 'replace_seal':
      return { number: draft.container, sealId: draft.sealId, cause: draft.cause };
    case 'change_vehicle':
      return { vehicle: vehicleOf(draft), ...(containers.length > 0 && { containers }) };
    case 'split':
      return {
        ...{ number: draft.number.trim(), containers },
        ...(draft.plate.trim() !== '' && { vehicle: vehicleOf(draft) }),
      };
    case 'end_early':
      return { facilityId: draft.facilityId, outcome: draft.outcome };
  }
}

function vehicleOf({ plate, trailer, means }: Draft): object {
  return {
    plate: plate.trim(),
    ...(trailer.trim() !== '' && { trailer: trailer.trim() }),
    ...(means !== 'truck' && { means }),
  };
}
