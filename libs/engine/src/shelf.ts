import { TRANSIT_STATES, whole } from '@haidang/domain';
import type { Episode } from './episode.js';
import { WIDTH as NUMBERS, type Numbers } from './numbers.js';
import { ALL_RULES, START_MEMORIES, START_NUMBERS, type Memories } from './rules/index.js';
import type { Flat } from './rules/rule.js';
import { STATE_VERSION, type WatchState } from './state.js';
import { NO_TRACK, type Sighting } from './track.js';

/**
 * The memories of many watches between their events, as numbers side by side: as objects, those of 100,000 seals are five million, and the
 * collector goes through them all again and again. What is taken off the shelf says the same as what was laid down; of a doubted position,
 * only what a {@link Sighting} says.
 */
export class WatchShelf {
  /** Rows of {@link WIDTH} numbers; a page is there once one of its rows is. */
  private readonly pages: (Float64Array | undefined)[] = [];
  /** What a row's numbers do not tell: nothing on a quiet drive until its first checkpoint, and little that changes after it. */
  private readonly rests: (Rest | undefined)[] = [];

  /** @param place of the watch: 0 or more, and without large gaps */
  lay(place: number, state: WatchState | null): void {
    const page = (this.pages[place >> PAGE_BITS] ??= new Float64Array(PAGE_ROWS * WIDTH));
    const at = (place & (PAGE_ROWS - 1)) * WIDTH;
    if (state === null) {
      page[at] = NOT_WATCHED;
      this.rests[place] = undefined;
      return;
    }
    layHead(page, at, state);
    this.rests[place] = restOf(state, page, at + HEAD, this.rests[place]);
  }

  /** A state of its own, for the next event; null where none was laid, or null was. */
  take(place: number): WatchState | null {
    const page = this.pages[place >> PAGE_BITS];
    const at = (place & (PAGE_ROWS - 1)) * WIDTH;
    if (page === undefined || page[at] === NOT_WATCHED) return null;
    const rest = this.rests[place];
    return {
      version: STATE_VERSION,
      phase: TRANSIT_STATES[page[at]! - 1]!,
      plan: whole(page[at + PLAN]!),
      numbers: numbersAt(page, at + ROW),
      rules: memoriesAt(page, at + HEAD, rest),
      doubted: rest !== undefined && rest.doubted.length > 0 ? rest.doubted : doubtedAt(page, at + DOUBTED),
      episodes: rest?.episodes ?? NO_EPISODES,
    };
  }
}

/** What the numbers do not tell: memories that are no row of numbers, episodes, and doubted positions where they are several. */
interface Rest {
  /** Whose memories these are: bit i is rule i. Most watches have one or two. */
  readonly odd: number;
  /** In the order of the rules. */
  readonly memories: readonly unknown[];
  readonly episodes: readonly Episode[];
  readonly doubted: readonly Sighting[];
}

const PAGE_BITS = 8;
const PAGE_ROWS = 1 << PAGE_BITS;

// the head of a row: phase (its number, from 1), plan, the one position in doubt (4), the state's numbers
const NOT_WATCHED = 0;
const PLAN = 1;
const DOUBTED = 2;
const ROW = 6;
const HEAD = ROW + NUMBERS;

const NO_EPISODES: readonly Episode[] = [];

/** The rules whose usual memory is a row of numbers, and where it begins after the head. */
const FLAT_RULES = flatRules();
const WIDTH = HEAD + FLAT_RULES.reduce((sum, { flat }) => sum + flat.width, 0);
const IS_FLAT = ALL_RULES.map(({ rule }) => rule.flat !== undefined);

function flatRules(): { readonly index: number; readonly flat: Flat<unknown>; readonly offset: number }[] {
  let offset = 0;
  return ALL_RULES.flatMap(({ index, rule: { flat } }) => {
    if (flat === undefined) return [];
    const begin = offset;
    offset += flat.width;
    return [{ index, flat, offset: begin }];
  });
}

function layHead(page: Float64Array, at: number, { phase, plan, numbers, doubted }: WatchState): void {
  page[at] = TRANSIT_STATES.indexOf(phase) + 1;
  page[at + PLAN] = plan;
  for (let i = 0; i < NUMBERS; i++) page[at + ROW + i] = numbers[i]!;
  const one = doubted[0];
  page[at + DOUBTED] = one === undefined ? NaN : one.time;
  if (one === undefined) return;
  page[at + DOUBTED + 1] = one.lat;
  page[at + DOUBTED + 2] = one.lon;
  page[at + DOUBTED + 3] = one.accuracy;
}

function numbersAt(page: Float64Array, at: number): Numbers {
  const numbers = START_NUMBERS.slice();
  for (let i = 0; i < NUMBERS; i++) numbers[i] = page[at + i]!;
  return numbers;
}

function doubtedAt(page: Float64Array, at: number): readonly Sighting[] {
  const time = page[at]!;
  if (Number.isNaN(time)) return NO_TRACK.doubted;
  return [{ time, lat: page[at + 1]!, lon: page[at + 2]!, accuracy: whole(page[at + 3]!) }];
}

/** Lays the memories down that are rows of numbers, and answers the rest; the very one from before when it is the same. */
function restOf(
  { rules, episodes, doubted: all }: WatchState,
  page: Float64Array,
  at: number,
  before: Rest | undefined,
): Rest | undefined {
  let odd = 0;
  for (let i = 0; i < FLAT_RULES.length; i++) {
    const { index, flat, offset } = FLAT_RULES[i]!;
    if (!flat.lay(rules[index], page, at + offset)) odd |= 1 << index;
  }
  for (let index = 0; index < IS_FLAT.length; index++)
    if (!IS_FLAT[index] && rules[index] !== START_MEMORIES[index]) odd |= 1 << index;
  const doubted = all.length > 1 ? all : NO_TRACK.doubted;
  if (odd === 0 && episodes.length === 0 && doubted.length === 0) return undefined;
  const memories = rules.filter((_, index) => (odd & (1 << index)) !== 0);
  const isSame =
    before !== undefined &&
    before.odd === odd &&
    before.episodes === episodes &&
    before.doubted === doubted &&
    before.memories.every((memory, i) => memory === memories[i]);
  return isSame ? before : { odd, memories, episodes, doubted };
}

function memoriesAt(page: Float64Array, at: number, rest: Rest | undefined): Memories {
  const memories = START_MEMORIES.slice();
  const odd = rest?.odd ?? 0;
  for (let index = 0, next = 0; odd >>> index !== 0; index++)
    if ((odd & (1 << index)) !== 0) memories[index] = rest!.memories[next++];
  for (let i = 0; i < FLAT_RULES.length; i++) {
    const { index, flat, offset } = FLAT_RULES[i]!;
    if ((odd & (1 << index)) === 0) memories[index] = flat.take(page, at + offset);
  }
  return memories;
}
