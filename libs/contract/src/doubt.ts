import { DOUBT_EVIDENCE, type DoubtEvidence } from '@haidang/domain';
import { z } from 'zod';

/** One reason of doubt: what it counts now, and from what that follows. */
export interface DoubtReasonView {
  rule: string;
  points: number;
  full: number;
  halved: number;
  at: string;
  evidence: { kind: DoubtEvidence; id: string };
  measured: Record<string, unknown>;
}

/** `GET /containers/{number}/doubt`, `GET /companies/{id}/doubt`: the sum of its reasons, the newest first. */
export interface DoubtView {
  kind: 'container' | 'company';
  id: string;
  points: number;
  at: string;
  halveDays: number;
  reasons: DoubtReasonView[];
}

/** `GET /doubt`: those there is most doubt about. */
export interface DoubtedView {
  kind: 'container' | 'company';
  id: string;
  name?: string;
  points: number;
  reasons: number;
}

/** `GET /doubt/rules`: how many points each rule gives, and after how many days they are half. */
export interface DoubtRulesView {
  halveDays: number;
  points: Record<string, number>;
}

/** `PUT /doubt/rules`: what is left out stays as it is. */
export const DoubtRulesBody = z.object({
  halveDays: z.int().min(1).max(3_650).optional(),
  points: z.record(z.string().max(100), z.int().min(0).max(1_000)).default({}),
  reason: z.string().trim().min(1).max(500),
});

const text = z.string();
const time = text.meta({ format: 'date-time', description: 'UTC with milliseconds' });
const kind = z.enum(['container', 'company']);

export const DoubtAnswer: z.ZodType<DoubtView> = z
  .object({
    kind,
    id: text,
    points: z.number().meta({ description: 'the sum of the reasons’ points' }),
    at: time.meta({ description: 'as of when' }),
    halveDays: z.int(),
    reasons: z.array(
      z.object({
        rule: text,
        points: z.number().meta({ description: '`full`, halved so often' }),
        full: z.number(),
        halved: z.int().meta({ description: 'once for each `halveDays` since' }),
        at: time.meta({ description: 'when it happened' }),
        evidence: z
          .object({ kind: z.enum(DOUBT_EVIDENCE), id: text })
          .meta({ description: 'of a passage `gate/id`' }),
        measured: z.record(text, z.unknown()),
      }),
    ),
  })
  .meta({ id: 'Doubt' });

export const DoubtedAnswer: z.ZodType<DoubtedView> = z
  .object({
    kind,
    id: text,
    name: text.exactOptional().meta({ description: 'of a company' }),
    points: z.number(),
    reasons: z.int().meta({ description: 'how many' }),
  })
  .meta({ id: 'Doubted' });

export const DoubtRulesAnswer: z.ZodType<DoubtRulesView> = z
  .object({ halveDays: z.int(), points: z.record(text, z.int()) })
  .meta({ id: 'DoubtRules' });
