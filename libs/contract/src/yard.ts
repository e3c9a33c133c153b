import {
  ELIGIBILITY_STATES,
  PURPOSES,
  STAY_STATES,
  TRANSIT_STATES,
  TRANSPORT_MODES,
  YARD_FLAGS,
  type EligibilityState,
  type Purpose,
  type StayState,
  type TransitState,
  type TransportMode,
  type YardFlag,
} from '@haidang/domain';
import { z } from 'zod';

/** A container that stands at a facility. */
export interface YardLineView {
  /** Of its stay. */
  id: string;
  facilityId: string;
  container: string;
  purpose?: Purpose;
  state: StayState;
  /** By what it came. */
  mode?: TransportMode;
  since: string;
  /** Milliseconds until the answer. */
  dwell: number;
  overdue: boolean;
  flags: YardFlag[];
  carrierSeal?: string;
  customsSeal?: string;
  scan?: { ordered: true; doneAt?: string };
  eligibility?: { id: string; state: EligibilityState; declaration: string };
  transit?: { id: string; number: string; state: TransitState; approved: boolean; sealId?: string };
}

const text = z.string();
const time = text.meta({ format: 'date-time', description: 'UTC with milliseconds' });
const millis = z.int().min(0).meta({ description: 'milliseconds' });
const count = z.int().min(0);

export const YardLineAnswer: z.ZodType<YardLineView> = z
  .object({
    id: text.meta({ description: 'of its stay' }),
    facilityId: text,
    container: text,
    purpose: z.enum(PURPOSES).exactOptional(),
    state: z.enum(STAY_STATES),
    mode: z.enum(TRANSPORT_MODES).exactOptional().meta({ description: 'by what it came' }),
    since: time,
    dwell: millis.meta({ description: 'milliseconds until the answer' }),
    overdue: z.boolean(),
    flags: z.array(z.enum(YARD_FLAGS)),
    carrierSeal: text.exactOptional(),
    customsSeal: text.exactOptional(),
    scan: z
      .object({ ordered: z.literal(true), doneAt: time.exactOptional() })
      .exactOptional()
      .meta({ description: 'form 03; absent: no scan was ordered' }),
    eligibility: z
      .object({ id: text, state: z.enum(ELIGIBILITY_STATES), declaration: text })
      .exactOptional()
      .meta({ description: 'the newest word on whether it may leave' }),
    transit: z
      .object({
        id: text,
        number: text,
        state: z.enum(TRANSIT_STATES),
        approved: z.boolean(),
        sealId: text.exactOptional(),
      })
      .exactOptional()
      .meta({ description: 'on which it came or is to leave' }),
  })
  .meta({ id: 'YardLine' });

/** How long what stands has stood, in milliseconds; absent where nothing stands. */
export interface DwellView {
  median: number;
  p90: number;
}

/** Of one facility, or of all that are one's own. */
export interface YardFiguresView {
  total: number;
  overdue: number;
  byPurpose: Partial<Record<Purpose | 'unknown', number>>;
  byState: Partial<Record<StayState, number>>;
  byMode: Partial<Record<TransportMode | 'unknown', number>>;
  dwell?: DwellView;
}

export interface YardSummaryView extends YardFiguresView {
  at: string;
  facilities: (YardFiguresView & { facilityId: string })[];
}

const figures = {
  total: count,
  overdue: count,
  byPurpose: z.partialRecord(z.enum([...PURPOSES, 'unknown']), count),
  byState: z.partialRecord(z.enum(STAY_STATES), count),
  byMode: z.partialRecord(z.enum([...TRANSPORT_MODES, 'unknown']), count),
  dwell: z
    .object({ median: millis, p90: millis })
    .exactOptional()
    .meta({ description: 'of what stands, in milliseconds; absent where nothing does' }),
};

export const YardSummaryAnswer: z.ZodType<YardSummaryView> = z
  .object({ at: time, ...figures, facilities: z.array(z.object({ facilityId: text, ...figures })) })
  .meta({ id: 'YardSummary' });
