import { createServer, type AddressInfo, type Server, type Socket } from 'node:net';
import { Aedes } from 'aedes';

/** A real broker in this process that specs start, break and stop. */
export class TestBroker {
  /** Messages of clients it acknowledged, in order: topic and parsed payload. */
  readonly received: { readonly topic: string; readonly payload: unknown }[] = [];
  /** How many more publishes are acknowledged before the line goes dead; set by a spec. */
  deadAfter = Infinity;
  readonly #aedes: Aedes;
  readonly #server: Server;
  readonly #sockets = new Set<Socket>();
  readonly #subscribed = new Set<string>();

  private constructor(aedes: Aedes) {
    this.#aedes = aedes;
    aedes.on('subscribe', (subscriptions) =>
      subscriptions.forEach(({ topic }) => this.#subscribed.add(topic)),
    );
    aedes.authorizePublish = (_client, packet, done) => this.#take(packet, done);
    this.#server = createServer((socket) => {
      this.#sockets.add(socket);
      socket.on('close', () => this.#sockets.delete(socket));
      aedes.handle(socket);
    });
  }

  /** @param port 0 takes a free one */
  static async start(port = 0): Promise<TestBroker> {
    const broker = new TestBroker(await Aedes.createBroker());
    await new Promise<void>((ready, fail) => {
      broker.#server.once('error', fail).listen(port, '127.0.0.1', ready);
    });
    return broker;
  }

  get port(): number {
    return (this.#server.address() as AddressInfo).port;
  }

  get url(): string {
    return `mqtt://127.0.0.1:${this.port}`;
  }

  /** The payloads that came on a topic; backlogs as the arrays they are. */
  on(topic: string): unknown[] {
    return this.received.filter((message) => message.topic === topic).map(({ payload }) => payload);
  }

  /** Whether a client has subscribed to a topic. */
  listens(topic: string): boolean {
    return this.#subscribed.has(topic);
  }

  /** Sends as the platform does, at QoS 1. */
  publish(topic: string, payload: object): Promise<void> {
    return new Promise((sent, fail) => {
      const packet = {
        cmd: 'publish',
        topic,
        payload: JSON.stringify(payload),
        qos: 1,
        retain: false,
        dup: false,
      };
      this.#aedes.publish(packet as Parameters<Aedes['publish']>[0], (error) =>
        error ? fail(error) : sent(),
      );
    });
  }

  /** Cuts every connection without a farewell and frees the port. */
  async kill(): Promise<void> {
    for (const socket of this.#sockets) socket.destroy();
    await new Promise<void>((closed) => this.#server.close(() => closed()));
    await new Promise<void>((closed) => this.#aedes.close(() => closed()));
  }

  #take(packet: { topic: string; payload: Buffer | string }, done: (error: null) => void): void {
    if (this.deadAfter <= 0) return;
    this.deadAfter -= 1;
    this.received.push({ topic: packet.topic, payload: JSON.parse(packet.payload.toString()) });
    done(null);
  }
}
