import { lookOf, MARK_ICONS } from '../icons.js';
import { BANDS, bandOf, type Mark, type MarkChange } from './mark.js';
import { MarkGroup, WORDS } from './mark-group.js';
import { away, spotOf, type Spot } from './world.js';

/** From a mark's middle to its rim in pixels, by its look. */
const RADII = MARK_ICONS.map(({ icon }) => icon.size / 2);
const LARGEST = Math.max(...RADII);

/** Every mark of the map, ready to be drawn and to be found. */
export class MarkSet {
  /** The lowest band first. */
  readonly groups: readonly MarkGroup[] = Array.from({ length: BANDS }, () => new MarkGroup());
  readonly #marks = new Map<string, Mark>();

  /** Wherever they are. */
  all(): Iterable<Mark> {
    return this.#marks.values();
  }

  take({ set, removed }: MarkChange): void {
    for (const mark of set) this.#set(mark);
    for (const sealId of removed) this.#remove(sealId);
  }

  /** @returns whether there is anything new to draw */
  get hasChanged(): boolean {
    return this.groups.some((group) => group.hasChanged);
  }

  /**
   * The seal whose mark is nearest to a spot: one that covers it before one beside it, and of several that cover it the uppermost.
   * A walk over all of them: 10,000 take a fraction of a millisecond.
   * @param pixels a unit @param size of the marks, 1 as their icons have it @param reach pixels between the spot and a mark's rim
   */
  nearest([x, y]: Spot, pixels: number, size: number, reach: number): string | null {
    let found: string | null = null;
    let best = Infinity;
    const furthest = (reach + LARGEST * size) / pixels;
    for (const group of this.groups.toReversed()) {
      const { words, count } = group;
      for (let slot = count - 1; slot >= 0; slot--) {
        const at = slot * WORDS;
        const right = away(x, words[at]!);
        const down = away(y, words[at + 1]!);
        if (Math.abs(right) > furthest || Math.abs(down) > furthest) continue;
        const radius = RADII[words[at + 2]!]! * size;
        const beside = Math.max(0, Math.hypot(right, down) * pixels - radius);
        if (beside > reach || beside >= best) continue;
        best = beside;
        found = group.sealIdAt(slot);
      }
    }
    return found;
  }

  #set(mark: Mark): void {
    const before = this.#marks.get(mark.sealId);
    const group = this.groups[bandOf(mark)]!;
    const earlier = before && this.groups[bandOf(before)]!;
    if (earlier !== group) earlier?.delete(mark.sealId);
    const [x, y] = spotOf(mark);
    group.set(mark.sealId, x, y, lookOf(mark.state, mark.stale));
    this.#marks.set(mark.sealId, mark);
  }

  #remove(sealId: string): void {
    const mark = this.#marks.get(sealId);
    if (mark === undefined) return;
    this.groups[bandOf(mark)]!.delete(sealId);
    this.#marks.delete(sealId);
  }
}
