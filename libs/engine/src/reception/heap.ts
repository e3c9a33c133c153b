/** Seals by the time at which they may be due, the earliest first: taking and adding cost the logarithm of their number. */
export class DueHeap {
  /** Times and names, side by side: an object for each would weigh more than both. */
  readonly #due: number[] = [];
  readonly #ids: string[] = [];

  /** The earliest time; Infinity when there is none. */
  get next(): number {
    return this.#due[0] ?? Infinity;
  }

  add(due: number, id: string): void {
    let i = this.#due.push(due) - 1;
    this.#ids.push(id);
    while (i > 0) {
      const parent = (i - 1) >> 1;
      if (!this.#before(i, parent)) break;
      this.#swap(i, parent);
      i = parent;
    }
  }

  take(): string | undefined {
    if (this.#ids.length === 0) return undefined;
    const top = this.#ids[0]!;
    const [last, lastDue] = [this.#ids.pop()!, this.#due.pop()!];
    if (this.#ids.length === 0) return top;
    this.#ids[0] = last;
    this.#due[0] = lastDue;
    for (let i = 0; ;) {
      let least = i;
      for (const child of [2 * i + 1, 2 * i + 2])
        if (child < this.#ids.length && this.#before(child, least)) least = child;
      if (least === i) return top;
      this.#swap(i, least);
      i = least;
    }
  }

  /** Ties by name, so that a restart takes them in the same order. */
  #before(i: number, j: number): boolean {
    const [a, b] = [this.#due[i]!, this.#due[j]!];
    return a < b || (a === b && this.#ids[i]! < this.#ids[j]!);
  }

  #swap(i: number, j: number): void {
    const [due, id] = [this.#due[i]!, this.#ids[i]!];
    this.#due[i] = this.#due[j]!;
    this.#ids[i] = this.#ids[j]!;
    this.#due[j] = due;
    this.#ids[j] = id;
  }
}
