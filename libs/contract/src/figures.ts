import { DAY, type Severity } from '@haidang/domain';
import { z } from 'zod';
import { Time } from './common.js';
import type { ALARM_GROUPS, MOVES, RESPONSES } from './values.js';

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
export type ResponseName = (typeof RESPONSES)[number];
export type MoveName = (typeof MOVES)[number];

/** By what response times are told. */
export type ResponseGroupName = 'kind' | 'office';

/** Alarms of one group that were raised; how many of them a person judged, and found to be nothing. */
export interface AlarmCounts {
  count: number;
  judged: number;
  false: number;
}
export interface AlarmFigure extends AlarmCounts {
  /** A kind, or an id. */
  key: string;
}

/** To how many alarms something happened, and in how many milliseconds after they were raised to half of those, and to nine of ten. */
export interface SoonFigure {
  count: number;
  half: number;
  most: number;
}
/** What was done about alarms; left out: about none of them. */
export type ResponseFigures = Partial<Record<ResponseName, SoonFigure>>;

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
    series: ({ at: string } & Record<Severity, number> & AlarmCounts & { responses: ResponseFigures })[];
    by: Record<AlarmGroupName, AlarmFigure[]>;
    /** Those that have none of it: with these, each group is all of them. */
    without: Record<Exclude<AlarmGroupName, 'kind'>, AlarmCounts>;
    responses: {
      all: ResponseFigures;
      by: Record<ResponseGroupName, { key: string; responses: ResponseFigures }[]>;
      /** Of those of no office. */
      withoutOffice: ResponseFigures;
    };
  };
  transits: {
    count: Record<MoveName, number>;
    series: ({ at: string } & Record<MoveName, number>)[];
    /** Departures, by carrier, route and office of departure. */
    by: Record<'carrier' | 'route' | 'office', { key: string; count: number }[]>;
    /** Departures that have none of it. */
    without: Record<'carrier' | 'office', number>;
  };
  /** The busiest first. */
  gates: ({ gateId: string } & PassageFigures)[];
  /** What passed at all of them, over time. */
  passages: ({ at: string } & PassageFigures)[];
}

/** `held`: at first, whatever an officer decided afterwards. */
export interface PassageFigures {
  count: number;
  in: number;
  out: number;
  held: number;
}

const text = z.string();
const time = text.meta({ format: 'date-time', description: 'UTC with milliseconds' });
const count = z.int().min(0);
const counts = { count, judged: count, false: count };
const figures = z.array(z.object({ key: text, ...counts }));
const counted = z.array(z.object({ key: text, count }));
const passed = { count, in: count, out: count, held: count };
const soon = z.object({ count, half: z.number(), most: z.number() }).exactOptional();
const responses = z
  .object({ acknowledged: soon, judged: soon, onSpot: soon })
  .meta({ description: 'to how many, and milliseconds from the raising: the median, and of nine in ten' });
const responded = z.array(z.object({ key: text, responses }));

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
      series: z.array(
        z.object({ at: time, critical: count, major: count, minor: count, ...counts, responses }),
      ),
      by: z.object({ kind: figures, office: figures, carrier: figures, route: figures }),
      without: z
        .object({ office: z.object(counts), carrier: z.object(counts), route: z.object(counts) })
        .meta({ description: 'those that have none of it' }),
      responses: z.object({
        all: responses,
        by: z.object({ kind: responded, office: responded }),
        withoutOffice: responses,
      }),
    }),
    transits: z.object({
      count: z.object({ registered: count, departed: count, arrived: count }),
      series: z.array(z.object({ at: time, registered: count, departed: count, arrived: count })),
      by: z.object({ carrier: counted, route: counted, office: counted }).meta({ description: 'departures' }),
      without: z.object({ carrier: count, office: count }).meta({ description: 'departures without it' }),
    }),
    gates: z.array(z.object({ gateId: text, ...passed })),
    passages: z.array(z.object({ at: time, ...passed })).meta({ description: 'at all gates, over time' }),
  })
  .meta({ id: 'Figures' });
