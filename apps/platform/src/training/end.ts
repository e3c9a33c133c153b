import type { Instant, TrainingEnding } from '@haidang/domain';
import type { LedgerAct, TrainingEnd } from '@haidang/store';
import { actNow } from '../ledger/act.js';
import type { Sandbox } from './sandbox/sandbox.js';
import { sheetOf } from './sandbox/score.js';

/** What a session came to. @param sandbox undefined: it never began */
export function endOf(sandbox: Sandbox | undefined, ending: TrainingEnding, at: Instant): TrainingEnd {
  if (sandbox === undefined) return { ending, at, points: null, of: null, sheet: null };
  sandbox.advance(at);
  const sheet = sheetOf(sandbox);
  return { ending, at, points: sheet.points, of: sheet.of, sheet };
}

/** A session's entry in the ledger, in whoever's name acts now. */
export function entryOf(
  what: 'start' | 'begin' | 'end',
  id: string,
  data: object = {},
  at?: Instant,
): LedgerAct {
  return actNow(`training.${what}`, `training/${id}`, data, at);
}

/** How it ended and what it came to; what was done in it is in no ledger. */
export function entryOfEnd(id: string, { ending, points, of, at }: TrainingEnd): LedgerAct {
  return entryOf('end', id, { ending, ...(points !== null && { points, of }) }, at);
}
