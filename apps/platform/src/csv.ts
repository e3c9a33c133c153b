/** A line of CSV (RFC 4180), without its end. Several values in one field are separated by blanks, what is not there is empty. */
export function csvLine(values: readonly unknown[]): string {
  return values.map(field).join(',');
}

function field(value: unknown): string {
  if (value === undefined || value === null) return '';
  const text = Array.isArray(value) ? value.join(' ') : String(value);
  const safe = typeof value === 'string' && isFormula(text) ? `'${text}` : text;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}

/** A spreadsheet runs a text that begins so; a device's card number, or a reason that somebody typed, must not be able to make it. */
function isFormula(text: string): boolean {
  return /^[=+\-@\t\r]/.test(text);
}
