import { readFileSync } from 'node:fs';

/** One a line; lines that begin with `#` say where they are from. */
const LIST = new URL('../../data/known-passwords.txt', import.meta.url);
/** A password of so few different characters is known without a list: `1111…`, `121212…`. */
const TOO_FEW = 4;

let known: ReadonlySet<string> | undefined;

/** Read once, when somebody first sets a password. */
function knownWords(): ReadonlySet<string> {
  known ??= new Set(
    readFileSync(LIST, 'utf8')
      .split('\n')
      .filter((line) => line !== '' && !line.startsWith('#')),
  );
  return known;
}

/**
 * Whether a password is one that guessers try first (OWASP ASVS 5.0, 6.2.4): on the list, also with digits and signs around it, in other
 * letters' cases, with or without accents and blanks, or several times over; or hardly more than one character.
 */
export function isKnownPassword(password: string): boolean {
  const folded = fold(password);
  if (new Set(folded).size <= TOO_FEW || isRun(folded)) return true;
  // what is left between the first and the last letter
  const core = folded.replace(/^[^\p{L}]+|[^\p{L}]+$/gu, '');
  return [folded, core].map(once).some((text) => knownWords().has(text) || isRun(text));
}

function fold(text: string): string {
  return text
    .normalize('NFKD')
    .replace(/\p{M}|\s/gu, '')
    .toLowerCase()
    .replaceAll('đ', 'd');
}

/** `abcabcabc` is `abc`, digits and signs after it left out. */
function once(text: string): string {
  const [, unit = text] = /^(.+?)\1+$/su.exec(text) ?? [];
  return unit.replace(/^[^\p{L}]+|[^\p{L}]+$/gu, '') || unit;
}

/** `123456789012`, `abcdefghijkl`, and backwards. */
function isRun(text: string): boolean {
  const steps = [...text].slice(1).map((char, i) => char.charCodeAt(0) - text.charCodeAt(i));
  return steps.length > 0 && [1, -1].some((step) => steps.every((one) => one === step || one === -9 * step));
}
