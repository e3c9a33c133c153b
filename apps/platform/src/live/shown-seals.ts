/** How many views show a seal, so that nobody has to ask each of them. */
export class ShownSeals {
  private readonly views = new Map<string, number>();

  has(id: string): boolean {
    return this.views.has(id);
  }

  /** The seals of one view more. */
  of(ids: Iterable<string>): ShownInView {
    return new ShownInView(this.views, ids);
  }
}

/** The seals that one view was sent, so that it can be told of those that left. */
export class ShownInView {
  private readonly ids = new Set<string>();

  constructor(
    private readonly views: Map<string, number>,
    ids: Iterable<string>,
  ) {
    for (const id of ids) this.add(id);
  }

  get size(): number {
    return this.ids.size;
  }

  has(id: string): boolean {
    return this.ids.has(id);
  }

  add(id: string): void {
    if (this.ids.has(id)) return;
    this.ids.add(id);
    this.views.set(id, (this.views.get(id) ?? 0) + 1);
  }

  /** Takes out those that are so. @param among to look no further, ids each once */
  take(isSo: (id: string) => boolean, among: readonly string[] = [...this.ids]): string[] {
    const taken = among.filter((id) => this.ids.has(id) && isSo(id));
    for (const id of taken) this.remove(id);
    return taken;
  }

  /** The view is no more. */
  clear(): void {
    this.take(() => true);
  }

  private remove(id: string): void {
    this.ids.delete(id);
    const left = this.views.get(id)! - 1;
    if (left === 0) this.views.delete(id);
    else this.views.set(id, left);
  }
}
