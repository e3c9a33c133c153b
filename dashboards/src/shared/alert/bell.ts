import { Signal } from '../signal.js';
import { play, TUNES, type TuneName } from './tones.js';

/** `blocked`: it is wanted, and the browser lets nothing be heard until somebody touches the page. */
export type SoundState = 'on' | 'off' | 'blocked';

const KEY = 'haidang.sound';
const GESTURES = ['pointerdown', 'keydown'] as const;

/** The sound of the desk: wanted unless it was switched off on this machine. */
export class Bell {
  readonly state = new Signal<SoundState>('off');
  #context: AudioContext | undefined;
  readonly #unblock = () => void this.#wake();

  /** As it was left the last time. */
  open(): void {
    if (recall() !== 'off') void this.#wake();
  }

  setOn(isOn: boolean): void {
    remember(isOn ? 'on' : 'off');
    if (isOn) void this.#wake();
    else this.#silence();
  }

  ring(name: TuneName): void {
    if (this.state.get() === 'on' && this.#context !== undefined) play(this.#context, TUNES[name]);
  }

  close(): void {
    this.#silence();
  }

  /** Browsers play nothing before somebody has touched the page: it is tried again with each touch. */
  async #wake(): Promise<void> {
    this.#context ??= new AudioContext();
    this.#say();
    for (const gesture of GESTURES) addEventListener(gesture, this.#unblock);
    await Promise.race([this.#context.resume(), new Promise((over) => setTimeout(over, 300))]);
    this.#say();
  }

  #say(): void {
    if (this.#context === undefined) return;
    const isHeard = this.#context.state === 'running';
    this.state.set(isHeard ? 'on' : 'blocked');
    if (isHeard) this.#forgetGestures();
  }

  #silence(): void {
    this.#forgetGestures();
    void this.#context?.close();
    this.#context = undefined;
    this.state.set('off');
  }

  #forgetGestures(): void {
    for (const gesture of GESTURES) removeEventListener(gesture, this.#unblock);
  }
}

function recall(): string | null {
  try {
    return localStorage.getItem(KEY);
  } catch {
    return null;
  }
}

function remember(value: string): void {
  try {
    localStorage.setItem(KEY, value);
  } catch {
    // Storage is switched off: the choice lasts as long as the page.
  }
}
