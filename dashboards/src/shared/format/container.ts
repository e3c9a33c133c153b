const NUMBER = /^([A-Z]{4}\d{6})(\d)$/;

/** A container number as it is painted on the door: the check digit in a box, `CSQU305438[3]`. Other text stays as it is. */
export function formatContainer(number: string): string {
  return number.replace(NUMBER, '$1[$2]');
}
