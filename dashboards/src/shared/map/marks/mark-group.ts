/** Words of 32 bits that a mark takes: its x and y in units of the world, and what it looks like. */
export const WORDS = 3;

/** Slots of a new group; each time they are full there are twice as many. */
const FIRST_SLOTS = 64;

/** Slots that changed: from the first of them up to, and without, `to`. */
export interface Slots {
  readonly from: number;
  readonly to: number;
}

/**
 * Marks of one band in one block of memory, as the graphics card takes it: the first `count` slots are filled.
 * A change touches its slot alone; when one leaves, the last takes its slot.
 */
export class MarkGroup {
  #words = new Uint32Array(FIRST_SLOTS * WORDS);
  readonly #sealIds: string[] = [];
  readonly #slots = new Map<string, number>();
  #from = Infinity;
  #to = 0;

  get count(): number {
    return this.#sealIds.length;
  }

  /** {@link WORDS} a slot; another block once it has grown. */
  get words(): Uint32Array<ArrayBuffer> {
    return this.#words;
  }

  sealIdAt(slot: number): string {
    return this.#sealIds[slot]!;
  }

  set(sealId: string, x: number, y: number, look: number): void {
    const slot = this.#slots.get(sealId) ?? this.#newSlot(sealId);
    const at = slot * WORDS;
    const words = this.#words;
    if (words[at] === x && words[at + 1] === y && words[at + 2] === look) return;
    words[at] = x;
    words[at + 1] = y;
    words[at + 2] = look;
    this.#touch(slot);
  }

  delete(sealId: string): void {
    const slot = this.#slots.get(sealId);
    if (slot === undefined) return;
    this.#slots.delete(sealId);
    const last = this.#sealIds.pop()!;
    if (last !== sealId) {
      this.#sealIds[slot] = last;
      this.#slots.set(last, slot);
      this.#words.copyWithin(slot * WORDS, this.count * WORDS, (this.count + 1) * WORDS);
    }
    this.#touch(slot);
  }

  /** @returns whether anything changed since {@link takeChanged} */
  get hasChanged(): boolean {
    return this.#from < this.#to;
  }

  /** The filled slots that changed since the last call: the least stretch that holds them. */
  takeChanged(): Slots {
    const [from, to] = [this.#from, Math.min(this.#to, this.count)];
    this.#from = Infinity;
    this.#to = 0;
    return from < to ? { from, to } : { from: 0, to: 0 };
  }

  #newSlot(sealId: string): number {
    const slot = this.#sealIds.push(sealId) - 1;
    this.#slots.set(sealId, slot);
    if (this.count * WORDS > this.#words.length) {
      const grown = new Uint32Array(2 * this.#words.length);
      grown.set(this.#words);
      this.#words = grown;
    }
    this.#touch(slot);
    return slot;
  }

  #touch(slot: number): void {
    this.#from = Math.min(this.#from, slot);
    this.#to = Math.max(this.#to, slot + 1);
  }
}
