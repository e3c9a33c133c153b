/**
 * Container numbers of ISO 6346: three letters of the owner, the category U, J or Z, six digits, one check digit.
 */
const FORM = /^[A-Z]{3}[UJZ]\d{7}$/;

/** Upper case without blanks, dashes, dots and brackets: `csqu 305438-3` and `CSQU305438[3]` become `CSQU3054383`. */
export function normaliseContainerNumber(text: string): string {
  return text.toUpperCase().replace(/[\s\-.[\]()/]/g, '');
}

/** The check digit of the first ten characters (ISO 6346, annex A): letters count A=10, B=12 ... skipping 11, 22, 33. */
export function containerCheckDigit(firstTen: string): number {
  let sum = 0;
  for (let i = 0; i < 10; i++) {
    const code = firstTen.charCodeAt(i);
    const value = code >= 65 ? letterValue(code - 65) : code - 48;
    sum += value * 2 ** i;
  }
  return (sum % 11) % 10;
}

/** True for a number of the right form whose check digit agrees. Takes the normalised form only. */
export function isContainerNumber(number: string): boolean {
  return FORM.test(number) && containerCheckDigit(number) === number.charCodeAt(10) - 48;
}

function letterValue(index: number): number {
  const value = index + 10;
  return value + Math.floor((value - 1) / 10);
}
