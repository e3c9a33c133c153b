import { z } from 'zod';
import { Time } from './common.js';

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
export interface PassageView extends PassageBody {
  gateId: string;
  receivedAt: string;
  decision: DecisionView;
  override?: OverrideView;
}
