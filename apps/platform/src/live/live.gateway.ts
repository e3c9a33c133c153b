import { Inject } from '@nestjs/common';
import {
  WebSocketGateway,
  type OnGatewayConnection,
  type OnGatewayDisconnect,
  type OnGatewayInit,
} from '@nestjs/websockets';
import { LIVE_NAMESPACE, WatchRequest, type ClientToServer, type ServerToClient } from '@haidang/contract';
import type { Namespace } from 'socket.io';
import { actingAs } from '../identity/acting.js';
import { LiveDoor } from './live-door.js';
import { LiveFeed, type LiveSocket } from './live-feed.js';

/** The live namespace: `watch` in, the events of {@link ServerToClient} out, to those who are signed in. */
@WebSocketGateway({ namespace: LIVE_NAMESPACE })
export class LiveGateway implements OnGatewayInit, OnGatewayConnection, OnGatewayDisconnect {
  constructor(
    @Inject(LiveFeed) private readonly feed: LiveFeed,
    @Inject(LiveDoor) private readonly door: LiveDoor,
  ) {}

  afterInit(namespace: Namespace<ClientToServer, ServerToClient>): void {
    this.door.guard(namespace);
    this.feed.start(namespace);
  }

  handleConnection(socket: LiveSocket): void {
    this.door.joined(socket);
    this.feed.join(socket);
    socket.on('watch', (request) => {
      const parsed = WatchRequest.safeParse(request);
      if (parsed.success)
        return actingAs(socket.data.session.person, () => {
          socket.emit('snapshot', this.feed.watch(socket, parsed.data));
        });
      const issue = parsed.error.issues[0]!;
      return socket.emit('problem', {
        code: 'invalid_request',
        detail: `${issue.path.join('.')}: ${issue.message}`,
      });
    });
  }

  handleDisconnect(socket: LiveSocket): void {
    this.feed.leave(socket);
  }
}
