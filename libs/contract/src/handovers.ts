import { z } from 'zod';
import type { AlarmView } from './alarms.js';
import { AlarmAnswer } from './answers.js';
import { AlarmKind } from './common.js';
import { DeadlineAnswer, type DeadlineView } from './deadlines.js';
import { DispatchAnswer, type DispatchView } from './field.js';
import { OutageAnswer, type OutageView } from './outages.js';
import type { HANDOVER_ITEMS } from './values.js';

export const HANDOVER_STATES = ['draft', 'given', 'taken'] as const;
/** Being written; signed by who hands over; signed by who took over, and for good. */
export type HandoverState = (typeof HANDOVER_STATES)[number];

export type HandoverItemKind = (typeof HANDOVER_ITEMS)[number];

/** Who was sent somewhere and is not back, and to what. */
export interface OpenDispatchView extends DispatchView {
  alarmId: string;
  alarmKind: AlarmView['kind'];
  containerNumber?: string;
}

/** Something that is not done when a shift ends. `key` names it in the note: `alarm/…`, `outage/…`. */
export type HandoverItem =
  | { key: string; what: 'alarm'; alarm: AlarmView }
  | { key: string; what: 'dispatch'; dispatch: OpenDispatchView }
  | { key: string; what: 'outage'; outage: OutageView }
  | { key: string; what: 'deadline'; deadline: DeadlineView };

/** What became of an item while the note was under way. */
export interface HandoverChange {
  key: string;
  what: 'new' | 'changed' | 'gone';
  /** Of one that changed, and of an alarm that was resolved: what, as it was and as it is; null: nothing. */
  fields: Record<string, [was: string | null, is: string | null]>;
  /** Of one that is gone: the item as it was last seen. */
  item?: HandoverItem;
}

/** Somebody's name under the note: `hash` is over what they saw of it, `changes` what was shown to them as changed. */
export interface HandoverSignature {
  at: string;
  by: string;
  byId: string;
  hash: string;
  /** What the note says now is what was signed. */
  intact: boolean;
  changes: HandoverChange[];
}

/** A note in a list. */
export interface HandoverView {
  id: string;
  organisationId: string;
  state: HandoverState;
  /** Grows with every change of what is written in it. */
  revision: number;
  begunAt: string;
  begunBy?: string;
  given?: { at: string; by: string };
  taken?: { at: string; by: string };
  /** How many items of each kind it carries. */
  counts: Record<HandoverItemKind, number>;
}

/** A note as a shift hands it to the next. */
export interface WholeHandoverView extends Omit<HandoverView, 'given' | 'taken'> {
  /** To the next shift, in general. */
  remark: string;
  /** A word to an item, by its key. */
  notes: Record<string, string>;
  /** What is not done: of a draft as it is now, of a signed note as it was when it was signed. The gravest alarms first. */
  items: HandoverItem[];
  /** Alarms that stand and are not among the items, for there are too many. */
  left: number;
  /** The same of each kind; of what is overdue ten thousand are counted at most. */
  leftOf: Record<HandoverItemKind, number>;
  /** When its items were looked at, since when `changes` counts. */
  since: string;
  /** Of a draft: what changed since it was begun, or since it was last signed. Of a note that was handed over: since then. Of one that was taken over: nothing. */
  changes: HandoverChange[];
  /** Over all this: what the next signature is given for; left out of a note that was taken over. */
  hash?: string;
  given?: HandoverSignature;
  taken?: HandoverSignature;
}

/** Items with a word to them, and words to one item, at most. */
const MOST_NOTES = 1000;
const Key = z.string().regex(/^(alarm|dispatch|outage|deadline)\/.{1,200}$/);

const Remark = z.string().trim().max(4000);

/** `POST /handovers` */
export const NewHandoverBody = z.object({ remark: Remark.default('') });
export type NewHandoverBody = z.infer<typeof NewHandoverBody>;

/** `PATCH /handovers/{id}`: what is left out stays; an empty word takes one away. */
export const HandoverPatch = z.object({
  revision: z.int().min(1).meta({ description: 'of the note as its author saw it' }),
  remark: Remark.optional(),
  notes: z
    .record(Key, z.string().trim().max(1000))
    .refine((notes) => Object.keys(notes).length <= MOST_NOTES, { message: `at most ${MOST_NOTES}` })
    .optional(),
});
export type HandoverPatch = z.infer<typeof HandoverPatch>;

/** `POST /handovers/{id}/give`, `/take` */
export const HandoverSign = z.object({
  hash: z
    .string()
    .regex(/^[0-9a-f]{64}$/)
    .meta({ description: 'of the note as who signs saw it' }),
});
export type HandoverSign = z.infer<typeof HandoverSign>;

const text = z.string();
const time = text.meta({ format: 'date-time', description: 'UTC with milliseconds' });
const count = z.int().min(0);

const OpenDispatchAnswer: z.ZodType<OpenDispatchView> = DispatchAnswer.extend({
  alarmId: z.uuid(),
  alarmKind: AlarmKind,
  containerNumber: text.exactOptional(),
});

const item: z.ZodType<HandoverItem> = z.discriminatedUnion('what', [
  z.object({ key: text, what: z.literal('alarm'), alarm: AlarmAnswer }),
  z.object({ key: text, what: z.literal('dispatch'), dispatch: OpenDispatchAnswer }),
  z.object({ key: text, what: z.literal('outage'), outage: OutageAnswer }),
  z.object({ key: text, what: z.literal('deadline'), deadline: DeadlineAnswer }),
]);

const change: z.ZodType<HandoverChange> = z
  .object({
    key: text,
    what: z.enum(['new', 'changed', 'gone']),
    fields: z
      .record(text, z.tuple([text.nullable(), text.nullable()]))
      .meta({ description: 'what changed: as it was, as it is' }),
    item: item.exactOptional().meta({ description: 'of one that is gone: as it was last seen' }),
  })
  .meta({ id: 'HandoverChange' });

const signature: z.ZodType<HandoverSignature> = z
  .object({
    at: time,
    by: text,
    byId: z.uuid(),
    hash: text.meta({ description: 'SHA-256 over what was seen, but for names of people and measurements' }),
    intact: z.boolean().meta({ description: 'what the note says now is what was signed' }),
    changes: z.array(change).meta({ description: 'what was shown as changed' }),
  })
  .meta({ id: 'HandoverSignature' });

const head = {
  id: z.uuid(),
  organisationId: text.meta({ description: 'whose shift it is' }),
  state: z.enum(HANDOVER_STATES),
  revision: z.int().min(1),
  begunAt: time,
  begunBy: text.exactOptional(),
  counts: z.object({ alarm: count, dispatch: count, outage: count, deadline: count }),
};
const signed = z.object({ at: time, by: text });

export const HandoverAnswer: z.ZodType<HandoverView> = z
  .object({ ...head, given: signed.exactOptional(), taken: signed.exactOptional() })
  .meta({ id: 'Handover' });

export const WholeHandoverAnswer: z.ZodType<WholeHandoverView> = z
  .object({
    ...head,
    remark: text,
    notes: z.record(text, text).meta({ description: 'a word to an item, by its key' }),
    items: z.array(item).meta({ description: 'a draft: as they are now; signed: as they were then' }),
    left: count.meta({ description: 'alarms that stand and are not among the items' }),
    leftOf: z
      .object({ alarm: count, dispatch: count, outage: count, deadline: count })
      .meta({ description: 'of each kind, what is not done and not among the items' }),
    since: time.meta({ description: 'since when `changes` counts' }),
    changes: z.array(change),
    hash: text.exactOptional().meta({ description: 'what the next signature is given for' }),
    given: signature.exactOptional(),
    taken: signature.exactOptional(),
  })
  .meta({ id: 'WholeHandover' });
