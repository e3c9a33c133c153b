import { MINUTE, type Instant, type Millis } from '@haidang/domain';
import { Box } from '../box.js';
import type { Day } from '../day.js';

/** What becomes of one container (or two), by a name that is its own in the day. */
export type Plot = (day: Day, name: string) => void;

/** Time that a plot wants after a truck stood at the gate, so that all of it is over when the day is. */
export const AFTERWARDS: Millis = 75 * MINUTE;

/** A ship brought most before the day begins, others bring the rest in its first half. */
export function landing(day: Day, box: Box): Instant {
  if (day.isSteady) return day.start - 58 * MINUTE;
  if (box.random.chance(0.4)) return day.start - 25 * MINUTE;
  return day.start + box.random.between(0, 0.4) * (day.end - day.start);
}

export interface ImportBox {
  readonly box: Box;
  /** When its truck stands at the gate. */
  readonly exit: Instant;
}

export interface ImportTerms {
  readonly scan?: boolean;
  /** false: nobody makes it eligible. */
  readonly eligible?: boolean | object;
  /** Of the time at which it becomes eligible; the truck comes later. */
  readonly gateId?: string;
}

/** An import that has landed, and whose truck comes when its papers are in order. */
export function importBox(day: Day, name: string, terms: ImportTerms = {}): ImportBox {
  const box = new Box(day, name, terms.gateId);
  const landed = box.lands(landing(day, box), 'import', { scan: terms.scan === true });
  const exit = day.moment(box.random, Math.max(landed + 50 * MINUTE, day.start), day.end - AFTERWARDS);
  const { eligible = true } = terms;
  if (eligible !== false) {
    const at = box.random.between(landed + 10 * MINUTE, exit - 15 * MINUTE);
    box.eligible(at, eligible === true ? {} : eligible);
  }
  return { box, exit };
}

/** An export that is expected at the port, and when its truck stands at the gate. */
export function exportBox(day: Day, name: string, gateId?: string): { box: Box; entry: Instant } {
  const box = new Box(day, name, gateId);
  const { number: container, carrierSeal, plate } = box;
  const declaration = day.declare('export');
  day.list('gathering', { container, purpose: 'export', declaration, carrierSeal, plate });
  return { box, entry: day.moment(box.random, day.start, day.end - AFTERWARDS) };
}
