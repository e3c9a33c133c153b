/** Degrees to about a metre, as maps and phones take them: `20.86512,106.52034`. */
export function placeInWords({ lat, lon }: { readonly lat: number; readonly lon: number }): string {
  return `${lat.toFixed(5)},${lon.toFixed(5)}`;
}
