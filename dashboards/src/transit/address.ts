const PREFIX = '/transit/';

/** A transit's own page. */
export function transitPath(id: string): string {
  return `${PREFIX}${encodeURIComponent(id)}`;
}

/** The transit of an address; undefined: it is no transit's page. */
export function transitAt(pathname: string): string | undefined {
  if (!pathname.startsWith(PREFIX)) return undefined;
  const id = decode(pathname.slice(PREFIX.length).replace(/\/$/, ''));
  return id === '' ? undefined : id;
}

/** An address that somebody mistyped is none. */
function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return '';
  }
}
