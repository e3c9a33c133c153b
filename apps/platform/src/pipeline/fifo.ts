/** First in, first out; whoever goes moves none of the others. */
export class Fifo<T> {
  private items: (T | undefined)[] = [];
  private head = 0;

  get length(): number {
    return this.items.length - this.head;
  }

  /** @returns undefined when there is none */
  get first(): T | undefined {
    return this.items[this.head];
  }

  push(item: T): void {
    this.items.push(item);
  }

  dropFirst(): void {
    this.items[this.head++] = undefined;
    if (this.head === this.items.length) this.items.length = this.head = 0;
    else if (this.head > 1_024 && this.head > this.items.length / 2) {
      this.items.splice(0, this.head);
      this.head = 0;
    }
  }

  /** Lets go of all but these. */
  keep(isKept: (item: T) => boolean): void {
    this.items = this.items.slice(this.head).filter((item) => isKept(item!));
    this.head = 0;
  }
}
