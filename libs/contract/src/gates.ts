import { OFFLINE_REASONS } from '@haidang/domain';
import { z } from 'zod';
import { Time } from './common.js';

/** Of a passage that a gatehouse decided without a network, from its signed list, and tells afterwards. */
export const DecidedOfflineBody = z
  .object({
    listId: z.string().min(1).max(100).optional().meta({ description: 'left out: it had no list' }),
    listAt: Time.optional(),
    listExpiresAt: Time.optional(),
    verdict: z.enum(['pass', 'hold']),
    reasons: z.array(z.enum(OFFLINE_REASONS)).max(OFFLINE_REASONS.length),
    by: z.string().trim().min(1).max(100).meta({ description: 'who decided: not who sends it afterwards' }),
  })
  .refine(({ verdict, reasons }) => (verdict === 'hold') === reasons.length > 0, {
    path: ['reasons'],
    message: 'what is held has a reason, and what passes has none',
  });
export type DecidedOfflineBody = z.infer<typeof DecidedOfflineBody>;

/** `POST /gates/{gateId}/passages` and the MQTT passage: the same form. */
export const PassageBody = z.object({
  id: z.string().min(1).max(100),
  time: Time,
  direction: z.enum(['in', 'out']),
  lane: z.string().max(20).optional(),
  container: z.string().max(20).optional(),
  containerConfidence: z.number().min(0).max(1).optional(),
  plate: z.string().max(20).optional(),
  plateConfidence: z.number().min(0).max(1).optional(),
  sealId: z.string().max(64).optional(),
  carrierSeal: z.string().max(50).optional(),
  damage: z.boolean().optional(),
  images: z.array(z.string().max(2000)).max(50).optional(),
  source: z.string().max(50).optional(),
  decidedOffline: DecidedOfflineBody.optional().meta({
    description: 'by REST alone: it happened, and is judged anew by what was known at its time',
  }),
});

export type PassageBody = z.infer<typeof PassageBody>;

export interface DecisionView {
  passageId: string;
  gateId: string;
  time: string;
  verdict: 'pass' | 'hold';
  reasons: string[];
  container: string | null;
  direction: 'in' | 'out';
  /** Of a container that was not read, or is not on file: which it may be. */
  suggestions?: { container: string; differing: number }[] | undefined;
  decidedOffline?: OfflineView | undefined;
}

/** What was decided without a network, and what the platform made of it. */
export interface OfflineView extends DecidedOfflineBody {
  /** What would have held it, by what was known at its time. */
  judged: string[];
  /** The camera's passage that it is. */
  sameAs?: { gateId: string; passageId: string } | undefined;
  /** What was opened because it should not have left. */
  caseId?: string | undefined;
}

/** `POST /gates/{gateId}/passages/{id}/override`: an officer lets through, or holds, with a reason. */
export const OverrideBody = z.object({
  verdict: z.enum(['pass', 'hold']),
  reason: z.string().trim().min(1).max(1000),
});

/** What an officer decided otherwise; the last one stands. */
export interface OverrideView {
  verdict: 'pass' | 'hold';
  reason: string;
  by: string;
  at: string;
}

/** One row of `GET /gates/{gateId}/passages`. */
export interface PassageView extends Omit<PassageBody, 'decidedOffline'> {
  gateId: string;
  receivedAt: string;
  decision: DecisionView;
  override?: OverrideView;
  decidedOffline?: OfflineView | undefined;
}
