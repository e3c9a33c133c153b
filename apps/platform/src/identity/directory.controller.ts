import { Controller, Get, Inject, Logger, Req, Res } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { parseCookie, stringifySetCookie } from 'cookie';
import { CONFIG, type Config } from '../config/config.js';
import { API } from '../http/api.js';
import { apiErrorOf } from '../http/api-error-of.js';
import { ApiError } from '../http/errors.js';
import { Describe } from '../http/operation.js';
import { Directory, ERRAND_MS } from './directory.js';
import { callerOf, Doorkeeper } from './doorkeeper.js';
import { cookieName, isSecure, setSessionCookie } from './session-cookie.js';

const COOKIE = 'haidang_directory';

/** By the browser's address bar: all answer with a redirection. */
@Controller(`${API}/session/directory`)
export class DirectoryController {
  private readonly log = new Logger('Directory');

  constructor(
    @Inject(Directory) private readonly directory: Directory,
    @Inject(Doorkeeper) private readonly door: Doorkeeper,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  @Get()
  @Describe({
    id: 'goToDirectory',
    tag: 'session',
    open: 'public',
    summary: "Sign in by the authority's own directory (OpenID Connect): for browsers",
    answers: [{ status: 302, description: 'to the directory, or back to the page with `signin=CODE`' }],
  })
  async go(@Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    try {
      refuseLinks(request);
      const { url, errand } = await this.directory.begin(this.originOf(request));
      this.keep(request, reply, errand, ERRAND_MS);
      reply.redirect(url, 302);
    } catch (error) {
      this.back(request, reply, error);
    }
  }

  @Get('callback')
  @Describe({
    id: 'comeFromDirectory',
    tag: 'session',
    open: 'public',
    summary: 'Where the directory sends the browser back to',
    answers: [{ status: 302, description: 'to the page, signed in, or with `signin=CODE`' }],
  })
  async callback(@Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    try {
      const name = cookieName(isSecure(this.config, request), COOKIE);
      const errand = parseCookie(request.headers.cookie ?? '')[name];
      const query = request.url.includes('?') ? request.url.slice(request.url.indexOf('?')) : '';
      const user = await this.directory.finish(errand, query);
      const { token } = await this.door.letIn(user, 'directory', callerOf(request, this.config));
      this.keep(request, reply, '', 0);
      setSessionCookie(reply, request, this.config, { token, maxAgeMs: this.config.session.lifeMs });
      reply.redirect('/', 302);
    } catch (error) {
      this.back(request, reply, error);
    }
  }

  @Get('sign-out')
  @Describe({
    id: 'leaveDirectory',
    tag: 'session',
    open: 'public',
    summary: 'Where a browser goes after signing out here of a session by the directory',
    answers: [{ status: 302, description: 'to the directory with `OIDC_SIGN_OUT`, or back to the page' }],
  })
  async leave(@Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    try {
      refuseLinks(request);
      reply.redirect(await this.directory.afterSignOut(this.originOf(request)), 302);
    } catch (error) {
      this.back(request, reply, error);
    }
  }

  private originOf({ protocol, host }: FastifyRequest): string {
    return this.config.publicUrl ?? `${protocol}://${host}`;
  }

  /** The directory's own page sends the browser back, so that the cookie must come along from there: Lax. */
  private keep(request: FastifyRequest, reply: FastifyReply, value: string, ms: number): void {
    const secure = isSecure(this.config, request);
    const maxAge = Math.floor(ms / 1000);
    void reply.header(
      'set-cookie',
      stringifySetCookie({
        name: cookieName(secure, COOKIE),
        value,
        httpOnly: true,
        sameSite: 'lax',
        path: '/',
        secure,
        maxAge,
      }),
    );
  }

  private back({ ip }: FastifyRequest, reply: FastifyReply, thrown: unknown): void {
    const error = apiErrorOf(thrown);
    const cause = error.cause instanceof Error ? `: ${error.cause.message}` : '';
    this.log.warn(`sign-in by the directory from ${ip}: ${error.code}${cause}`);
    reply.redirect(`/?signin=${error.code}`, 302);
  }
}

/** A link on somebody else's page signs nobody in. @throws ApiError `cross_site` */
function refuseLinks({ headers }: FastifyRequest): void {
  const site = headers['sec-fetch-site'];
  if (site === 'cross-site' || site === 'same-site') throw new ApiError('cross_site');
}
