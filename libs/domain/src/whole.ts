/**
 * A number read from a row of numbers (a `Float64Array`), as it was before it was laid there. V8 takes what such a row holds for a fraction: an object that whole
 * numbers go back into would get another shape than those made elsewhere, and all of these be converted where they are read.
 */
export function whole(number: number): number {
  const small = number | 0;
  return Object.is(small, number) ? small : number;
}
