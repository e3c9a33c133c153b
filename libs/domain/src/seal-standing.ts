import { DEFAULT_RULES } from './rules.js';
import type { TransitState } from './transit.js';

/** How full a seal's battery is by its last word; `charging`: the voltage is the charger's, and says nothing of it. */
export const BATTERY_BANDS = ['low', 'fair', 'good', 'charging', 'unknown'] as const;
export type BatteryBand = (typeof BATTERY_BANDS)[number];

/** Percent: under the one it is low, as the alarm has it where no rule says otherwise; under the other it is fair. */
const [LOW, FAIR] = [DEFAULT_RULES.lowBattery, 50];

/** @param battery percent; null: it told none */
export function batteryBand(battery: number | null, charging: boolean): BatteryBand {
  if (charging) return 'charging';
  if (battery === null) return 'unknown';
  if (battery < LOW) return 'low';
  return battery < FAIR ? 'fair' : 'good';
}

/**
 * In whose hands a seal is. `free`: at its owner, on no transit; `reserved`: named for a transit that is not sealed yet; `attached`: it closes a container that has not
 * left; `under_way`; `arrived`: to be taken off at the destination.
 */
export const SEAL_CUSTODIES = ['free', 'reserved', 'attached', 'under_way', 'arrived'] as const;
export type SealCustody = (typeof SEAL_CUSTODIES)[number];

/** @param transit of the transit that it closes a container of; null: of none that is not over */
export function custodyOf(transit: TransitState | null): SealCustody {
  switch (transit) {
    case 'registered':
      return 'reserved';
    case 'sealed':
      return 'attached';
    case 'in_transit':
      return 'under_way';
    case 'arrived':
      return 'arrived';
    default:
      return 'free';
  }
}
