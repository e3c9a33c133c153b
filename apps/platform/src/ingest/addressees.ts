import type { AedesPublishPacket, Aedes, Client } from 'aedes';
import { isOwedTopic } from '@haidang/wire';

const REFUSED = 0x80;

/**
 * How the addressee of a topic listens. A clean session says with it that it wants nothing kept.
 * `sessionId`: the same as long as its session lives, however often it comes back to it.
 */
export type Listener = { readonly sessionId: string; readonly clean: boolean };

/**
 * Who listens to what is owed at the embedded broker: gates to their decisions, forwarders that speak for them and for ports to notices.
 */
export class Addressees {
  private readonly listeners = new Map<string, Set<Client>>();
  private readonly topicsOf = new Map<Client, Set<string>>();
  /** Of sessions that outlive their connection, by client id. */
  private readonly sessionIds = new Map<string, string>();
  private sessionsBegun = 0;
  private came: (topic: string, listener: Listener) => void = () => undefined;
  private took: (topic: string, payload: string) => void = () => undefined;

  /**
   * @param came told when an addressee listens to its topic: it subscribed, or is back with its session
   * @param took told of every acknowledgement [MQTT-3.1.1, 3.4] of an addressee with a session
   */
  notify(
    came: (topic: string, listener: Listener) => void,
    took: (topic: string, payload: string) => void,
  ): void {
    this.came = came;
    this.took = took;
  }

  /** Who listens to a topic; one with a session before one without. */
  of(topic: string): Listener | undefined {
    const listeners = [...(this.listeners.get(topic) ?? [])];
    const client = listeners.find(({ clean }) => !clean) ?? listeners[0];
    return client === undefined ? undefined : this.listenerOf(client);
  }

  /** A session is no more: who comes back with its client id begins another. */
  forget(clientId: string): void {
    this.sessionIds.delete(clientId);
  }

  follow(broker: Aedes): void {
    broker.on('clientReady', (client) => this.connected(client));
    broker.on('clientDisconnect', (client) => this.disconnected(client));
    broker.on('subscribe', (subscriptions, client) => {
      // a refused one is told of as well, with the code that it was answered with [MQTT-3.9.3-2]
      for (const { topic, qos } of subscriptions)
        if ((qos as number) !== REFUSED && isOwedTopic(topic)) this.listens(client, topic);
    });
    broker.on('unsubscribe', (topics, client) => {
      for (const topic of topics) this.listensNoMore(client, topic);
    });
    broker.on('ack', (packet, client) => this.acknowledged(packet as AedesPublishPacket | undefined, client));
  }

  private connected(client: Client): void {
    if (client.clean) this.sessionIds.delete(client.id);
    else if (!this.sessionIds.has(client.id))
      this.sessionIds.set(client.id, `${client.id} ${++this.sessionsBegun}`);
    // what its session brought back
    for (const topic of Object.keys(subscriptionsOf(client)))
      if (isOwedTopic(topic)) this.listens(client, topic);
  }

  private listenerOf(client: Client): Listener {
    return { sessionId: this.sessionIds.get(client.id) ?? client.id, clean: client.clean };
  }

  private listens(client: Client, topic: string): void {
    setOf(this.listeners, topic).add(client);
    setOf(this.topicsOf, client).add(topic);
    this.came(topic, this.listenerOf(client));
  }

  private listensNoMore(client: Client, topic: string): void {
    const listeners = this.listeners.get(topic);
    listeners?.delete(client);
    if (listeners?.size === 0) this.listeners.delete(topic);
    this.topicsOf.get(client)?.delete(topic);
  }

  private disconnected(client: Client): void {
    for (const topic of [...(this.topicsOf.get(client) ?? [])]) this.listensNoMore(client, topic);
    this.topicsOf.delete(client);
  }

  /** @param packet missing when it was not kept for the client: it has no session */
  private acknowledged(packet: AedesPublishPacket | undefined, client: Client): void {
    if (packet?.topic === undefined || this.topicsOf.get(client)?.has(packet.topic) !== true) return;
    this.took(packet.topic, packet.payload.toString());
  }
}

/** What aedes has subscribed a client to; its types leave it out. */
function subscriptionsOf(client: Client): Readonly<Record<string, unknown>> {
  return (client as unknown as { subscriptions: Record<string, unknown> }).subscriptions;
}

function setOf<K, V>(map: Map<K, Set<V>>, key: K): Set<V> {
  const known = map.get(key);
  if (known !== undefined) return known;
  const made = new Set<V>();
  map.set(key, made);
  return made;
}
