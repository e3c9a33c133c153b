/** Seals by the time at which they may be due, the earliest first: taking and adding cost the logarithm of their number. */
export class DueHeap {
  readonly #items: { readonly due: number; readonly id: string }[] = [];

  /** The earliest time; Infinity when there is none. */
  get next(): number {
    return this.#items[0]?.due ?? Infinity;
  }

  add(due: number, id: string): void {
    const items = this.#items;
    let i = items.push({ due, id }) - 1;
    while (i > 0) {
      const parent = (i - 1) >> 1;
      if (!this.#before(i, parent)) break;
      this.#swap(i, parent);
      i = parent;
    }
  }

  take(): string | undefined {
    const items = this.#items;
    const top = items[0];
    const last = items.pop();
    if (top === undefined || last === undefined) return undefined;
    if (items.length === 0) return top.id;
    items[0] = last;
    for (let i = 0; ;) {
      let least = i;
      for (const child of [2 * i + 1, 2 * i + 2])
        if (child < items.length && this.#before(child, least)) least = child;
      if (least === i) return top.id;
      this.#swap(i, least);
      i = least;
    }
  }

  /** Ties by name, so that a restart takes them in the same order. */
  #before(i: number, j: number): boolean {
    const [a, b] = [this.#items[i]!, this.#items[j]!];
    return a.due !== b.due ? a.due < b.due : a.id < b.id;
  }

  #swap(i: number, j: number): void {
    const items = this.#items;
    [items[i], items[j]] = [items[j]!, items[i]!];
  }
}
