import { DAY, type Severity } from '@haidang/domain';
import { z } from 'zod';
import { Time } from './common.js';
import type { ALARM_GROUPS, MOVES } from './values.js';

/** No longer stretch of time is counted at once. */
export const LONGEST_FIGURES = 400 * DAY;

/** `GET /figures`: of what happened from the one time on, before the other. */
export const FiguresQuery = z
  .object({
    from: Time,
    to: Time,
  })
  .refine(({ from, to }) => Date.parse(from) < Date.parse(to), {
    path: ['to'],
    message: 'not after `from`',
  })
  .refine(({ from, to }) => Date.parse(to) - Date.parse(from) <= LONGEST_FIGURES, {
    path: ['to'],
    message: 'more than 400 days after `from`',
  });
export type FiguresQuery = z.infer<typeof FiguresQuery>;

export const FIGURE_BUCKETS = ['hour', 'day', 'week'] as const;
export type AlarmGroupName = (typeof ALARM_GROUPS)[number];
export type MoveName = (typeof MOVES)[number];

/** Alarms of one group that were raised; how many of them a person judged, and found to be nothing. */
export interface AlarmFigure {
  /** A kind, or an id. */
  key: string;
  count: number;
  judged: number;
  false: number;
}

/** What happened in a stretch of time, counted; of what whoever asks sees. */
export interface FiguresView {
  from: string;
  to: string;
  /** How long a bar is; weeks begin on Monday. */
  bucket: (typeof FIGURE_BUCKETS)[number];
  alarms: {
    count: number;
    judged: number;
    false: number;
    acknowledged: number;
    /** Milliseconds in which half, and nine of ten, of those that were acknowledged were so; left out: none was. */
    within?: { half: number; most: number };
    series: ({ at: string } & Record<Severity, number>)[];
    by: Record<AlarmGroupName, AlarmFigure[]>;
  };
  transits: {
    count: Record<MoveName, number>;
    series: ({ at: string } & Record<MoveName, number>)[];
    /** Departures, by carrier and route. */
    by: Record<'carrier' | 'route', { key: string; count: number }[]>;
  };
  /** The busiest first. */
  gates: { gateId: string; count: number; in: number; out: number; held: number }[];
}

const text = z.string();
const time = text.meta({ format: 'date-time', description: 'UTC with milliseconds' });
const count = z.int().min(0);
const figures = z.array(z.object({ key: text, count, judged: count, false: count }));
const counted = z.array(z.object({ key: text, count }));

export const FiguresAnswer: z.ZodType<FiguresView> = z
  .object({
    from: time,
    to: time,
    bucket: z.enum(FIGURE_BUCKETS).meta({ description: 'how long a bar is' }),
    alarms: z.object({
      count,
      judged: count.meta({ description: 'of which a person said what was found' }),
      false: count.meta({ description: 'and that there was nothing' }),
      acknowledged: count,
      within: z
        .object({ half: z.number(), most: z.number() })
        .exactOptional()
        .meta({ description: 'milliseconds to the acknowledgement: the median, and of nine in ten' }),
      series: z.array(z.object({ at: time, critical: count, major: count, minor: count })),
      by: z.object({ kind: figures, office: figures, carrier: figures, route: figures }),
    }),
    transits: z.object({
      count: z.object({ registered: count, departed: count, arrived: count }),
      series: z.array(z.object({ at: time, registered: count, departed: count, arrived: count })),
      by: z.object({ carrier: counted, route: counted }).meta({ description: 'departures' }),
    }),
    gates: z.array(z.object({ gateId: text, count, in: count, out: count, held: count })),
  })
  .meta({ id: 'Figures' });
