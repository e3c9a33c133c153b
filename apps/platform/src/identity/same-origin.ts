import type { Config } from '../config/config.js';

/** What a browser says of where a request comes from. */
export interface Origins {
  readonly origin?: string | undefined;
  readonly site?: string | undefined;
  readonly host?: string | undefined;
}

const HARMLESS = new Set(['GET', 'HEAD', 'OPTIONS']);

export function isWrite(method: string): boolean {
  return !HARMLESS.has(method);
}

/**
 * Whether a request comes from our own page, by `Origin` or, without one, by `Sec-Fetch-Site`. A browser sends one of the two with every
 * write and every socket, and no page can forge them.
 * @param otherwise the answer when neither was sent: no browser did
 */
export function isSameOrigin(config: Config, { origin, site, host }: Origins, otherwise: boolean): boolean {
  if (origin !== undefined) {
    if (origin === config.publicUrl) return true;
    return URL.canParse(origin) && host !== undefined && new URL(origin).host === host;
  }
  return site === undefined ? otherwise : site === 'same-origin';
}
