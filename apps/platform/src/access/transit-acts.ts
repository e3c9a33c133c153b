import type { NewTransit } from '@haidang/contract';
import { STEP_TAKEN_AT, type TransitStep } from '@haidang/domain';
import type { TransitRecord } from '@haidang/store';
import { isDeepStrictEqual } from 'node:util';
import { ApiError } from '../http/errors.js';
import type { Sight } from './sight.js';

/** Whether it is of the own office, or the centre. */
export function takesOwnStep(
  sight: Sight,
  { from, to }: Pick<TransitRecord, 'from' | 'to'>,
  step: TransitStep | 'approve',
): boolean {
  const at = STEP_TAKEN_AT[step];
  return sight.all || (at !== 'to' && sight.places.has(from)) || (at !== 'from' && sight.places.has(to));
}

/** An officer takes the steps of the own office; the centre takes any. @throws ApiError `forbidden` */
export function checkOwnStep(
  sight: Sight,
  { from, to }: Pick<TransitRecord, 'from' | 'to'>,
  step: TransitStep | 'approve',
): void {
  if (takesOwnStep(sight, { from, to }, step)) return;
  const at = STEP_TAKEN_AT[step];
  throw new ApiError(
    'forbidden',
    `${step} is for the office of ${at === 'to' ? 'destination' : 'departure'}.`,
  );
}

/**
 * A carrier registers its own transits and may change them until customs has acted on them; the limits that its drive is judged by are not
 * its own to set. @param before undefined: it is registered @throws ApiError `forbidden`
 */
export function checkEntry(sight: Sight, before: TransitRecord | undefined, after: NewTransit): void {
  if (sight.role !== 'carrier') return;
  if (!isDeepStrictEqual(before?.rules, after.rules))
    throw new ApiError('forbidden', 'rules: the limits of a drive are set by customs.');
  if (before !== undefined && (before.state !== 'registered' || before.approvedAt !== null))
    throw new ApiError('forbidden', 'Customs has acted on the transit: only an officer may change it.');
}
