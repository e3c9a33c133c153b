/** The next of a list, or the one before; the first where none of it is chosen. Undefined: there is none. */
export function stepIn(ids: readonly string[], chosen: string | undefined, by: 1 | -1): string | undefined {
  const at = chosen === undefined ? -1 : ids.indexOf(chosen);
  return at < 0 ? ids[0] : ids[Math.min(ids.length - 1, Math.max(0, at + by))];
}
