import { HOUR, type Millis, type Severity } from '@haidang/domain';
import { z } from 'zod';
import type { AlarmView } from './alarms.js';
import { AlarmAnswer } from './answers.js';

/** One that stands for longer is stale. */
export const STALE_AFTER: Millis = 24 * HOUR;
/** So many of one kind and transit in an hour chatter. */
export const CHATTERING_FROM = 3;

/** `GET /alarm-figures`: how the desk fares. */
export interface AlarmFiguresView {
  at: string;
  /** In the last ten minutes. */
  raised: number;
  /** Operators and shift supervisors of the centre who are at the desk now; at least one is reckoned. */
  operators: number;
  /** `raised` by `operators`. */
  rate: number;
  flood: boolean;
  /** Of the alarms of the last 24 hours. */
  share: Record<Severity, number>;
  unacknowledged: number;
  escalated: number;
  shelved: number;
  stale: number;
  /** Half of those of the last 24 hours that were acknowledged were so within this many seconds; left out: none was. */
  acknowledgedWithin?: number;
  /** The alarms behind the figures, 100 of each at most. */
  lists: {
    raised: AlarmView[];
    stale: AlarmView[];
    /** The newest of each, and how many there were in the last hour. */
    chattering: { count: number; alarm: AlarmView }[];
  };
}

const count = z.int().min(0);

export const AlarmFiguresAnswer: z.ZodType<AlarmFiguresView> = z
  .object({
    at: z.string().meta({ format: 'date-time' }),
    raised: count.meta({ description: 'in the last ten minutes' }),
    operators: z.int().min(1).meta({
      description: 'operators and shift supervisors of the centre at the desk now; at least one is reckoned',
    }),
    rate: z.number().meta({ description: 'raised by operators' }),
    flood: z.boolean().meta({ description: 'more than ten were raised in the last ten minutes' }),
    share: z
      .object({ critical: count, major: count, minor: count })
      .meta({ description: 'of the last 24 hours' }),
    unacknowledged: count,
    escalated: count,
    shelved: count,
    stale: count.meta({ description: 'standing for more than 24 hours' }),
    acknowledgedWithin: z.number().exactOptional().meta({
      description: 'seconds within which half of those of the last 24 hours that were acknowledged were so',
    }),
    lists: z
      .object({
        raised: z.array(AlarmAnswer),
        stale: z.array(AlarmAnswer),
        chattering: z.array(z.object({ count: z.int(), alarm: AlarmAnswer })).meta({
          description: 'three or more of one kind and transit in the last hour: the newest, and how many',
        }),
      })
      .meta({ description: 'the alarms behind the figures, 100 of each at most' }),
  })
  .meta({ id: 'AlarmFigures' });
