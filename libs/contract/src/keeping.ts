import { isContainerNumber } from '@haidang/domain';
import { z } from 'zod';
import { Id } from './common.js';

const Reason = z.string().trim().min(1).max(500);
const CaseNumber = z.string().trim().min(1).max(100);

/** `POST /holds`: nothing that belongs to these is deleted as long as the hold stands. */
export const NewHoldBody = z
  .object({
    caseNumber: CaseNumber.optional().meta({ description: 'of the authority that asked for it' }),
    transits: z.array(Id).max(1_000).default([]),
    containers: z
      .array(z.string().refine(isContainerNumber, { message: 'not a container number (ISO 6346)' }))
      .max(1_000)
      .default([]),
    cases: z
      .array(z.uuid())
      .max(1_000)
      .default([])
      .meta({ description: 'of ports and gates, by id; what they are about is held as well' }),
    reason: Reason,
  })
  .refine(({ transits, containers, cases }) => transits.length + containers.length + cases.length > 0, {
    message: 'a transit, a container or a case is wanted',
  });

/** `DELETE /holds/{id}`, `POST /persons/{id}/forget`: why. */
export const WithReason = z.object({ reason: Reason });

export interface HoldView {
  id: string;
  caseNumber?: string;
  transits: string[];
  containers: string[];
  cases: string[];
  reason: string;
  placedAt: string;
  /** Ids of persons. */
  placedBy?: string;
  liftedAt?: string;
  liftedBy?: string;
  liftReason?: string;
}

const text = z.string();
const time = text.meta({ format: 'date-time', description: 'UTC with milliseconds' });

export const HoldAnswer: z.ZodType<HoldView> = z
  .object({
    id: z.uuid(),
    caseNumber: text.exactOptional(),
    transits: z.array(text),
    containers: z.array(text),
    cases: z.array(text),
    reason: text,
    placedAt: time,
    placedBy: text.exactOptional().meta({ description: 'the id of a person' }),
    liftedAt: time.exactOptional(),
    liftedBy: text.exactOptional(),
    liftReason: text.exactOptional(),
  })
  .meta({ id: 'Hold' });

/** All that is held about a person; the ledger's entries in their order, the latest first. */
export interface PersonDataView {
  exportedAt: string;
  [part: string]: unknown;
}
export const PersonDataAnswer: z.ZodType<PersonDataView> = z
  .looseObject({ exportedAt: time })
  .meta({ id: 'PersonData' });

export interface ForgottenView {
  /** What stands in the place of every name. */
  pseudonym: string;
}
export const ForgottenAnswer: z.ZodType<ForgottenView> = z
  .object({ pseudonym: text })
  .meta({ id: 'Forgotten' });
