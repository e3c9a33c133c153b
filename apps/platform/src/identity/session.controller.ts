import { Body, Controller, Delete, Get, HttpCode, Inject, Post, Req, Res } from '@nestjs/common';
import {
  ChangePassword,
  SessionAnswer,
  SignedInAnswer,
  SignIn,
  WhoAnswer,
  type SessionView,
  type SignedInView,
  type WhoView,
} from '@haidang/contract';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { CONFIG, type Config } from '../config/config.js';
import { API } from '../http/api.js';
import { Describe } from '../http/operation.js';
import { zod } from '../http/zod.pipe.js';
import { refuseForeign, sessionNamed, sessionOf } from './guard.js';
import { clearSessionCookie, setSessionCookie } from './session-cookie.js';
import { callerOf, Doorkeeper } from './doorkeeper.js';
import { Sessions } from './sessions.js';

@Controller(`${API}/session`)
export class SessionController {
  constructor(
    @Inject(Doorkeeper) private readonly door: Doorkeeper,
    @Inject(Sessions) private readonly sessions: Sessions,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  @Post()
  @Describe({
    id: 'signIn',
    open: 'public',
    tag: 'session',
    summary: 'Sign in',
    description:
      'The answer holds a token for `Authorization: Bearer` and sets the same as an httpOnly cookie for browsers.',
    body: { schema: SignIn },
    answers: [{ status: 201, description: 'signed in', schema: SignedInAnswer }],
    problems: [
      'sign_in_refused',
      'second_factor_needed',
      'second_factor_wrong',
      'too_many_attempts',
      'cross_site',
    ],
  })
  async signIn(
    @Body(zod(SignIn)) body: SignIn,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<SignedInView> {
    refuseForeign(this.config, request, true);
    const signedIn = await this.door.signIn(body, callerOf(request, this.config));
    const { lifeMs } = this.config.session;
    setSessionCookie(reply, request, this.config, { token: signedIn.token, maxAgeMs: lifeMs });
    void reply.header('cache-control', 'no-store');
    return signedIn;
  }

  @Get()
  @Describe({
    id: 'getSession',
    open: 'beginning',
    tag: 'session',
    summary: 'Who am I',
    answers: [{ status: 200, description: 'who is signed in', schema: SessionAnswer }],
  })
  read(@Req() request: FastifyRequest, @Res({ passthrough: true }) reply: FastifyReply): SessionView {
    void reply.header('cache-control', 'no-store');
    return sessionOf(request)!.view;
  }

  @Get('who')
  @Describe({
    id: 'getWho',
    open: 'public',
    tag: 'session',
    summary: 'Who am I, if anybody',
    description: 'For a page that begins: that nobody is signed in is an answer here, and no refusal.',
    answers: [{ status: 200, description: 'who is signed in', schema: WhoAnswer }],
  })
  async who(
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<WhoView> {
    void reply.header('cache-control', 'no-store');
    const session = await sessionNamed(this.sessions, this.config, request);
    return { session: session?.view ?? null };
  }

  @Post('password')
  @HttpCode(204)
  @Describe({
    id: 'changePassword',
    tag: 'session',
    open: 'beginning',
    summary: "Change one's own password: every other session of one's own ends",
    body: { schema: ChangePassword },
    answers: [{ status: 204, description: 'it is changed' }],
    problems: ['password_refused', 'password_known', 'too_many_attempts', 'cross_site'],
  })
  changePassword(
    @Body(zod(ChangePassword)) body: ChangePassword,
    @Req() request: FastifyRequest,
  ): Promise<void> {
    return this.door.changePassword(sessionOf(request)!, body);
  }

  @Delete()
  @HttpCode(204)
  @Describe({
    id: 'signOut',
    open: 'beginning',
    tag: 'session',
    summary: 'Sign out: the session ends, with its live sockets',
    answers: [{ status: 204, description: 'signed out' }],
    problems: ['cross_site'],
  })
  async signOut(
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<void> {
    await this.door.signOut(sessionOf(request)!);
    clearSessionCookie(reply, request, this.config);
    // pictures among it; not the storage, where a gatehouse's queue waits to be told
    void reply.header('clear-site-data', '"cache"');
  }
}
