import { randomUUID } from 'node:crypto';
import { isDeepStrictEqual } from 'node:util';
import {
  CORRECTS,
  formatInstant,
  isCorrecting,
  parseInstant,
  MINUTE,
  type Instant,
  type PortFlag,
  type PortWay,
} from '@haidang/domain';
import type { PortMessage } from '@haidang/contract';
import {
  enterLedger,
  findPortMessages,
  insertPortMessage,
  lockPortMessageByNumber,
  queueForContainers,
  settlePortMessage,
  type LedgerAct,
  type PortMessageRecord,
  type Queryable,
} from '@haidang/store';
import { isDiscrepancy, openCaseOfReport } from '../cases/of-report.js';
import { ApiError } from '../http/errors.js';
import { actNow } from '../ledger/act.js';
import { isCorrection } from './corrections.js';
import { takeEffect } from './effects.js';

/** How far ahead of ours a port's clock may be. */
const MAX_AHEAD = 10 * MINUTE;
const EARLIEST = Date.UTC(2020, 0, 1);

/** How some messages came, and who signed them. */
export interface Coming {
  readonly way: PortWay;
  readonly submissionId: string;
  /** The id of a person; null: it lay in a folder. */
  readonly by: string | null;
  readonly signature: string | null;
  readonly signedBy: string | null;
  /** Of the whole: `unsigned`, `signature_invalid`. */
  readonly flags: readonly PortFlag[];
  readonly now: Instant;
}

export interface Taken {
  /** In the order in which they came; of a repeat the first one. */
  readonly records: readonly PortMessageRecord[];
  /** How many are new. */
  readonly fresh: number;
  /** Whose papers changed. */
  readonly containers: readonly string[];
}

/**
 * Takes messages in a transaction, all or none, one after the other: each may speak of what the one before did. A repeat with the same content
 * is the first one again. What corrects something waits for an officer.
 * @param pathOf what stands before a message's fields in an error: `messages.3.`
 * @throws ApiError `conflict`, `reference_unknown`, `time_ahead`, `time_before_2020`
 */
export async function takeMessages(
  tx: Queryable,
  messages: readonly PortMessage[],
  coming: Coming,
  pathOf: (index: number) => string,
): Promise<Taken> {
  const containers = [...new Set(messages.flatMap((message) => containerOf(message) ?? []))];
  await queueForContainers(tx, containers);
  const ids: string[] = [];
  const acts: LedgerAct[] = [];
  for (const [i, message] of messages.entries()) {
    const path = pathOf(i);
    const act = await takeOne(tx, message, coming, path);
    if (act !== undefined) acts.push(act);
    ids.push(act === undefined ? await findFirst(tx, message, path) : idOf(act));
  }
  await enterLedger(tx, acts);
  return { records: await findPortMessages(tx, ids), fresh: acts.length, containers };
}

const SUBJECT = 'port-message/';
const idOf = ({ subject }: LedgerAct) => subject.slice(SUBJECT.length);

/** @returns what is to be entered in the ledger; undefined when there is one of its form and number already */
async function takeOne(
  tx: Queryable,
  message: PortMessage,
  coming: Coming,
  path: string,
): Promise<LedgerAct | undefined> {
  const at = timeOf(message, coming.now, path);
  const { facilityId, form, number } = message;
  const corrected = isCorrection(message) ? await correctedBy(tx, message, path) : undefined;
  const id = randomUUID();
  const isNew = await insertPortMessage(tx, {
    ...{ id, facilityId, form, number, at },
    body: { ...message, at: formatInstant(at) },
    state: isCorrecting(form) ? 'waiting' : 'taken',
    container: containerOf(message) ?? corrected?.container ?? null,
    corrects: corrected?.id ?? null,
    ...{ way: coming.way, by: coming.by, submissionId: coming.submissionId },
    ...{ signature: coming.signature, signedBy: coming.signedBy },
  });
  if (!isNew) return undefined;
  const { effects, flags: odd, stayWas } = await takeEffect(tx, message, coming.now);
  const flags = [...coming.flags, ...odd];
  if (flags.length > 0 || Object.keys(effects).length > 0)
    await settlePortMessage(tx, id, { flags, effects });
  if (isDiscrepancy(message)) {
    const { stayId } = effects;
    const setApart = stayId === undefined || stayWas === undefined ? null : { stayId, stayWas };
    await openCaseOfReport(tx, id, message, setApart);
  }
  return actNow('port_message.take', SUBJECT + id, {
    ...{ form, number, facilityId, way: coming.way, submission: coming.submissionId },
    ...(containerOf(message) !== undefined && { container: containerOf(message) }),
    ...(flags.length > 0 && { flags }),
    ...(coming.signedBy !== null && { signedBy: coming.signedBy }),
    ...effects,
  });
}

/** The one that was taken before. @throws ApiError `conflict` when it says something else */
async function findFirst(tx: Queryable, message: PortMessage, path: string): Promise<string> {
  const { facilityId, form, number } = message;
  const record = await lockPortMessageByNumber(tx, { facilityId, forms: [form], number });
  if (record === undefined) throw new Error(`message ${form} ${number} was taken and is not there`);
  if (!isSame(record, message)) throw conflict(message, path);
  return record.id;
}

async function correctedBy(
  tx: Queryable,
  message: Extract<PortMessage, { corrects: string }>,
  path: string,
): Promise<PortMessageRecord> {
  const { facilityId, form, corrects: number } = message;
  const forms = form === '26' ? [message.correctsForm] : CORRECTS[form];
  const corrected = await lockPortMessageByNumber(tx, { facilityId, forms, number });
  if (corrected !== undefined) return corrected;
  const said = `there is no report ${number} of form ${forms.join(' or ')} of ${facilityId}`;
  const errors = [{ path: `${path}corrects`, message: said }];
  throw new ApiError('reference_unknown', said, { errors });
}

/** A time that nothing can have happened at. */
export function timeFaultOf(at: Instant, now: Instant): 'time_ahead' | 'time_before_2020' | undefined {
  if (at > now + MAX_AHEAD) return 'time_ahead';
  return at < EARLIEST ? 'time_before_2020' : undefined;
}

function timeOf(message: PortMessage, now: Instant, path: string): Instant {
  const at = parseInstant(message.at)!;
  const code = timeFaultOf(at, now);
  if (code === undefined) return at;
  throw new ApiError(code, undefined, { errors: [{ path: `${path}at`, message: message.at }] });
}

export function containerOf(message: PortMessage): string | undefined {
  return 'container' in message ? message.container : undefined;
}

/** The same report again, however its time is written. */
function isSame(record: PortMessageRecord, message: PortMessage): boolean {
  const body = JSON.parse(
    JSON.stringify({ ...message, at: formatInstant(parseInstant(message.at)!) }),
  ) as unknown;
  return isDeepStrictEqual(record.body, body);
}

function conflict({ form, number, facilityId }: PortMessage, path: string): ApiError {
  const said = `${facilityId} reported ${number} of form ${form} before with other content`;
  return new ApiError('conflict', said, { errors: [{ path: `${path}number`, message: said }] });
}
