import { containerCheckDigit, isContainerNumber, normaliseContainerNumber } from '@haidang/domain';

/** `CSQU3054383` as it is read aloud: `CSQU`, `305438`, `3`. What has another form stays whole. */
export function groups(number: string): readonly string[] {
  const match = /^([A-Z]{4})(\d{6})(\d)$/.exec(number);
  return match === null ? [number] : match.slice(1);
}

/** What there is to say of a number while it is typed. */
export type NumberWord =
  | { readonly say: 'nothing' | 'good' | 'form' }
  | { readonly say: 'short'; readonly missing: number }
  | { readonly say: 'digit'; readonly wanted: string };

const BEGINNING = /^[A-Z]{0,3}$|^[A-Z]{3}[UJZ]\d{0,7}$/;
const LENGTH = 11;

/** Is it a container's number, and where not, what is the matter? The check digit is ISO 6346's. */
export function judgeNumber(text: string): NumberWord {
  const number = normaliseContainerNumber(text);
  if (number === '') return { say: 'nothing' };
  if (!BEGINNING.test(number)) return { say: 'form' };
  if (number.length < LENGTH) return { say: 'short', missing: LENGTH - number.length };
  if (isContainerNumber(number)) return { say: 'good' };
  return { say: 'digit', wanted: String(containerCheckDigit(number.slice(0, LENGTH - 1))) };
}

export interface Char {
  readonly char: string;
  /** It was read otherwise. */
  readonly differs: boolean;
}

/** The characters of a number on file, each marked where the reading had another or none. */
export function marked(onFile: string, read: string): Char[] {
  const [begin, end] = sameEnds(onFile, read);
  return [...onFile].map((char, i) => ({
    char,
    differs: onFile.length === read.length ? char !== read[i] : i >= begin && i < Math.max(end, begin + 1),
  }));
}

/** Of texts of different lengths: from where to where the first is not in the second. */
function sameEnds(a: string, b: string): [number, number] {
  const shorter = Math.min(a.length, b.length);
  let begin = 0;
  while (begin < shorter && a[begin] === b[begin]) begin++;
  let tail = 0;
  while (tail < shorter - begin && a.at(-1 - tail) === b.at(-1 - tail)) tail++;
  return [begin, a.length - tail];
}
