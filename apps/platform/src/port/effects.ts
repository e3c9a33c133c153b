import { randomUUID } from 'node:crypto';
import type { PortMessage, PortMessageOf } from '@haidang/contract';
import { parseInstant, REPORT_WITHIN, type Instant, type StayState } from '@haidang/domain';
import {
  beginReportedStay,
  changeStay,
  lockStandingStay,
  lockUnreportedComing,
  meetExpectation,
  standsElsewhere,
  type Queryable,
} from '@haidang/store';
import { containerLeft, goodsLeft, type Outcome } from './exits.js';

const NOTHING: Outcome = { effects: {}, flags: [] };

/** What a report does as soon as it is taken, in its transaction. What waits for an officer does nothing yet. */
export async function takeEffect(tx: Queryable, message: PortMessage, now: Instant): Promise<Outcome> {
  const { flags, ...done } = await effectOf(tx, message);
  const within = REPORT_WITHIN[message.form];
  const isLate = within !== undefined && now - parseInstant(message.at)! > within;
  return { ...done, flags: isLate ? [...flags, 'reported_late'] : flags };
}

function effectOf(tx: Queryable, message: PortMessage): Promise<Outcome> | Outcome {
  switch (message.form) {
    case '14':
      return containerLanded(tx, message);
    case '18':
      return stayBecomes(tx, message, 'segregated');
    case '20':
      return stayBecomes(tx, message, 'emptied');
    case '21':
      return containerLeft(tx, message);
    case '22':
      return goodsLeft(tx, message, message.last);
    case '23':
      return stayBecomes(tx, message, 'stuffed', message.carrierSeal);
    case '24':
      return stayBecomes(tx, message, undefined, message.seal === 'carrier' ? message.newSeal : undefined);
    case '32':
      return message.container === undefined
        ? goodsLeft(tx, message, true)
        : containerLeft(tx, { ...message, container: message.container });
    case '15':
    case '19':
    case '16':
    case '17':
    case '25':
    case '26':
    case '27':
      return NOTHING;
  }
}

/** A stay begins, or the one that a camera saw begin is reported; whoever expected the container has it now. */
async function containerLanded(tx: Queryable, message: PortMessageOf<'14'>): Promise<Outcome> {
  const { facilityId, container, carrierSeal, purpose } = message;
  const at = parseInstant(message.at)!;
  const elsewhere = (await standsElsewhere(tx, container, facilityId)) ? (['stands_elsewhere'] as const) : [];
  const seen =
    (await lockStandingStay(tx, facilityId, container)) ??
    (await lockUnreportedComing(tx, facilityId, container, at));
  if (seen?.inReported === true) return { effects: {}, flags: [...elsewhere, 'landed_before'] };
  const expected = await meetExpectation(tx, facilityId, container, at);
  const stayId = seen?.id ?? randomUUID();
  if (seen !== undefined) await changeStay(tx, stayId, { inReported: true, carrierSeal, purpose });
  else {
    const began = await beginReportedStay(tx, {
      ...{ id: stayId, facilityId, container, at },
      purpose: purpose ?? expected?.purpose ?? null,
      carrierSeal: carrierSeal ?? expected?.carrierSeal ?? null,
      scanOrdered: expected?.scanOrdered ?? false,
      // a truck's plate says that a truck brought it
      mode: message.plate !== undefined ? 'road' : (expected?.mode ?? null),
    });
    // a camera was faster by a moment
    if (!began) return containerLanded(tx, message);
  }
  return { effects: { stayId, expectedId: expected?.id }, flags: elsewhere };
}

async function stayBecomes(
  tx: Queryable,
  { facilityId, container }: { readonly facilityId: string; readonly container: string },
  state: StayState | undefined,
  carrierSeal?: string,
): Promise<Outcome> {
  const stay = await lockStandingStay(tx, facilityId, container);
  if (stay === undefined) return { effects: {}, flags: ['not_standing'] };
  // what is set apart stays so until an officer decides
  await changeStay(tx, stay.id, { state: stay.state === 'segregated' ? undefined : state, carrierSeal });
  return { effects: { stayId: stay.id }, flags: [], stayWas: stay.state };
}
