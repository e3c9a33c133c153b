import type { Aedes, AedesPublishPacket, Client, Subscription } from 'aedes';

/** What waits for a client that is away, at most: then the oldest goes. A decision that no gate took is held in the outbox all the same. */
const MOST_QUEUED = 1_000;

interface Persistence {
  addSubscriptions(client: Client, subscriptions: Subscription[]): Promise<void>;
  cleanSubscriptions(client: { id: string }): Promise<void>;
  cleanIncoming(client: { id: string }): Promise<void>;
  outgoingEnqueue(of: { clientId: string }, packet: AedesPublishPacket): Promise<void>;
  outgoingEnqueueCombi(of: { clientId: string }[], packet: AedesPublishPacket): Promise<void>;
  outgoingClearMessageId(
    client: { id: string },
    packet: AedesPublishPacket,
  ): Promise<AedesPublishPacket | undefined>;
  outgoingStream(client: { id: string }): AsyncIterable<AedesPublishPacket>;
}

/**
 * Keeps the sessions that aedes keeps in memory within bounds. aedes stores the refused subscriptions of a SUBSCRIBE beside those that
 * were granted (lib/handlers/subscribe.js), and would then queue for the client what it may not hear; and it queues without an end.
 */
export class Sessions {
  /** Of each client with something queued, how much. */
  private readonly queued = new Map<string, number>();
  private readonly persistence: Persistence;

  /** @param mayHear whether a client may subscribe to a topic */
  constructor(broker: Aedes, mayHear: (client: Client, topic: string) => boolean) {
    const persistence = (broker as unknown as { persistence: Persistence }).persistence;
    this.persistence = persistence;
    const add = persistence.addSubscriptions.bind(persistence);
    persistence.addSubscriptions = (client, subscriptions) =>
      add(
        client,
        subscriptions.filter(({ topic }) => mayHear(client, topic)),
      );
    this.countQueues(persistence);
  }

  /** Forgets a session: its subscriptions, and what waits in it. */
  async drop(id: string): Promise<void> {
    await this.persistence.cleanSubscriptions({ id });
    await this.persistence.cleanIncoming({ id });
    await this.shorten(id, 0);
  }

  private countQueues(persistence: Persistence): void {
    const enqueue = persistence.outgoingEnqueue.bind(persistence);
    const enqueueCombi = persistence.outgoingEnqueueCombi.bind(persistence);
    const clear = persistence.outgoingClearMessageId.bind(persistence);
    persistence.outgoingEnqueue = async (of, packet) => {
      await this.makeRoom(of.clientId);
      await enqueue(of, packet);
    };
    persistence.outgoingEnqueueCombi = async (of, packet) => {
      for (const { clientId } of of) await this.makeRoom(clientId);
      await enqueueCombi(of, packet);
    };
    persistence.outgoingClearMessageId = async (client, packet) => {
      const cleared = await clear(client, packet);
      if (cleared !== undefined) this.count(client.id, -1);
      return cleared;
    };
  }

  private async makeRoom(id: string): Promise<void> {
    this.count(id, 1);
    if (this.queued.get(id)! > MOST_QUEUED) await this.shorten(id, MOST_QUEUED * 0.9);
  }

  /** Takes the oldest away. */
  private async shorten(id: string, length: number): Promise<void> {
    for await (const packet of this.persistence.outgoingStream({ id })) {
      if ((this.queued.get(id) ?? 0) <= length) return;
      await this.persistence.outgoingClearMessageId({ id }, packet);
    }
  }

  private count(id: string, by: 1 | -1): void {
    const count = (this.queued.get(id) ?? 0) + by;
    if (count === 0) this.queued.delete(id);
    else this.queued.set(id, count);
  }
}
