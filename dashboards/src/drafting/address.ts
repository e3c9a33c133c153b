/** What there is to draw: a page each. */
export const DRAWN = ['zones', 'routes'] as const;
export type Drawn = (typeof DRAWN)[number];

export function mapPath(what: Drawn, item?: string): string {
  return `/map/${what}${item === undefined ? '' : `?item=${encodeURIComponent(item)}`}`;
}

/** The page of an address; undefined: it is none of these. */
export function mapPageAt(pathname: string): Drawn | undefined {
  if (!pathname.startsWith('/map')) return undefined;
  return DRAWN.find((what) => pathname.replace(/\/$/, '') === mapPath(what)) ?? 'zones';
}
