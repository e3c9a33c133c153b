import {
  PAPER_COMPARISONS,
  PAPER_DIFFERENCES,
  type PaperComparison,
  type PaperDifference,
} from '@haidang/domain';
import { z } from 'zod';
import { Id, Time } from './common.js';
import { MAX_LINES } from './papers.js';
import { ContainerNumber } from './transits.js';

const Text = (most: number) => z.string().trim().min(1).max(most);

/** `POST /facilities/{id}/outages`: the line to customs, or customs' system, is down. */
export const OutageBody = z.object({
  reason: Text(500),
  at: Time.optional().meta({ description: 'when it began; left out: now' }),
});
/** `POST /facilities/{id}/outages/{outageId}/end` */
export const OutageEndBody = z.object({
  note: Text(500).optional(),
  at: Time.optional().meta({ description: 'when it was over; left out: now' }),
});

/** A line of a paper form. */
export const PaperLineBody = z.object({
  sheet: Text(40).regex(/^[A-Za-z0-9-]+$/, {
    message: 'letters, digits and - as they are printed on the form',
  }),
  line: z.coerce.number().int().min(1).max(999),
  gateId: Id.optional().meta({ description: 'left out: that of the whole' }),
  direction: z.enum(['in', 'out']),
  time: Time.meta({ description: 'when it happened, as the guard wrote it' }),
  container: ContainerNumber,
  plate: Text(20).optional(),
  carrierSeal: Text(50).optional(),
  sealId: Text(64).optional(),
  vouchedBy: Text(100)
    .optional()
    .meta({ description: 'who saw it and answers for it; left out: that of the whole' }),
  note: Text(500).optional(),
});
export type PaperLineBody = z.infer<typeof PaperLineBody>;

/** `POST /facilities/{id}/paper-entries`: all or none. */
export const PaperEntriesBody = z.object({
  outageId: z.uuid().optional(),
  gateId: Id.optional(),
  vouchedBy: Text(100).optional(),
  lines: z.array(PaperLineBody).min(1).max(MAX_LINES),
});

export interface OutageView {
  id: string;
  facilityId: string;
  reason: string;
  /** As those say who were there. */
  beganAt: string;
  begunBy?: string;
  /** When its beginning was entered. */
  beginRecordedAt: string;
  endedAt?: string;
  endNote?: string;
  endedBy?: string;
  endRecordedAt?: string;
}

export interface PaperEntryView {
  sheet: string;
  line: number;
  gateId: string;
  direction: 'in' | 'out';
  /** When it happened. */
  time: string;
  /** When it was entered. */
  recordedAt: string;
  container: string;
  plate?: string;
  carrierSeal?: string;
  sealId?: string;
  note?: string;
  vouchedBy: string;
  comparison: PaperComparison;
  /** What would have been held, by what was known then. */
  wouldHold: string[];
  differences: { what: PaperDifference; paper?: string; found?: string }[];
  /** The camera's passage that it is. */
  seen?: { gateId: string; passageId: string };
  /** Its own among the passages of the gate. */
  passageId?: string;
}

export interface PaperImportView {
  id: string;
  facilityId: string;
  outageId?: string;
  /** New lines, and those that had been entered before. */
  lines: number;
  repeated: number;
  enteredAt: string;
  enteredBy?: string;
  counts: { matched: number; missing: number; contradicting: number; wouldHold: number };
}

const text = z.string();
const time = text.meta({ format: 'date-time', description: 'UTC with milliseconds' });
const maybe = <T extends z.ZodType>(schema: T) => schema.exactOptional();

export const OutageAnswer: z.ZodType<OutageView> = z
  .object({
    id: z.uuid(),
    facilityId: text,
    reason: text,
    beganAt: time.meta({ description: 'as those say who were there' }),
    begunBy: maybe(text),
    beginRecordedAt: time.meta({ description: 'when that was entered' }),
    endedAt: maybe(time).meta({ description: 'left out: it goes on' }),
    endNote: maybe(text),
    endedBy: maybe(text),
    endRecordedAt: maybe(time),
  })
  .meta({ id: 'Outage' });

export const PaperEntryAnswer: z.ZodType<PaperEntryView> = z
  .object({
    sheet: text,
    line: z.int(),
    gateId: text,
    direction: z.enum(['in', 'out']),
    time: time.meta({ description: 'when it happened' }),
    recordedAt: time.meta({ description: 'when it was entered' }),
    container: text,
    plate: maybe(text),
    carrierSeal: maybe(text),
    sealId: maybe(text),
    note: maybe(text),
    vouchedBy: text,
    comparison: z.enum(PAPER_COMPARISONS).meta({ description: 'with what cameras saw' }),
    wouldHold: z.array(text).meta({ description: 'reasons that would have held it, by what was known then' }),
    differences: z.array(
      z.object({ what: z.enum(PAPER_DIFFERENCES), paper: maybe(text), found: maybe(text) }),
    ),
    seen: maybe(z.object({ gateId: text, passageId: text })).meta({
      description: 'the camera’s passage that it is',
    }),
    passageId: maybe(text).meta({ description: 'its own among the passages of the gate' }),
  })
  .meta({ id: 'PaperEntry' });

const report = z.object({
  id: z.uuid(),
  facilityId: text,
  outageId: maybe(z.uuid()),
  lines: z.int().meta({ description: 'that are new' }),
  repeated: z.int().meta({ description: 'that had been entered before, and changed nothing' }),
  enteredAt: time,
  enteredBy: maybe(text),
  counts: z.object({ matched: z.int(), missing: z.int(), contradicting: z.int(), wouldHold: z.int() }),
});
export const PaperImportAnswer: z.ZodType<PaperImportView> = report.meta({ id: 'PaperImport' });

/** An import with its lines, page by page. */
export interface WholePaperImportView extends PaperImportView {
  items: PaperEntryView[];
  next: string | null;
}
export const WholePaperImportAnswer: z.ZodType<WholePaperImportView> = report
  .extend({ items: z.array(PaperEntryAnswer), next: z.string().nullable() })
  .meta({ id: 'WholePaperImport' });
