import type { Aedes, Client } from 'aedes';
import type { Device } from '@haidang/store';
import { Sessions } from './sessions.js';

export interface SessionRules {
  /** Whether a client may subscribe to a topic. */
  mayHear(client: Client, topic: string): boolean;
  ownerOf(client: Client): Device | undefined;
  /** How many sessions are kept for a device. */
  mostOf(device: Device): number;
  /** Told of a session that is no more. */
  forgotten(clientId: string): void;
}

/** Sessions that outlive their connection [MQTT-3.1.2-4], by the device they are kept for: so many each, and none for who may not come back. */
export class KeptSessions {
  private readonly sessions: Sessions;
  /** Client ids, the one that came first before the others, and whether it is connected. */
  private readonly byDevice = new Map<string, Map<string, Client | undefined>>();

  constructor(
    broker: Aedes,
    private readonly rules: SessionRules,
  ) {
    this.sessions = new Sessions(broker, (client, topic) => rules.mayHear(client, topic));
    broker.on('clientReady', (client) => this.came(client));
    broker.on('clientDisconnect', (client) => this.went(client));
  }

  /** Forgets all sessions of a device: nobody may come back to them. */
  async dropOf(name: string): Promise<void> {
    const ids = [...(this.byDevice.get(name)?.keys() ?? [])];
    this.byDevice.delete(name);
    for (const id of ids) await this.drop(id);
  }

  private came(client: Client): void {
    const device = this.rules.ownerOf(client);
    if (device === undefined) return;
    const kept = this.byDevice.get(device.name) ?? new Map<string, Client | undefined>();
    kept.delete(client.id);
    if (!client.clean) kept.set(client.id, client);
    if (kept.size === 0) this.byDevice.delete(device.name);
    else this.byDevice.set(device.name, kept);
    if (kept.size <= this.rules.mostOf(device)) return;
    for (const [id, connected] of kept) {
      if (connected !== undefined) continue;
      kept.delete(id);
      return void this.drop(id);
    }
  }

  private went(client: Client): void {
    const device = this.rules.ownerOf(client);
    const kept = device === undefined ? undefined : this.byDevice.get(device.name);
    if (kept?.get(client.id) === client) kept.set(client.id, undefined);
  }

  private async drop(id: string): Promise<void> {
    this.rules.forgotten(id);
    await this.sessions.drop(id);
  }
}
