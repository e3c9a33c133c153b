import { BATTERY_BANDS, SEAL_CUSTODIES, type BatteryBand, type SealCustody } from '@haidang/domain';
import { z } from 'zod';
import { sealShape } from './answers.js';
import type { SealView } from './seals.js';

/** `GET /seal-standings`: a seal, how full its battery is, and in whose hands it is. */
export interface SealStandingView extends SealView {
  band: BatteryBand;
  custody: SealCustody;
  /** The organisation that has it: its owner, or the carrier of its transit; left out: nobody is named. */
  holderId?: string | undefined;
  transitNumber?: string | undefined;
}

/** `GET /seal-figures`: how many there are of each, now. */
export interface SealFiguresView {
  at: string;
  count: number;
  battery: Record<BatteryBand, number>;
  custody: Record<SealCustody, number>;
  /** The organisations that have most first. */
  holders: { holderId: string; count: number; low: number }[];
}

const count = z.int().min(0);
const counts = <K extends string>(names: readonly K[]) =>
  z.object(Object.fromEntries(names.map((name) => [name, count])) as Record<K, typeof count>);

export const SealStandingAnswer: z.ZodType<SealStandingView> = sealShape
  .extend({
    band: z.enum(BATTERY_BANDS).meta({ description: 'by its last word: to 20 %, to 50 %, above' }),
    custody: z.enum(SEAL_CUSTODIES),
    holderId: z.string().optional().meta({ description: "its owner, or its transit's carrier" }),
    transitNumber: z.string().optional(),
  })
  .meta({ id: 'SealStanding' });

export const SealFiguresAnswer: z.ZodType<SealFiguresView> = z
  .object({
    at: z.string().meta({ format: 'date-time', description: 'UTC with milliseconds' }),
    count,
    battery: counts(BATTERY_BANDS),
    custody: counts(SEAL_CUSTODIES),
    holders: z.array(z.object({ holderId: z.string(), count, low: count })),
  })
  .meta({ id: 'SealFigures' });
