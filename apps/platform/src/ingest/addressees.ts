import type { AedesPublishPacket, Aedes, Client } from 'aedes';
import { isDecisionTopic } from '@haidang/wire';

const REFUSED = 0x80;

/** How the addressee of a topic listens. A clean session says with it that it wants nothing kept. */
export type Listener = { readonly clientId: string; readonly clean: boolean };

/**
 * Who listens to gates' topics of decisions at the embedded broker: the gates themselves, and forwarders that speak for them.
 */
export class Addressees {
  private readonly listeners = new Map<string, Set<Client>>();
  private readonly topicsOf = new Map<Client, Set<string>>();
  /** Topics of sessions that outlive their connection. */
  private readonly sessions = new Map<string, ReadonlySet<string>>();
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
    return client === undefined ? undefined : { clientId: client.id, clean: client.clean };
  }

  /** A session is no more. */
  forget(clientId: string): void {
    this.sessions.delete(clientId);
  }

  follow(broker: Aedes): void {
    broker.on('clientReady', (client) => this.connected(client));
    broker.on('clientDisconnect', (client) => this.disconnected(client));
    broker.on('subscribe', (subscriptions, client) => {
      // a refused one is told of as well, with the code that it was answered with [MQTT-3.9.3-2]
      for (const { topic, qos } of subscriptions)
        if ((qos as number) !== REFUSED && isDecisionTopic(topic)) this.listens(client, topic);
    });
    broker.on('unsubscribe', (topics, client) => {
      for (const topic of topics) this.listensNoMore(client, topic);
    });
    broker.on('ack', (packet, client) => this.acknowledged(packet as AedesPublishPacket | undefined, client));
  }

  private connected(client: Client): void {
    if (client.clean) this.sessions.delete(client.id);
    for (const topic of this.sessions.get(client.id) ?? []) this.listens(client, topic);
  }

  private listens(client: Client, topic: string): void {
    setOf(this.listeners, topic).add(client);
    const topics = setOf(this.topicsOf, client).add(topic);
    if (!client.clean) this.sessions.set(client.id, topics);
    this.came(topic, { clientId: client.id, clean: client.clean });
  }

  private listensNoMore(client: Client, topic: string): void {
    const listeners = this.listeners.get(topic);
    listeners?.delete(client);
    if (listeners?.size === 0) this.listeners.delete(topic);
    this.topicsOf.get(client)?.delete(topic);
  }

  private disconnected(client: Client): void {
    const topics = [...(this.topicsOf.get(client) ?? [])];
    if (!client.clean && topics.length > 0) this.sessions.set(client.id, new Set(topics));
    for (const topic of topics) this.listensNoMore(client, topic);
    this.topicsOf.delete(client);
  }

  /** @param packet missing when it was not kept for the client: it has no session */
  private acknowledged(packet: AedesPublishPacket | undefined, client: Client): void {
    if (packet?.topic === undefined || this.topicsOf.get(client)?.has(packet.topic) !== true) return;
    this.took(packet.topic, packet.payload.toString());
  }
}

function setOf<K, V>(map: Map<K, Set<V>>, key: K): Set<V> {
  const known = map.get(key);
  if (known !== undefined) return known;
  const made = new Set<V>();
  map.set(key, made);
  return made;
}
