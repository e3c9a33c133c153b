import {
  DAY,
  DEADLINE_KINDS,
  DEADLINE_STATES,
  MINUTE,
  type DeadlineKind,
  type DeadlineState,
} from '@haidang/domain';
import { z } from 'zod';

/** Something that is due by a time, and is not done. */
export interface DeadlineView {
  /** Names it for good. */
  id: string;
  kind: DeadlineKind;
  state: DeadlineState;
  dueAt: string;
  warnAt: string;
  counted: {
    /** The berthing, exit, sealing or registration. */
    from: string;
    /** Milliseconds. */
    within: number;
    direction: 'before' | 'after';
    /** elapsed: as the clock goes; working: as the office works. */
    as: 'elapsed' | 'working';
    /** Of working time: whose calendar; absent: nobody keeps one, the usual hours hold. */
    calendar?: { organisationId: string; timeZone: string };
  };
  /** Who is to act, and by whose terms. */
  responsibleId?: string;
  officeId?: string;
  facilityId?: string;
  transitId?: string;
  container?: string;
  declaration?: string;
  /** Of the vessel's call, or the transit. */
  number?: string;
}

const text = z.string();
const time = text.meta({ format: 'date-time', description: 'UTC with milliseconds' });
const millis = z.int().min(0).meta({ description: 'milliseconds' });

export const DeadlineAnswer: z.ZodType<DeadlineView> = z
  .object({
    id: text.meta({ description: 'names it for good' }),
    kind: z.enum(DEADLINE_KINDS),
    state: z.enum(DEADLINE_STATES),
    dueAt: time,
    warnAt: time,
    counted: z.object({
      from: time.meta({ description: 'the berthing, exit, sealing or registration' }),
      within: millis,
      direction: z.enum(['before', 'after']),
      as: z.enum(['elapsed', 'working']).meta({ description: 'as the clock goes, or as the office works' }),
      calendar: z
        .object({ organisationId: text, timeZone: text })
        .exactOptional()
        .meta({ description: 'of working time: whose; absent: nobody keeps one, the usual hours hold' }),
    }),
    responsibleId: text.exactOptional().meta({ description: 'who is to act' }),
    officeId: text.exactOptional().meta({ description: 'by whose terms' }),
    facilityId: text.exactOptional(),
    transitId: text.exactOptional(),
    container: text.exactOptional(),
    declaration: text.exactOptional(),
    number: text.exactOptional().meta({ description: "of the vessel's call, or the transit" }),
  })
  .meta({ id: 'Deadline' });

const Terms = z
  .object({
    within: z
      .int()
      .min(MINUTE)
      .max(366 * DAY)
      .meta({ description: 'milliseconds' }),
    warnBefore: z
      .int()
      .min(0)
      .max(366 * DAY)
      .meta({ description: 'milliseconds before its end' }),
  })
  .refine(({ within, warnBefore }) => warnBefore <= within, {
    path: ['warnBefore'],
    message: 'a warning comes within the time',
  });

/** `PUT /deadline-terms/{organisationId}`: what it sets otherwise than the office above it, or the law. */
export const DeadlineTermsBody = z.object({ terms: z.partialRecord(z.enum(DEADLINE_KINDS), Terms) });
export type DeadlineTermsBody = z.infer<typeof DeadlineTermsBody>;

export interface DeadlineTermsView {
  organisationId: string;
  /** `of`: who set it; absent: the law. */
  terms: Record<DeadlineKind, { within: number; warnBefore: number; of?: string }>;
}

export const DeadlineTermsAnswer: z.ZodType<DeadlineTermsView> = z
  .object({
    organisationId: text,
    terms: z.record(
      z.enum(DEADLINE_KINDS),
      z.object({
        within: millis,
        warnBefore: millis,
        of: text.exactOptional().meta({ description: 'who set it; absent: the law' }),
      }),
    ),
  })
  .meta({ id: 'DeadlineTerms' });
