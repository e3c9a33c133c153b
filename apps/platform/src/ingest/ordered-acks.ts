import { Fifo } from '../pipeline/fifo.js';

/**
 * Holds acknowledgements of one connection back until those before them are due: PUBACKs leave in the order of the
 * PUBLISHes [MQTT-4.6.0-2], though their facts may be committed in another.
 */
export class OrderedAcks<Answer> {
  private readonly held = new Fifo<HeldAck<Answer>>();
  private readonly waiting: { readonly than: number; readonly go: () => void }[] = [];

  constructor(private readonly send: (answer: Answer) => void) {}

  /** @returns what to tell when this one is due */
  hold(answer: Answer): HeldAck<Answer> {
    const ack = new HeldAck(this, answer);
    this.held.push(ack);
    return ack;
  }

  /** How many are held. */
  get count(): number {
    return this.held.length;
  }

  /** When fewer than so many are held; undefined: now. */
  fewer(than: number): Promise<void> | undefined {
    if (this.count < than) return undefined;
    return new Promise((go) => this.waiting.push({ than, go }));
  }

  /** Sends those at the front that are due. */
  release(): void {
    for (let { first } = this.held; first?.isDue === true; first = this.held.first) {
      this.held.dropFirst();
      this.send(first.answer);
    }
    if (this.waiting.length > 0) this.tell();
  }

  private tell(): void {
    for (let i = this.waiting.length - 1; i >= 0; i--)
      if (this.count < this.waiting[i]!.than) this.waiting.splice(i, 1)[0]!.go();
  }
}

/** One acknowledgement in its place. */
export class HeldAck<Answer> {
  isDue = false;

  constructor(
    private readonly acks: OrderedAcks<Answer>,
    readonly answer: Answer,
  ) {}

  due(): void {
    this.isDue = true;
    this.acks.release();
  }
}
