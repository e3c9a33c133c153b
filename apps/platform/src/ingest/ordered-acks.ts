/**
 * Holds acknowledgements of one connection back until those before them are due: PUBACKs leave in the order of the
 * PUBLISHes [MQTT-4.6.0-2], though their facts may be committed in another.
 */
export class OrderedAcks {
  private readonly held: { due: boolean; send: () => void }[] = [];
  private head = 0;
  private readonly waiting: { readonly than: number; readonly go: () => void }[] = [];

  /** @returns what to call when this one is due */
  hold(send: () => void): () => void {
    const slot = { due: false, send };
    this.held.push(slot);
    return () => {
      slot.due = true;
      this.release();
    };
  }

  /** How many are held. */
  get count(): number {
    return this.held.length - this.head;
  }

  /** When fewer than so many are held; undefined: now. */
  fewer(than: number): Promise<void> | undefined {
    if (this.count < than) return undefined;
    return new Promise((go) => this.waiting.push({ than, go }));
  }

  private release(): void {
    while (this.head < this.held.length && this.held[this.head]!.due) this.held[this.head++]!.send();
    if (this.head === this.held.length) this.held.length = this.head = 0;
    else if (this.head > 1_024) {
      this.held.splice(0, this.head);
      this.head = 0;
    }
    if (this.waiting.length > 0) this.tell();
  }

  private tell(): void {
    for (let i = this.waiting.length - 1; i >= 0; i--)
      if (this.count < this.waiting[i]!.than) this.waiting.splice(i, 1)[0]!.go();
  }
}
