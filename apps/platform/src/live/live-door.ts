import { Inject, Injectable } from '@nestjs/common';
import type { ClientToServer, ServerToClient } from '@haidang/contract';
import type { Namespace } from 'socket.io';
import { CONFIG, type Config } from '../config/config.js';
import { API_ERRORS, type ApiErrorCode } from '../http/errors.js';
import { isSameOrigin } from '../identity/same-origin.js';
import { cookieToken, isSecure } from '../identity/session-cookie.js';
import { Sessions, type SignedIn } from '../identity/sessions.js';
import type { LiveSocket } from './live-feed.js';

/** What a live socket carries: whose it is. */
export interface LiveSocketData {
  session: SignedIn;
}

/**
 * Who may have a live socket: somebody signed in, by the browser's cookie or by a token in the handshake's `auth`. A socket is cut off as
 * soon as its session ends; one whose person changed comes back as what that person is now.
 */
@Injectable()
export class LiveDoor {
  private readonly sockets = new Map<string, Set<LiveSocket>>();

  constructor(
    @Inject(Sessions) private readonly sessions: Sessions,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  guard(namespace: Namespace<ClientToServer, ServerToClient>): void {
    namespace.use((socket, next) => {
      this.admit(socket as LiveSocket).then(
        (refusal) => next(refusal),
        (error: Error) => next(refusalOf('unavailable', error)),
      );
    });
    this.sessions.onChange((ids) => {
      for (const id of ids) for (const socket of this.sockets.get(id) ?? []) cutOff(socket);
    });
  }

  joined(socket: LiveSocket): void {
    const { id } = socket.data.session;
    const release = this.sessions.hold(id);
    const sockets = this.sockets.get(id) ?? new Set();
    this.sockets.set(id, sockets.add(socket));
    socket.once('disconnect', () => {
      release();
      sockets.delete(socket);
      if (sockets.size === 0) this.sockets.delete(id);
    });
    // it may have ended between the look at it and now, when nobody would have told this socket
    void this.sessions
      .stillLive([id])
      .then((live) => live.has(id) || cutOff(socket))
      .catch(() => cutOff(socket));
  }

  private async admit(socket: LiveSocket): Promise<Error | undefined> {
    const { auth, headers } = socket.handshake;
    const given: unknown = auth['token'];
    const bearer = typeof given === 'string' ? given : undefined;
    if (bearer === undefined && !isSameOrigin(this.config, originsOf(headers), true))
      return refusalOf('cross_site');
    const protocol = socket.handshake.secure ? 'https' : 'http';
    const token = bearer ?? cookieToken(headers.cookie, isSecure(this.config, { protocol }));
    const session = token === undefined ? undefined : await this.sessions.find(token);
    if (session === undefined) return refusalOf('not_signed_in');
    if (session.must === 'change_password') return refusalOf('password_change_required');
    if (session.must !== null) return refusalOf('second_factor_required');
    socket.data.session = session;
    return undefined;
  }
}

function cutOff(socket: LiveSocket): void {
  socket.emit('problem', { code: 'not_signed_in', detail: API_ERRORS.not_signed_in.title });
  socket.disconnect(true);
}

/** The client reads `message` and `data` in its `connect_error`. */
function refusalOf(code: ApiErrorCode, cause?: Error): Error {
  return Object.assign(new Error(code, { cause }), { data: { code, detail: API_ERRORS[code].title } });
}

function originsOf(headers: LiveSocket['handshake']['headers']) {
  return {
    origin: headers.origin,
    site: headers['sec-fetch-site'],
    host: headers.host,
  };
}
