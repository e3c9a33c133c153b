import { formatInstant, type Instant } from '@haidang/domain';
import { topics } from '@haidang/wire';
import { connectAsync, type MqttClient } from 'mqtt';

/** A device's name and secret at the broker. */
export interface Credential {
  readonly name: string;
  readonly secret: string;
}

/** An operator's own server: hears what customs says to its ports, and answers each message with its receipt. */
export class PortServer {
  #received = 0;

  private constructor(
    private readonly client: MqttClient,
    now: () => Instant,
  ) {
    client.on('message', (topic, payload) => {
      const { id, facilityId } = JSON.parse(payload.toString()) as { id: string; facilityId: string };
      if (topic !== topics.notices(facilityId)) return;
      this.#received += 1;
      const receipt = { noticeId: id, time: formatInstant(now()), status: 'received' };
      client.publish(topics.receipts(facilityId), JSON.stringify(receipt), { qos: 1 });
    });
  }

  static async open(
    broker: string,
    { name, secret }: Credential,
    facilityIds: readonly string[],
    now: () => Instant = Date.now,
  ): Promise<PortServer> {
    const known = { username: name, password: secret, clientId: `${name}-NGAY`, keepalive: 0 };
    const client = await connectAsync(broker, known);
    const server = new PortServer(client, now);
    await client.subscribeAsync(facilityIds.map(topics.notices), { qos: 1 });
    return server;
  }

  /** Messages, also those that came twice. */
  get received(): number {
    return this.#received;
  }

  close(): Promise<void> {
    return this.client.endAsync();
  }
}
