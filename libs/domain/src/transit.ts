import type { RuleSettings } from './rules.js';
import type { Instant } from './time.js';

export const TRANSIT_STATES = [
  'registered',
  'sealed',
  'in_transit',
  'arrived',
  'closed',
  'cancelled',
] as const;
export type TransitState = (typeof TRANSIT_STATES)[number];

/** One container of a transit and what closes it. */
export interface TransitContainer {
  readonly number: string;
  readonly sealId?: string | undefined;
  readonly carrierSeal?: string | undefined;
  readonly customsSeal?: string | undefined;
}

/** A movement of sealed goods from an office of departure to an office of destination (Circular 38/2015, Art. 50). */
export interface Transit {
  readonly id: string;
  readonly number: string;
  readonly declaration: string;
  readonly regime: string;
  /** Facility ids. */
  readonly from: string;
  readonly to: string;
  readonly carrierId: string | null;
  readonly vehicle: { readonly plate: string; readonly trailer?: string | undefined };
  readonly containers: readonly TransitContainer[];
  readonly routeId: string;
  readonly departBy: Instant | null;
  readonly arriveBy: Instant | null;
  readonly rules?: RuleSettings | undefined;
  readonly state: TransitState;
  readonly departedAt: Instant | null;
  readonly arrivedAt: Instant | null;
}

/** The steps a person takes with a transit, the states they may be taken from, and the state they lead to. */
export const TRANSIT_STEPS = {
  seal: { from: ['registered'], to: 'sealed' },
  depart: { from: ['sealed'], to: 'in_transit' },
  arrive: { from: ['in_transit'], to: 'arrived' },
  close: { from: ['arrived'], to: 'closed' },
  cancel: { from: ['registered', 'sealed', 'in_transit'], to: 'cancelled' },
} as const satisfies Record<string, { from: readonly TransitState[]; to: TransitState }>;
export type TransitStep = keyof typeof TRANSIT_STEPS;

/** The states in which the seals of a transit are watched by the engine: from its registration until it is over. */
export function isWatched(state: TransitState): boolean {
  return state !== 'closed' && state !== 'cancelled';
}
