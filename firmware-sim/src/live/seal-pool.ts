/** Seconds a seal is on its way back by courier before it can close another container. */
const COURIER = 3 * 3600;

/** The seals in the officers' drawers. */
export class SealPool {
  readonly #free: { readonly id: string; readonly from: number }[];

  constructor(ids: readonly string[]) {
    this.#free = ids.map((id) => ({ id, from: 0 }));
  }

  /** Takes a seal that is at hand at `elapsed`; `undefined` when all are away. */
  take(elapsed: number): string | undefined {
    const i = this.#free.findIndex(({ from }) => from <= elapsed);
    return i === -1 ? undefined : this.#free.splice(i, 1)[0]!.id;
  }

  /** A seal was taken off at `elapsed`. */
  giveBack(id: string, elapsed: number): void {
    this.#free.push({ id, from: elapsed + COURIER });
  }
}
