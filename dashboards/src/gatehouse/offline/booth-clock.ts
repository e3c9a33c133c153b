/** What a tablet knows of the time. Milliseconds. */
export interface KeptTime {
  /** How far the server's clock was ahead of this one. */
  readonly ahead: number;
  /** The latest time that was known: it is never earlier again. */
  readonly latest: number;
}

/**
 * The server's time as far as a tablet can tell: by the feed while it speaks; without it by what it told last, and never earlier than it has been, so that
 * a clock that is set back makes no expired list good again.
 */
export class BoothClock {
  #kept: KeptTime;

  /** @param server the server's time while the feed speaks, else undefined */
  constructor(
    private readonly server: () => number | undefined,
    private readonly own: () => number = Date.now,
    kept: KeptTime = { ahead: 0, latest: 0 },
  ) {
    this.#kept = kept;
  }

  /** Takes up what was kept before; what has been heard since counts. */
  resume(kept: KeptTime): void {
    this.#kept = { ahead: kept.ahead, latest: Math.max(kept.latest, this.#kept.latest) };
  }

  now(): number {
    return this.note().latest;
  }

  /** What is to be kept. */
  note(): KeptTime {
    const heard = this.server();
    this.#kept =
      heard === undefined
        ? { ...this.#kept, latest: Math.max(this.own() + this.#kept.ahead, this.#kept.latest) }
        : { ahead: heard - this.own(), latest: heard };
    return this.#kept;
  }
}
