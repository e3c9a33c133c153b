import { Signal } from '../shared/signal.js';
import { advance, startReplay, type Replay } from './replay.js';

/** A stalled page does not leap when it comes back. */
const LONGEST_FRAME = 250;

/** Runs a replay by the screen's frames, outside React: who shows something of it subscribes. */
export class Player {
  readonly replay = new Signal<Replay>(startReplay(0, 0));
  #frame: number | undefined;
  #before = 0;

  change(move: (replay: Replay) => Replay): void {
    this.replay.set(move(this.replay.get()));
    if (this.replay.get().isPlaying && this.#frame === undefined) {
      this.#before = performance.now();
      this.#frame = requestAnimationFrame(this.#tick);
    }
  }

  stop(): void {
    if (this.#frame !== undefined) cancelAnimationFrame(this.#frame);
    this.#frame = undefined;
  }

  readonly #tick = (now: number): void => {
    const elapsed = Math.min(LONGEST_FRAME, Math.max(0, now - this.#before));
    this.#before = now;
    this.replay.set(advance(this.replay.get(), elapsed));
    this.#frame = this.replay.get().isPlaying ? requestAnimationFrame(this.#tick) : undefined;
  };
}
