import type { PortMessage, PortMessageOf } from '@haidang/contract';
import { isCorrecting, parseInstant, type CorrectingForm } from '@haidang/domain';
import {
  changeStay,
  expectAgain,
  lockStandingStay,
  lockStay,
  meetExpectation,
  renamePortMessage,
  restoreEligibility,
  withdrawPortMessage,
  type PortMessageRecord,
  type Queryable,
  type StayRecord,
} from '@haidang/store';
import { ApiError } from '../http/errors.js';

export type Correction = PortMessageOf<CorrectingForm>;

export function isCorrection(message: PortMessage): message is Correction {
  return isCorrecting(message.form);
}

/**
 * What an officer has approved takes effect on the report that it corrects, which is held.
 * @returns containers whose papers changed
 * @throws ApiError `wrong_state` when what it corrects cannot be corrected any more
 */
export async function correct(
  tx: Queryable,
  correction: Correction,
  corrected: PortMessageRecord,
): Promise<string[]> {
  if (corrected.state !== 'taken') throw wrong('The report that it corrects was taken back already.');
  switch (correction.form) {
    case '16':
      return changeLanding(tx, correction, corrected);
    case '17':
      return cancelLanding(tx, corrected);
    case '25':
      // of bulk goods nothing stands in a yard's list: the correction is the record
      return [];
    case '26':
      return corrected.container === null ? cancelBulk(tx, corrected) : cancelExit(tx, corrected);
    case '27':
      return correctNumber(tx, correction, corrected);
  }
}

async function changeLanding(
  tx: Queryable,
  { changes }: PortMessageOf<'16'>,
  corrected: PortMessageRecord,
): Promise<string[]> {
  const { carrierSeal, purpose } = changes;
  const stay = await stayOf(tx, corrected);
  const inAt = changes.at === undefined ? undefined : parseInstant(changes.at)!;
  if (inAt !== undefined && stay.outAt !== null && inAt > stay.outAt)
    throw wrong('The container had left by then.');
  // when it came is what the camera saw, where one did
  await changeStay(tx, stay.id, { carrierSeal, purpose, inAt: stay.inSeen ? undefined : inAt });
  return [stay.container];
}

async function cancelLanding(tx: Queryable, corrected: PortMessageRecord): Promise<string[]> {
  const stay = await stayOf(tx, corrected);
  if (stay.outAt !== null) throw wrong('The container has left since.');
  if (stay.inSeen) await changeStay(tx, stay.id, { inReported: false });
  else await changeStay(tx, stay.id, { state: 'withdrawn', outAt: stay.inAt });
  const { expectedId } = corrected.effects;
  if (expectedId !== undefined && !stay.inSeen) await expectAgain(tx, expectedId);
  await withdrawPortMessage(tx, corrected.id);
  return [stay.container];
}

async function cancelBulk(tx: Queryable, corrected: PortMessageRecord): Promise<string[]> {
  if (corrected.effects.eligibilityId !== undefined)
    await restoreEligibility(tx, corrected.effects.eligibilityId);
  await withdrawPortMessage(tx, corrected.id);
  return [];
}

/** It did not leave, as far as the port says; what a camera saw leave has left all the same. */
async function cancelExit(tx: Queryable, corrected: PortMessageRecord): Promise<string[]> {
  const { stayId, eligibilityId } = corrected.effects;
  const stay = stayId === undefined ? undefined : await lockStay(tx, stayId);
  if (stay !== undefined) {
    if (!stay.outSeen && (await lockStandingStay(tx, stay.facilityId, stay.container)) !== undefined)
      throw wrong('The container has come back since.');
    await changeStay(tx, stay.id, { outReported: false, outAt: stay.outSeen ? undefined : null });
  }
  if (eligibilityId !== undefined && stay?.outSeen !== true) await restoreEligibility(tx, eligibilityId);
  await withdrawPortMessage(tx, corrected.id);
  return [corrected.container!];
}

async function correctNumber(
  tx: Queryable,
  { container }: PortMessageOf<'27'>,
  corrected: PortMessageRecord,
): Promise<string[]> {
  const stay = await stayOf(tx, corrected);
  if (stay.outAt !== null) throw wrong('The container has left since.');
  if (stay.container === container) throw wrong(`It stands as ${container} already.`);
  if ((await lockStandingStay(tx, stay.facilityId, container)) !== undefined)
    throw wrong(`${container} stands here by another report.`);
  await changeStay(tx, stay.id, { container });
  if (corrected.effects.expectedId !== undefined) await expectAgain(tx, corrected.effects.expectedId);
  const met = await meetExpectation(tx, stay.facilityId, container, stay.inAt);
  await renamePortMessage(tx, corrected.id, container, met?.id ?? null);
  return [stay.container, container];
}

async function stayOf(tx: Queryable, { effects }: PortMessageRecord): Promise<StayRecord> {
  const stay = effects.stayId === undefined ? undefined : await lockStay(tx, effects.stayId);
  if (stay === undefined || stay.state === 'withdrawn')
    throw wrong('The report that it corrects began no stay.');
  return stay;
}

function wrong(detail: string): ApiError {
  return new ApiError('wrong_state', detail);
}
