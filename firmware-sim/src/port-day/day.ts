import { formatInstant, HOUR, MINUTE, type Instant, type Millis } from '@haidang/domain';
import { Random } from '../random.js';
import type { Deed, Happening, Move } from './happening.js';
import { Numbers } from './numbers.js';
import { NEIGHBOUR, OFFICE, PORT, PORT_GATES } from './place.js';
import { Truth } from './truth.js';

/** How busy the gates are, by the hour of Vietnam's day. */
const BUSY = [3, 2, 2, 2, 3, 5, 8, 12, 15, 16, 15, 12, 7, 13, 16, 16, 15, 13, 10, 9, 8, 7, 5, 4] as const;
const BUSIEST = Math.max(...BUSY);
/** Papers and interchanges go out in lots. */
const LOT: Millis = 5 * MINUTE;
const MOST_LINES = 400;
const MOST_MOVES = 100;
/** Of a steady port: every other truck takes its main gate. */
const TURNS = [0, 1, 0, 2, 0, 3] as const;
/** Papers of the day are in order so long before it begins. */
const DECLARED = -70 * MINUTE;
const LISTED = -65 * MINUTE;
const TO_BE_SCANNED = -62 * MINUTE;

export interface DayTerms {
  readonly start: Instant;
  readonly length: Millis;
  readonly seed: number;
  readonly steady?: boolean;
}

/** A day at the port while it is written: what happens, and what is true of it. */
export class Day {
  readonly truth = new Truth();
  readonly numbers: Numbers;
  readonly end: Instant;
  readonly #happenings: Happening[] = [];
  readonly #lots = new Map<string, { readonly at: Instant; readonly what: Lot; readonly lines: object[] }>();
  #passages = 0;
  #reports = 0;

  readonly start: Instant;
  /** As busy at one hour as at another, and everything has landed before it begins: one truck after the other, each at its turn. */
  readonly isSteady: boolean;
  #turn: { readonly at: Instant; readonly gateId: string } | undefined;
  readonly #seed: number;
  /** Keeps what one day numbers apart from another's. */
  readonly #mark: string;

  constructor({ start, length, seed, steady = false }: DayTerms) {
    this.start = start;
    this.end = start + length;
    this.isSteady = steady;
    this.#seed = seed;
    this.#mark = seed.toString(36).toUpperCase();
    this.numbers = new Numbers(new Random(seed, 'numbers'));
  }

  random(...path: readonly (string | number)[]): Random {
    return new Random(this.#seed, ...path);
  }

  /** What is told now comes at this time of a steady day. */
  turn(at: Instant, number: number): void {
    this.#turn = { at, gateId: PORT_GATES[TURNS[number % TURNS.length]!]! };
  }

  /** Of a steady day: whose turn it is takes this gate. */
  get gateInTurn(): string | undefined {
    return this.#turn?.gateId;
  }

  /** A moment of the span, sooner in the hours in which the gates are busy. */
  moment(random: Random, from: Instant, to: Instant): Instant {
    const last = Math.max(from + 1, to);
    for (;;) {
      const at = Math.floor(random.between(from, last));
      if (this.#turn !== undefined) return Math.min(last, Math.max(from, this.#turn.at));
      if (this.isSteady) return at;
      const hour = new Date(at + 7 * HOUR).getUTCHours();
      if (random.chance(BUSY[hour]! / BUSIEST)) return at;
    }
  }

  do(at: Instant, thread: string, deed: Deed): void {
    this.#happenings.push({ at, thread, ...deed });
  }

  /** To go out with others of its kind, in the next lot. @returns when that is */
  inLot(what: Lot, at: Instant, line: object): Instant {
    const due = Math.ceil(at / LOT) * LOT;
    const key = `${what} ${due}`;
    const lot = this.#lots.get(key);
    if (lot === undefined) this.#lots.set(key, { at: due, what, lines: [line] });
    else lot.lines.push(line);
    return due;
  }

  passageId(gateId: string): string {
    return `${gateId}-${this.#mark}-${++this.#passages}`;
  }

  reportNumber(): string {
    return `LH-${this.#mark}-${++this.#reports}`;
  }

  /** Everything that happens, in order. */
  happenings(): Happening[] {
    for (const { at, what, lines } of this.#lots.values())
      for (let i = 0; i * MOST_LINES < lines.length; i++)
        for (const deed of this.#deeds(
          what,
          lines.slice(i * MOST_LINES, (i + 1) * MOST_LINES),
          `${(Math.round((at - this.start) / LOT) + 99).toString(36).toUpperCase()}-${i}`,
        ))
          this.#happenings.push({ at, thread: '', ...deed });
    this.#lots.clear();
    return this.#happenings.sort((a, b) => a.at - b.at);
  }

  #deeds(what: Lot, lines: object[], name: string): Deed[] {
    const list = (form: string, facilityId: string): Deed => ({
      do: 'manifest',
      body: { form, facilityId, number: `NGAY-${this.#mark}-${form}-${name}`, lines },
    });
    switch (what) {
      case 'declarations':
        return [{ do: 'declarations', lines }];
      case 'eligibility':
        return [{ do: 'eligibility', lines: lines as { container: string }[] }];
      case 'discharge':
        return [list('01', PORT)];
      case 'scans':
        return [list('03', PORT)];
      case 'gathering':
        return [list('08', PORT)];
      case 'neighbour':
        return [list('08', NEIGHBOUR)];
      case 'gate-in':
      case 'gate-out':
        return chunks(lines as Move[], MOST_MOVES).map((moves, i) => ({
          ...({ do: 'codeco', kind: what === 'gate-in' ? 34 : 36 } as const),
          ...{ reference: `${what === 'gate-in' ? 'I' : 'O'}${this.#mark}${name}${i}`, moves },
        }));
    }
  }

  /** A declaration of the office, known before the day begins. @returns its number */
  declare(purpose: 'import' | 'export' | 'transit'): string {
    const number = `TK-${this.#mark}-${++this.#reports}`;
    const at = formatInstant(this.start - 20 * HOUR);
    this.inLot('declarations', this.start + DECLARED, {
      ...{ number, officeId: OFFICE, purpose, channel: 'green', status: 'cleared', registeredAt: at },
      ...{ companyId: '0201234567', companyName: 'Công ty Hải Âu' },
    });
    return number;
  }

  list(what: 'discharge' | 'gathering' | 'neighbour', line: object): void {
    this.inLot(what, this.start + LISTED, line);
  }

  orderScan(container: string): void {
    this.inLot('scans', this.start + TO_BE_SCANNED, { container });
  }
}

export type Lot =
  'declarations' | 'eligibility' | 'discharge' | 'gathering' | 'neighbour' | 'scans' | 'gate-in' | 'gate-out';

function chunks<T>(list: readonly T[], most: number): T[][] {
  const parts: T[][] = [];
  for (let i = 0; i < list.length; i += most) parts.push(list.slice(i, i + most));
  return parts;
}
