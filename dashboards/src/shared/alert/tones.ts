/** What is heard: one part after the other, each a tone of so many hertz for so many seconds; 0 is silence. */
export type Tune = readonly (readonly [hertz: number, seconds: number])[];

/** Told apart by rhythm as well as by pitch: who hears badly at one end hears the other. */
export const TUNES = {
  minor: [[440, 0.18]],
  major: [
    [587, 0.16],
    [0, 0.06],
    [587, 0.16],
  ],
  critical: [
    [880, 0.14],
    [660, 0.14],
    [880, 0.14],
    [660, 0.14],
    [880, 0.2],
  ],
  /** For the shift supervisor: it rises. */
  escalated: [
    [523, 0.14],
    [659, 0.14],
    [784, 0.14],
    [1047, 0.34],
  ],
  /** For a patrol: somebody sends it out. */
  errand: [
    [698, 0.12],
    [880, 0.12],
    [0, 0.08],
    [698, 0.12],
    [880, 0.3],
  ],
} as const satisfies Record<string, Tune>;

export type TuneName = keyof typeof TUNES;

const LOUDNESS = 0.2;
/** A tone that begins or ends at once clicks. */
const SOFT = 0.012;

export function play(context: AudioContext, tune: Tune): void {
  let at = context.currentTime + 0.02;
  for (const [hertz, seconds] of tune) {
    if (hertz > 0) {
      const [tone, gain] = [context.createOscillator(), context.createGain()];
      tone.type = 'triangle';
      tone.frequency.value = hertz;
      gain.gain.setValueAtTime(0, at);
      gain.gain.linearRampToValueAtTime(LOUDNESS, at + SOFT);
      gain.gain.setValueAtTime(LOUDNESS, at + seconds - SOFT);
      gain.gain.linearRampToValueAtTime(0, at + seconds);
      tone.connect(gain).connect(context.destination);
      tone.start(at);
      tone.stop(at + seconds);
    }
    at += seconds;
  }
}
