import {
  CASE_ACTS,
  CASE_DECISIONS,
  CASE_KINDS,
  CASE_OUTCOMES,
  CASE_SOURCES,
  CASE_STATES,
  type CaseAct,
  type CaseDecision,
  type CaseKind,
  type CaseOutcome,
  type CaseSource,
  type CaseState,
} from '@haidang/domain';
import { z } from 'zod';
import { Id, Time } from './common.js';
import { PaperNumber } from './papers.js';
import { ContainerNumber } from './transits.js';

const Reason = z.string().trim().min(1).max(1000);
const decision = z.enum(Object.keys(CASE_DECISIONS) as [CaseDecision, ...CaseDecision[]]);

/** `POST /cases`: of an alarm there is one case, whoever opens it; what the alarm says of place, container and transit need not be said again. */
export const NewCaseBody = z
  .object({
    alarmId: z.uuid().optional(),
    facilityId: Id.optional(),
    container: ContainerNumber.optional(),
    declaration: PaperNumber.optional(),
    transitId: Id.optional(),
    kind: z.enum(CASE_KINDS).optional().meta({ description: 'left out: what the alarm is, else `other`' }),
    description: z.string().trim().min(1).max(2000),
    passage: z
      .object({ gateId: Id, id: z.string().min(1).max(100), time: Time })
      .optional()
      .meta({ description: 'the gate passage at which it was seen; it may be told later than the case' }),
  })
  .refine(({ alarmId, facilityId }) => alarmId !== undefined || facilityId !== undefined, {
    path: ['facilityId'],
    message: 'a facility or an alarm is wanted',
  });
export type NewCaseBody = z.infer<typeof NewCaseBody>;

/** `POST /cases/{id}/assign` */
export const CaseAssignBody = z.object({ to: z.string().trim().min(1).max(100) });
/** `POST /cases/{id}/comment` */
export const CaseCommentBody = z.object({ text: z.string().trim().min(1).max(2000) });
/** `POST /cases/{id}/evidence`: a picture or paper that was uploaded belongs to it. */
export const CaseEvidenceBody = z.object({ evidenceId: z.uuid() });
/** `POST /cases/{id}/segregate` */
export const CaseSegregateBody = z.object({ reason: Reason });
/** `POST /cases/{id}/decide` */
export const CaseDecideBody = z.object({ decision, reason: Reason });
/** `POST /cases/{id}/close` */
export const CaseCloseBody = z.object({ outcome: z.enum(CASE_OUTCOMES), reason: Reason });

/** A case. Whoever carries the goods is told what it is about, and what was decided; not how it came up, nor who works on it. */
export interface CaseView {
  id: string;
  /** For people: `VV-000042`. */
  number: string;
  facilityId: string;
  kind: CaseKind;
  source: CaseSource;
  state: CaseState;
  container?: string;
  declaration?: string;
  /** Tax number. */
  companyId?: string;
  transitId?: string;
  gateId?: string;
  alarmId?: string;
  portMessageId?: string;
  description?: string;
  /** What a report said: `expected`, `found`, `kind`. */
  details?: Record<string, unknown>;
  /** Its container is set apart on its account. */
  segregated: boolean;
  assignee?: string;
  openedAt: string;
  openedBy?: string;
  decision?: CaseDecision;
  decisionReason?: string;
  decidedAt?: string;
  decidedBy?: string;
  outcome?: CaseOutcome;
  outcomeReason?: string;
  closedAt?: string;
  closedBy?: string;
}

/** Who did what with it, when and why. */
export interface CaseActView {
  at: string;
  what: CaseAct;
  by?: string;
  /** The reason, or what was said. */
  text?: string;
  data?: Record<string, unknown>;
}

/** `GET /cases/{id}` */
export interface WholeCaseView extends CaseView {
  history: CaseActView[];
  /** Its content is at `/evidence/{id}/content`, as long as evidence is kept; the hash stays. */
  evidence: { id: string; sha256: string; at: string; by?: string }[];
}

const text = z.string();
const time = text.meta({ format: 'date-time', description: 'UTC with milliseconds' });
const maybe = <T extends z.ZodType>(schema: T) => schema.exactOptional();

const view = z.object({
  id: z.uuid(),
  number: text.meta({ description: 'for people: `VV-000042`' }),
  facilityId: text,
  kind: z.enum(CASE_KINDS),
  source: z.enum(CASE_SOURCES).meta({ description: 'who found it' }),
  state: z.enum(CASE_STATES),
  container: maybe(text),
  declaration: maybe(text),
  companyId: maybe(text).meta({ description: 'tax number' }),
  transitId: maybe(text),
  gateId: maybe(text),
  alarmId: maybe(text),
  portMessageId: maybe(text),
  description: maybe(text),
  details: maybe(z.record(text, z.unknown())).meta({ description: 'what a report or an alarm said' }),
  segregated: z.boolean().meta({ description: 'its container is set apart on its account: gates hold it' }),
  assignee: maybe(text),
  openedAt: time,
  openedBy: maybe(text).meta({ description: 'a name; left out: the platform itself' }),
  decision: maybe(decision).meta({ description: 'the last one' }),
  decisionReason: maybe(text),
  decidedAt: maybe(time),
  decidedBy: maybe(text),
  outcome: maybe(z.enum(CASE_OUTCOMES)),
  outcomeReason: maybe(text),
  closedAt: maybe(time),
  closedBy: maybe(text),
});

export const CaseAnswer: z.ZodType<CaseView> = view.meta({ id: 'Case' });

export const WholeCaseAnswer: z.ZodType<WholeCaseView> = view
  .extend({
    history: z.array(
      z.object({
        at: time,
        what: z.enum(CASE_ACTS),
        by: maybe(text),
        text: maybe(text).meta({ description: 'the reason, or what was said' }),
        data: maybe(z.record(text, z.unknown())),
      }),
    ),
    evidence: z.array(z.object({ id: z.uuid(), sha256: text, at: time, by: maybe(text) })),
  })
  .meta({ id: 'WholeCase' });
