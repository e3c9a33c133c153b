import {
  formatInstant,
  isWatched,
  TRANSIT_STEPS,
  type Instant,
  type StepTaking,
  type TransitStep,
} from '@haidang/domain';
import {
  dropProposal,
  enterLedger,
  recordStep,
  setTransitState,
  type LedgerAct,
  type TransitRecord,
} from '@haidang/store';
import { MAX_AHEAD } from '@haidang/wire';
import type { PoolClient } from 'pg';
import { ApiError } from '../http/errors.js';
import { whoActs } from '../identity/acting.js';
import { invalid } from '../http/zod.pipe.js';
import { actNow } from '../ledger/act.js';
import type { TransitNews } from './transit-news.js';
import { transitView } from './view.js';

/** A step as it is written down. */
export interface TakenStep {
  readonly step: TransitStep;
  readonly at: Instant;
  readonly reason?: string | undefined;
  readonly how?: StepTaking | undefined;
  /** Of the transit as whoever took it saw it. */
  readonly revision?: number | undefined;
}

/** Writes a step down, and that its seals are to be judged by it. The caller holds the transit and has looked at its state and the time. */
export async function writeStep(
  tx: PoolClient,
  news: TransitNews,
  id: string,
  taken: TakenStep,
): Promise<void> {
  const { step, at } = taken;
  await setTransitState(tx, id, {
    state: TRANSIT_STEPS[step].to,
    ...(step === 'depart' && { departedAt: at }),
    ...(step === 'arrive' && { arrivedAt: at }),
    ...(!isWatched(TRANSIT_STEPS[step].to) && { endedAt: at }),
  });
  await dropProposal(tx, id);
  await recordStep(tx, id, { ...taken, by: whoActs() });
  await enterLedger(tx, [stepAct(id, taken)]);
  await news.oweRevision(tx, id, step, at);
}

/** A step as the ledger has it: when it happened may be long before it was entered. */
export function stepAct(
  id: string,
  { step, at, reason, how, revision }: Omit<TakenStep, 'step'> & { readonly step: string },
): LedgerAct {
  const data = {
    at: formatInstant(at),
    ...(reason !== undefined && { reason }),
    ...(how !== undefined && { how }),
    ...(revision !== undefined && { revision }),
  };
  return actNow(`transit.${step}`, `transit/${id}`, data);
}

/** @throws ApiError `wrong_state` unless the transit is in one of the states */
export function checkState(record: TransitRecord, what: string, allowed: readonly string[]): void {
  if (allowed.includes(record.state)) return;
  const detail = `The transit is ${record.state}; ${what} is possible while it is ${allowed.join(' or ')}.`;
  throw new ApiError('wrong_state', detail, {
    members: { state: record.state, allowed, transit: transitView(record) },
  });
}

/** It is what its author saw of it. @param seen undefined: the act hangs on nothing that was seen @throws ApiError `transit_changed` */
export function checkSeen(record: TransitRecord, seen: number | undefined): void {
  if (seen === undefined || seen === record.revision) return;
  const detail = `The transit is at revision ${record.revision}; revision ${seen} was acted on.`;
  throw new ApiError('transit_changed', detail, { members: { transit: transitView(record) } });
}

/** What is said to have happened does not lie in the future. @throws ApiError `invalid_request` */
export function checkPast(happened: Instant, now: Instant): void {
  if (happened > now + MAX_AHEAD) throw invalid([{ path: 'at', message: 'it lies in the future' }]);
}

/** It lies neither in the future nor before what it follows. @throws ApiError `invalid_request` */
export function checkTime({ departedAt, arrivedAt }: TransitRecord, happened: Instant, now: Instant): void {
  checkPast(happened, now);
  const before = arrivedAt ?? departedAt;
  if (before === null || happened >= before) return;
  const what = arrivedAt === null ? 'departure' : 'arrival';
  throw invalid([{ path: 'at', message: `it lies before the ${what} at ${formatInstant(before)}` }]);
}
