import type { Suggestion } from '@haidang/domain';

/** Characters that a camera takes for one another, by what they look like. */
const LOOK_ALIKE = '0OQDU 08 1IL7T 2Z7 3B8E 4A 49 5S6 6GC 68 8B9 MNWH VYU PRF KX'.split(' ');
const ALIKE: ReadonlyMap<string, ReadonlySet<string>> = new Map(
  [...'ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789'].map((char) => [
    char,
    new Set(LOOK_ALIKE.filter((group) => group.includes(char)).join('')),
  ]),
);
/** One character of another look, or two of a like one. */
const MOST = 2;
/** A reader compares at a glance. */
const SHOWN = 3;

/** How far a reading is from a number: 1 for a character of like look, 2 for any other; a lost or an extra one counts 2. Over {@link MOST}: `null`. */
function farFrom(read: string, number: string): { far: number; differing: number } | null {
  if (read.length !== number.length) return isOneShort(read, number) ? { far: MOST, differing: 1 } : null;
  let far = 0;
  let differing = 0;
  for (let i = 0; i < read.length; i++) {
    if (read[i] === number[i]) continue;
    differing++;
    far += ALIKE.get(read[i]!)?.has(number[i]!) === true ? 1 : MOST;
    if (far > MOST) return null;
  }
  return { far, differing };
}

/** The shorter is the longer without one character. */
function isOneShort(a: string, b: string): boolean {
  const [short, long] = a.length < b.length ? [a, b] : [b, a];
  if (long.length - short.length !== 1) return false;
  let i = 0;
  while (i < short.length && short[i] === long[i]) i++;
  return short.slice(i) === long.slice(i + 1);
}

/**
 * The numbers on file that a camera may have misread, the likeliest first: every one of them has a true check digit, so what comes close by
 * chance is rare.
 * @param read normalised, as the camera gave it
 */
export function likely(read: string, onFile: Iterable<string>): Suggestion[] {
  const close: (Suggestion & { far: number })[] = [];
  for (const container of onFile) {
    const found = farFrom(read, container);
    if (found !== null && found.far > 0) close.push({ container, ...found });
  }
  close.sort((a, b) => a.far - b.far || (a.container < b.container ? -1 : 1));
  return close.slice(0, SHOWN).map(({ container, differing }) => ({ container, differing }));
}

/** One may be the other, misread. */
export function isAlike(read: string, other: string): boolean {
  return farFrom(read, other) !== null;
}
