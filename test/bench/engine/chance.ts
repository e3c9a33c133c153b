/** Draws numbers from 0 to 1, 1 excluded; the same seed draws the same ones. */
export type Chance = () => number;

/** The generator mulberry32: small, quick, and random enough to lay out a country. */
export function chance(seed: number): Chance {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let bits = Math.imul(state ^ (state >>> 15), state | 1);
    bits ^= bits + Math.imul(bits ^ (bits >>> 7), bits | 61);
    return ((bits ^ (bits >>> 14)) >>> 0) / 2 ** 32;
  };
}
