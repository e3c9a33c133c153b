/** A vehicle plate for comparison: upper case, separators removed. `15C-123.45` and `15c 12345` are one plate. */
export function normalisePlate(text: string): string {
  return text.toUpperCase().replace(/[\s\-._]/g, '');
}
