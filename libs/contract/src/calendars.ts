import { isTimeZone, VIETNAM_TIME } from '@haidang/domain';
import { z } from 'zod';

const LocalDate = z.iso
  .date()
  .refine((date) => date >= '2000-01-01' && date < '2100-01-01', { message: 'a date from 2000 to 2099' });
const Weekday = z.int().min(0).max(6);
const Minute = z.int().min(0).max(1440).meta({ description: 'minutes of the day, by the local clock' });
const Label = z.string().trim().min(1).max(200);

const Hours = z
  .object({
    days: z.array(Weekday).min(1).max(7).meta({ description: '0 is Sunday' }),
    from: Minute,
    to: Minute,
  })
  .refine(({ from, to }) => from < to, { path: ['to'], message: 'hours end after they begin' });
const Holiday = z
  .object({ from: LocalDate, to: LocalDate, name: Label })
  .refine(({ from, to }) => from <= to, { path: ['to'], message: 'a holiday does not end before it begins' });
const ExtraDay = z.object({
  date: LocalDate,
  as: Weekday.meta({ description: 'by whose hours it is worked; 0 is Sunday' }),
  name: Label,
});

/** `PUT /calendars/{organisationId}`: when an office works, and those below it that say nothing themselves. */
export const CalendarBody = z.object({
  timeZone: z
    .string()
    .max(100)
    .refine(isTimeZone, { message: 'not an IANA time zone' })
    .default(VIETNAM_TIME)
    .meta({ description: 'IANA name' }),
  hours: z.array(Hours).min(1).max(50),
  holidays: z.array(Holiday).max(500).default([]).meta({ description: 'both days included' }),
  extraDays: z.array(ExtraDay).max(500).default([]).meta({
    description: 'worked although they would be free; one that is a holiday, too, is worked',
  }),
  source: z.string().trim().min(1).max(2_000).optional().meta({ description: 'what it rests on' }),
});
export type CalendarBody = z.infer<typeof CalendarBody>;

export interface CalendarView {
  organisationId: string;
  /** Whose calendar it is: its own, or that of the nearest above it; absent: nobody keeps one, and the usual hours hold. */
  of?: string;
  timeZone: string;
  hours: { days: number[]; from: number; to: number }[];
  holidays: { from: string; to: string; name: string }[];
  extraDays: { date: string; as: number; name: string }[];
  source?: string;
  updatedAt?: string;
}

const text = z.string();
export const CalendarAnswer: z.ZodType<CalendarView> = z
  .object({
    organisationId: text,
    of: text.exactOptional().meta({
      description:
        'whose it is: its own, or of the nearest above; absent: nobody keeps one, the usual hours hold',
    }),
    timeZone: text,
    hours: z.array(z.object({ days: z.array(z.int()), from: z.int(), to: z.int() })),
    holidays: z.array(z.object({ from: text, to: text, name: text })),
    extraDays: z.array(z.object({ date: text, as: z.int(), name: text })),
    source: text.exactOptional(),
    updatedAt: text.exactOptional().meta({ format: 'date-time', description: 'UTC with milliseconds' }),
  })
  .meta({ id: 'Calendar' });
