import {
  formatInstant,
  MINUTE,
  SECOND,
  type Direction,
  type HoldReason,
  type Instant,
  type Millis,
} from '@haidang/domain';
import type { Random } from '../random.js';
import type { Day } from './day.js';
import type { Deed, ToldPassage } from './happening.js';
import { misread } from './numbers.js';
import { PORT, PORT_GATES } from './place.js';

/** How a truck comes before a camera. What is left out is as it is. */
export interface Seen {
  readonly gateId?: string;
  /** What the camera makes of it; null: nothing. */
  readonly container?: string | null;
  readonly plate?: string | null;
  readonly carrierSeal?: string;
  readonly sealId?: string;
  readonly confidence?: number;
  /** So much later the passage is told. */
  readonly told?: Millis;
  /** Told again, so much after. */
  readonly again?: Millis;
  readonly byHand?: boolean;
  /** Why it is to be held. */
  readonly held?: readonly HoldReason[];
  /** The number that is to be suggested. */
  readonly suggested?: string;
}

/** One container of the day with its truck: what becomes of it, step by step. */
export class Box {
  readonly number: string;
  readonly plate: string;
  readonly carrierSeal: string;
  readonly random: Random;
  declaration: string | undefined;

  constructor(
    readonly day: Day,
    name: string | number,
    readonly gateId = day.gateInTurn,
  ) {
    this.random = day.random('box', name);
    this.number = day.numbers.container();
    this.plate = day.numbers.plate();
    this.carrierSeal = day.numbers.carrierSeal();
  }

  do(at: Instant, deed: Deed): void {
    this.day.do(at, this.number, deed);
  }

  /** On the list of what a ship brings, and landed as the terminal's own system tells it. @returns when it has landed */
  lands(at: Instant, purpose: 'import' | 'transit', more: { readonly scan?: boolean } = {}): Instant {
    const { number: container, carrierSeal, day } = this;
    this.declaration = day.declare(purpose);
    const line = {
      container,
      carrierSeal,
      purpose,
      ...(purpose === 'import' && { declaration: this.declaration }),
    };
    day.list('discharge', line);
    if (more.scan === true) day.orderScan(container);
    const move = { container, at: at - 2 * MINUTE, carrierSeal };
    return day.inLot('gate-in', at, { ...move, ...(purpose === 'import' && { purpose }) });
  }

  /** Form 04. @returns when it is eligible */
  eligible(at: Instant, more: object = {}): Instant {
    const { number: container, carrierSeal, plate } = this;
    this.declaration ??= this.day.declare('import');
    const line = {
      form: '04',
      facilityId: PORT,
      declaration: this.declaration,
      container,
      carrierSeal,
      plate,
      ...more,
    };
    return this.day.inLot('eligibility', at, line);
  }

  /** Form 06. */
  change(at: Instant, act: 'suspend' | 'resume' | 'cancel'): void {
    this.do(at, { do: 'change', act, container: this.number, reason: 'Kiểm tra sau thông quan' });
  }

  /** Passes a gate, or is held there. @returns the passage's id */
  passes(at: Instant, direction: Direction, seen: Seen = {}): string {
    const { day, random } = this;
    const gateId = seen.gateId ?? this.gateId ?? random.pick(PORT_GATES);
    const id = day.passageId(gateId);
    const passage = this.#told(id, at, direction, seen);
    const told = at + (seen.told ?? random.integer(1, 4) * SECOND);
    this.do(told, { do: 'passage', gateId, passage });
    if (seen.again !== undefined) this.do(told + seen.again, { do: 'passage', gateId, passage });
    day.truth.passages.set(id, { container: this.number, reasons: seen.held ?? [] });
    if (seen.suggested !== undefined) day.truth.suggestions.set(id, seen.suggested);
    return id;
  }

  /** A port's report by its form, and which flags it is to have. */
  reports(at: Instant, form: string, more: object = {}, flags: readonly string[] = []): void {
    const { number: container, day } = this;
    const body = {
      form,
      number: day.reportNumber(),
      facilityId: PORT,
      at: formatInstant(at),
      container,
      ...more,
    };
    this.do(at, { do: 'report', body });
    this.flagged(form, flags);
  }

  /** That it went out (form 21), at one time, reported at another. */
  reportsOut(left: Instant, told: Instant, flags: readonly string[] = []): void {
    const { number: container, plate, day } = this;
    const body = { number: day.reportNumber(), facilityId: PORT, at: formatInstant(left), container, plate };
    this.do(told, { do: 'report', body: { form: '21', ...body } });
    this.flagged('21', flags);
  }

  /** As ports do it: most by a call in some minutes, some by the next interchange, a few at the last moment. */
  reportsOutInTime(left: Instant): void {
    const { random, day, number: container, plate } = this;
    const way = random.next();
    if (way < 0.35) day.inLot('gate-out', left + MINUTE, { container, at: left, plate });
    else if (way < 0.4) this.reportsOut(left, left + 14 * MINUTE);
    else this.reportsOut(left, left + random.integer(60, 12 * 60) * SECOND);
  }

  alarm(kind: string): void {
    this.day.truth.alarms.push({ kind, container: this.number });
  }

  /** Somebody has to look into it. */
  case(kind: string): void {
    this.day.truth.cases.push({ kind, container: this.number });
  }

  flagged(form: string, flags: readonly string[]): void {
    for (const flag of flags) this.day.truth.flags.push({ kind: flag, container: `${this.number} ${form}` });
  }

  /**
   * Passes as an honest truck does before a camera that now and then reads badly: then it is held, and the gatehouse keys it in.
   * @returns when it has passed
   */
  passesHonestly(at: Instant, direction: Direction, seen: Seen = {}): Instant {
    const { random } = this;
    const chance = random.next();
    const byHand = (held: readonly HoldReason[], read: Seen): Instant => {
      this.passes(at, direction, { ...seen, ...read, held });
      const later = at + random.integer(60, 180) * SECOND;
      this.passes(later, direction, { ...seen, byHand: true });
      return later;
    };
    if (chance < 0.012)
      return byHand(['container_invalid'], {
        ...{ container: misread(this.number, random), confidence: 0.61, suggested: this.number },
      });
    if (chance < 0.02) return byHand(['container_unread'], { container: null });
    if (chance < 0.03 && direction === 'out')
      return byHand(['plate_mismatch'], { plate: misread(this.plate, random), confidence: 0.66 });
    if (chance < 0.06) this.passes(at, direction, { ...seen, plate: null });
    else if (chance < 0.08) this.passes(at, direction, { ...seen, confidence: 0.52 });
    else if (chance < 0.1) this.passes(at, direction, { ...seen, again: 90 * SECOND });
    else if (chance < 0.12) this.passes(at, direction, { ...seen, told: 70 * SECOND });
    else this.passes(at, direction, seen);
    return at;
  }

  #told(id: string, at: Instant, direction: Direction, seen: Seen): ToldPassage {
    const { random } = this;
    const container = seen.container === undefined ? this.number : seen.container;
    const plate = seen.plate === undefined ? this.plate : seen.plate;
    const sure = seen.confidence ?? random.integer(90, 99) / 100;
    const isRead = seen.byHand === true || random.chance(0.15);
    const carrierSeal = seen.carrierSeal ?? (isRead ? this.carrierSeal : undefined);
    return {
      ...{ id, time: formatInstant(at), direction, lane: String(random.integer(1, 3)) },
      ...(container !== null && { container, containerConfidence: sure }),
      // one number is read badly and the other well
      ...(plate !== null && { plate, plateConfidence: seen.container === undefined ? sure : 0.95 }),
      ...(seen.sealId !== undefined && { sealId: seen.sealId }),
      ...(carrierSeal !== undefined && { carrierSeal }),
      source: seen.byHand === true ? 'gatehouse' : 'camera',
    };
  }
}
