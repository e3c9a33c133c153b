import {
  HOUR,
  isContainerNumber,
  MINUTE,
  normalisePlate,
  type ContainerPapers,
  type Decision,
  type Eligibility,
  type Fix,
  type HoldReason,
  type Instant,
  type LatLon,
  type Metres,
  type Millis,
  type Passage,
  type Stay,
  type Suggestion,
} from '@haidang/domain';
import { distanceBetween } from '@haidang/geo';
import type { ContainerTask } from '../directory/directory.js';
import { uuidOf } from '../pipeline/uuid-of.js';

/** Where a gate stands. */
export interface GatePlace {
  readonly facilityId: string;
  readonly place: LatLon;
}

/** What a seal said last. */
export interface SealWord {
  readonly last: Fix | null;
  /** The last that has a position. */
  readonly placed: Fix | null;
}

/** What a decision is made from. */
export interface GateKnowledge {
  gate(gateId: string): GatePlace | undefined;
  papersOf(container: string): ContainerPapers;
  taskOfContainer(number: string): ContainerTask | undefined;
  seal(sealId: string): SealWord | undefined;
  hasCriticalAlarm(transitId: string): boolean;
  /** Numbers on file at a facility that a reading may stand for. */
  suggest(read: string, facilityId: string): readonly Suggestion[];
}

/** What a passage that may pass changes in the papers. Ids of rows; `null`: nothing of the kind. */
export interface PassageEffect {
  readonly container: string;
  readonly facilityId: string;
  /** The eligibility that it uses up. */
  readonly uses: Pick<Eligibility, 'id' | 'state'> | null;
  /** The stay that it ends. */
  readonly ends: Pick<Stay, 'id' | 'state'> | null;
  /** The expectation that it meets. */
  readonly meets: string | null;
  /** The stay that begins: named by its passage, so that it is the same one however often it is decided. */
  readonly begins: string | null;
}

export interface Decided {
  readonly decision: Decision;
  /** `null`: it is held, or changes nothing. */
  readonly effect: PassageEffect | null;
}

/** A truck that was reported this much later than it was seen has left, or come in: where its seal is by now proves nothing. */
const LATE: Millis = 10 * MINUTE;
/** A seal that was not placed for this long cannot be shown to be here. */
const UNHEARD: Millis = 10 * MINUTE;
/** A port's time of an exit and its camera's are this far apart at most: it often reports a truck before the camera has told of it. */
const ONE_EXIT: Millis = HOUR;
/** From a gate's place in the register to the truck before its barrier. */
const YARD: Metres = 300;
/** 40 km/h: what a truck drives about a port, between its seal's word and its passage. Metres a millisecond. */
const YARD_SPEED = 40 / 3_600;
/** Of a fix that does not say how exact it is. */
const ACCURACY: Metres = 30;

/**
 * Decides a passage from what is on file: pass, or hold with every reason that speaks against it (Circular 38/2015 as amended by 39/2018: a
 * port refuses exit on a mismatch, a missing eligibility or a suspension). What the camera did not read speaks against nobody, but for the
 * container's number.
 */
export function decide(gateId: string, passage: Passage, known: GateKnowledge, now: Instant): Decided {
  const gate = known.gate(gateId);
  // a gate that was taken out of the register meanwhile lets nobody through
  const reasons: HoldReason[] =
    gate === undefined ? ['wrong_facility'] : [...holdReasons(passage, gate, known, now)];
  const { container, direction } = passage;
  const suggestions = gate === undefined ? [] : suggest(passage, gate, reasons, known);
  const decision: Decision = {
    passageId: passage.id,
    gateId,
    time: now,
    verdict: reasons.length === 0 ? 'pass' : 'hold',
    reasons,
    container,
    direction,
    ...(suggestions.length > 0 && { suggestions }),
  };
  const papersOf = (number: string) => known.papersOf(number);
  const passes = reasons.length === 0 && gate !== undefined;
  const effect = passes ? effectOf(gateId, passage, gate.facilityId, papersOf) : null;
  return { decision, effect };
}

/** What follows when a truck passes, decided so or let through by an officer. */
export function effectOf(
  gateId: string,
  { id, time, container, direction }: Pick<Passage, 'id' | 'time' | 'container' | 'direction'>,
  facilityId: string,
  papersOf: (container: string) => ContainerPapers,
): PassageEffect | null {
  if (container === null || !isContainerNumber(container)) return null;
  const { eligibilities, expected, stays } = papersOf(container);
  const here = <T extends { readonly facilityId: string }>(rows: readonly T[]) =>
    rows.find((row) => row.facilityId === facilityId);
  const eligible = here(eligibilities);
  const isOut = direction === 'out';
  return {
    container,
    facilityId,
    uses:
      isOut && eligible !== undefined && (isStanding(eligible) || isReportedExit(eligible, time))
        ? { id: eligible.id, state: eligible.state }
        : null,
    ends: isOut ? stayOf(here(stays)) : null,
    meets: isOut ? null : (here(expected)?.id ?? null),
    begins: !isOut && here(stays) === undefined ? uuidOf(`stay ${gateId} ${id}`) : null,
  };
}

function stayOf(stay: Stay | undefined): PassageEffect['ends'] {
  return stay === undefined ? null : { id: stay.id, state: stay.state };
}

/** Neither used nor cancelled. An officer who lets a truck through uses up a suspended one. */
function isStanding({ state }: Eligibility): boolean {
  return state === 'eligible' || state === 'suspended';
}

/** The port's own report of this exit used it up. No camera has told of that exit yet, so this is it, and the only one. */
function isReportedExit({ unseenExitAt }: Eligibility, at: Instant): boolean {
  return unseenExitAt !== null && Math.abs(at - unseenExitAt) <= ONE_EXIT;
}

function* holdReasons(
  passage: Passage,
  gate: GatePlace,
  known: GateKnowledge,
  now: Instant,
): Generator<HoldReason> {
  const { container } = passage;
  if (container === null) return yield 'container_unread';
  if (!isContainerNumber(container)) return yield 'container_invalid';
  const papers = known.papersOf(container);
  const task = known.taskOfContainer(container);
  if (passage.direction === 'in') yield* againstIn(passage, gate, papers, task);
  else yield* againstOut(passage, gate, papers, task, known, now);
}

/** What is expected somewhere comes in there, and what travels on a transit wherever its way leads. */
function* againstIn(
  { carrierSeal }: Passage,
  { facilityId }: GatePlace,
  { expected, stays }: ContainerPapers,
  task: ContainerTask | undefined,
): Generator<HoldReason> {
  const here = expected.find((one) => one.facilityId === facilityId);
  const isInside = stays.some((stay) => stay.facilityId === facilityId);
  if (isInside) yield 'already_inside';
  else if (here === undefined && task === undefined)
    yield expected.length > 0 ? 'wrong_facility' : 'not_expected';
  if (differs(carrierSeal, here?.carrierSeal ?? task?.carrierSeal)) yield 'carrier_seal_mismatch';
}

function* againstOut(
  passage: Passage,
  gate: GatePlace,
  { eligibilities, stays }: ContainerPapers,
  task: ContainerTask | undefined,
  known: GateKnowledge,
  now: Instant,
): Generator<HoldReason> {
  const eligible = eligibilities.find(({ facilityId }) => facilityId === gate.facilityId);
  const stay = stays.find(({ facilityId }) => facilityId === gate.facilityId);
  if (stay?.state === 'segregated') yield 'segregated';
  if (eligible !== undefined && (task === undefined || eligible.state === 'suspended'))
    yield* againstEligibility(eligible, passage.time);
  if (eligible === undefined && task === undefined)
    return yield eligibilities.some(({ state }) => state === 'eligible') ? 'wrong_facility' : 'not_eligible';
  if (task?.transitState === 'registered') yield 'transit_not_started';
  if (task?.transitState === 'sealed' && !task.approved) yield 'transit_not_approved';
  if (stay?.scanOrdered === true && stay.scannedAt === null) yield 'scan_outstanding';
  const isGood = eligible?.state === 'eligible' || (eligible && isReportedExit(eligible, passage.time));
  const stands = isGood ? eligible : undefined;
  const declaredSeal = stands?.carrierSeal ?? task?.carrierSeal ?? stay?.carrierSeal;
  if (differs(passage.carrierSeal, declaredSeal)) yield 'carrier_seal_mismatch';
  if (task !== undefined) yield* againstSeal(passage, gate, task, known, now);
  // a barge's or a train's name is on no truck
  const plate = task === undefined ? (stands?.plate ?? null) : task.means === 'truck' ? task.plate : null;
  if (passage.plate !== null && plate !== null && passage.plate !== normalisePlate(plate))
    yield 'plate_mismatch';
  if (task !== undefined && known.hasCriticalAlarm(task.transitId)) yield 'open_critical_alarm';
}

function* againstEligibility(eligible: Eligibility, at: Instant): Generator<HoldReason> {
  const { state, validUntil, officerConfirmed } = eligible;
  if (state !== 'eligible' && !isReportedExit(eligible, at)) return yield `eligibility_${state}` as const;
  if (validUntil !== null && at > validUntil) yield 'eligibility_expired';
  if (!officerConfirmed) yield 'not_confirmed';
}

/** The e-seal that closes it on its transit: attached to it, armed, and here. */
function* againstSeal(
  passage: Passage,
  gate: GatePlace,
  { sealId, transitState }: ContainerTask,
  known: GateKnowledge,
  now: Instant,
): Generator<HoldReason> {
  if (passage.sealId !== null && passage.sealId !== sealId) return yield 'seal_mismatch';
  if (sealId === null || transitState === 'registered' || transitState === 'arrived') return;
  if (now - passage.time > LATE) return;
  const word = known.seal(sealId);
  if (word?.last?.lock === 'open' || word?.last?.lock === 'unlocked') yield 'seal_unarmed';
  const placed = word?.placed ?? null;
  if (placed === null || passage.time - placed.time > UNHEARD) yield 'seal_unheard';
  else if (isElsewhere(placed, gate.place, passage.time)) yield 'seal_elsewhere';
}

/** Further off than both places are exact, and than a truck drives in the time between. */
export function isElsewhere(
  fix: Pick<Fix, 'lat' | 'lon' | 'accuracy' | 'time'>,
  gate: LatLon,
  at: Instant,
): boolean {
  if (fix.lat === null || fix.lon === null) return false;
  const apart = distanceBetween(fix.lat, fix.lon, gate.lat, gate.lon);
  return apart > YARD + (fix.accuracy ?? ACCURACY) + Math.abs(at - fix.time) * YARD_SPEED;
}

function differs(seen: string | null, declared: string | null | undefined): boolean {
  return seen !== null && declared != null && normalisePlate(seen) !== normalisePlate(declared);
}

/** Of a number that was not read whole, or that nothing is on file of. */
function suggest(
  { container }: Passage,
  { facilityId }: GatePlace,
  reasons: readonly HoldReason[],
  known: GateKnowledge,
): readonly Suggestion[] {
  if (container === null) return [];
  const [first] = reasons;
  const isUnknown = first === 'container_invalid' || first === 'not_expected' || first === 'not_eligible';
  return isUnknown ? known.suggest(container, facilityId) : [];
}
