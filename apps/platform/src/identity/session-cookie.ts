import { parseCookie, stringifySetCookie } from 'cookie';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Config } from '../config/config.js';

const NAME = 'haidang_session';

/** Over TLS the name itself forbids anybody but this very host to set it (RFC 6265bis, section 4.1.3.2). */
export function cookieName(isSecure: boolean, name = NAME): string {
  return isSecure ? `__Host-${name}` : name;
}

/** Whether the browser talks TLS: to us, or to the proxy whose address people open. */
export function isSecure(config: Config, request: { readonly protocol: string }): boolean {
  return request.protocol === 'https' || config.publicUrl?.startsWith('https:') === true;
}

/** Scripts cannot read it, and no other site's page can make the browser send it. */
export function setSessionCookie(
  reply: FastifyReply,
  request: FastifyRequest,
  config: Config,
  session: { readonly token: string; readonly maxAgeMs: number },
): void {
  const secure = isSecure(config, request);
  void reply.header(
    'set-cookie',
    stringifySetCookie({
      name: cookieName(secure),
      value: session.token,
      httpOnly: true,
      sameSite: 'strict',
      path: '/',
      secure,
      maxAge: Math.floor(session.maxAgeMs / 1000),
    }),
  );
}

export function clearSessionCookie(reply: FastifyReply, request: FastifyRequest, config: Config): void {
  setSessionCookie(reply, request, config, { token: '', maxAgeMs: 0 });
}

/** The token that a browser sent. */
export function cookieToken(header: string | undefined, secure: boolean): string | undefined {
  if (header === undefined) return undefined;
  return parseCookie(header)[cookieName(secure)] || undefined;
}
