import {
  byEventTime,
  formatInstant,
  type Fix,
  type Instant,
  type Millis,
  type QuarantineReason,
} from '@haidang/domain';
import {
  decodeFixes,
  decodePassage,
  decodeReceipt,
  MAX_PAYLOAD_BYTES,
  parseInboundTopic,
  Rejection,
} from '@haidang/wire';
import { isOfAnother, maySay } from '../devices/rights.js';
import type { Directory } from '../directory/directory.js';
import type { SealEntry } from '../directory/seal-entry.js';
import { refuse, type Message, type RefusalUnit, type Unit } from './message.js';
import type { ReceiptUnit } from './receipt-lane.js';

/** Refused so, a fix shows all the same that its seal is there. */
const OF_TIME: ReadonlySet<QuarantineReason> = new Set(['time_ahead', 'time_before_2020', 'time_dropped']);

export interface DecodeContext {
  readonly directory: Directory;
  readonly now: Instant;
  /** What is older has no place in the store any more. */
  readonly droppedBefore: Instant;
}

/** Decodes a message into what is to be committed; nothing where a camera speaks of no vehicle, or of one of which more is to come. */
export function decode(message: Message, context: DecodeContext): readonly (Unit | ReceiptUnit)[] {
  const inbound = parseInboundTopic(message.topic);
  const { sender } = message;
  if (sender !== undefined && !maySay(sender, inbound, context.directory)) {
    if (inbound !== undefined || isOfAnother(sender, message.topic, context.directory))
      return [refuse(message, new Rejection('wrong_sender', `${sender.name} does not speak for this topic`))];
  }
  switch (inbound?.kind) {
    case 'fixes':
      return decodeSealMessage(message, inbound.sealId, context);
    case 'passage':
      return [decodeGateMessage(message, inbound.gateId, context)];
    case 'receipt':
      return [decodeReceiptMessage(message, inbound.facilityId)];
    case 'camera':
      return decodeCameraMessage(message, inbound.cameraId, context);
    case 'reply':
    case undefined:
      return [refuse(message, new Rejection('bad_topic', 'the platform takes nothing on this topic'))];
  }
}

function decodeSealMessage(message: Message, sealId: string, context: DecodeContext): readonly Unit[] {
  const { directory, now } = context;
  const entry = directory.seal(sealId);
  if (entry === undefined)
    return [refuse(message, new Rejection('unknown_seal', `no seal ${sealId} in the register`))];
  const decoded = decodeFixes(message.payload, now);
  if (decoded instanceof Rejection) return [refuseFix(message, entry, decoded, now)];
  const { rejected } = decoded;
  const fixes = decoded.fixes.length === 1 ? decoded.fixes : decoded.fixes.toSorted(byEventTime);
  const units: Unit[] = [];
  for (const fix of fixes) {
    if (fix.time >= context.droppedBefore) units.push({ kind: 'fix', message, entry, fix });
    else units.push(refuseOld(message, entry, fix, now, fixes.length === 1 ? undefined : fix));
  }
  for (const { rejection, value } of rejected) units.push(refuseFix(message, entry, rejection, now, value));
  message.forgetPayload();
  return units;
}

function decodeGateMessage(message: Message, gateId: string, context: DecodeContext): Unit {
  if (context.directory.gate(gateId) === undefined) {
    return refuse(message, new Rejection('unknown_gate', `no gate ${gateId} in the register`));
  }
  const passage = decodePassage(message.payload, context.now);
  if (passage instanceof Rejection) return refuse(message, passage);
  if (passage.time < context.droppedBefore) return refuse(message, dropped(passage.time));
  return { kind: 'passage', message, gateId, passage };
}

function decodeReceiptMessage(message: Message, facilityId: string): Unit | ReceiptUnit {
  const receipt = decodeReceipt(message.payload);
  if (receipt instanceof Rejection) return refuse(message, receipt);
  return { kind: 'receipt', message, facilityId, receipt };
}

function decodeCameraMessage(
  message: Message,
  cameraId: string,
  { directory, now, droppedBefore }: DecodeContext,
): readonly Unit[] {
  const camera = directory.camera(cameraId);
  if (camera === undefined)
    return [refuse(message, new Rejection('unknown_camera', `no camera ${cameraId} in the register`))];
  const { length } = message.payload;
  if (length > MAX_PAYLOAD_BYTES)
    return [
      refuse(message, new Rejection('too_large', `${length} bytes; at most ${MAX_PAYLOAD_BYTES} are read`)),
    ];
  const seen = camera.understand([{ name: '', type: '', bytes: message.payload }], now, droppedBefore);
  if (seen instanceof Rejection) return [refuse(message, seen)];
  const { gateId } = camera.record;
  return seen
    .filter(({ passage }) => !camera.isCommitted(passage))
    .map(({ passage }) => {
      const decided = () => camera.committed(passage);
      return { kind: 'passage', message, gateId, passage, decided };
    });
}

function dropped(time: Instant): Rejection {
  return new Rejection('time_dropped', `${formatInstant(time)} is older than anything the store keeps`);
}

function refuseFix(
  message: Message,
  entry: SealEntry,
  rejection: Rejection,
  now: Instant,
  value?: unknown,
): Unit {
  const unit = refuse(message, rejection, value);
  return OF_TIME.has(rejection.reason) ? alive(unit, entry, now, rejection.off) : unit;
}

function refuseOld(message: Message, entry: SealEntry, fix: Fix, now: Instant, value?: unknown): Unit {
  const off = fix.buffered ? undefined : now - fix.time;
  return alive(refuse(message, dropped(fix.time), value), entry, now, off);
}

function alive(unit: RefusalUnit, entry: SealEntry, now: Instant, off: Millis | undefined): Unit {
  if (off !== undefined) entry.untimelyAt = now;
  return { ...unit, alive: { entry, off } };
}
