import { readLiveCredentials, type LiveCredential } from '@haidang/store';
import type { Pool } from 'pg';

/** Names of one query. */
const MOST_A_QUERY = 1_000;

interface Asker {
  readonly resolve: (credentials: readonly LiveCredential[]) => void;
  readonly reject: (error: unknown) => void;
}

/**
 * Reads devices' credentials when they connect. One query at a time, for all who came meanwhile: when 100,000 seals come back at once,
 * they cost a hundred queries. Nothing is kept: the database is the truth.
 */
export class CredentialReader {
  private waiting = new Map<string, Asker[]>();
  /** Being read, and whether something ended meanwhile, so that what was read may be of before that. */
  private readonly reading = new Map<string, { isSpoilt: boolean }>();
  private isRunning = false;

  constructor(private readonly pool: Pool) {}

  /** The live credentials of a device, as they are when it answers. */
  find(name: string): Promise<readonly LiveCredential[]> {
    return new Promise((resolve, reject) => {
      const askers = this.waiting.get(name);
      if (askers === undefined) this.waiting.set(name, [{ resolve, reject }]);
      else askers.push({ resolve, reject });
      if (!this.isRunning) void this.run();
    });
  }

  /** A credential of the device has ended: who is reading it reads it again. */
  spoil(name: string): void {
    const reading = this.reading.get(name);
    if (reading !== undefined) reading.isSpoilt = true;
  }

  private async run(): Promise<void> {
    this.isRunning = true;
    while (this.waiting.size > 0) {
      const group = new Map([...this.waiting].slice(0, MOST_A_QUERY));
      for (const name of group.keys()) {
        this.waiting.delete(name);
        this.reading.set(name, { isSpoilt: false });
      }
      await this.read(group);
    }
    this.isRunning = false;
  }

  private async read(group: ReadonlyMap<string, Asker[]>): Promise<void> {
    try {
      const byName = new Map<string, LiveCredential[]>([...group.keys()].map((name) => [name, []]));
      for (const credential of await readLiveCredentials(this.pool, [...group.keys()]))
        byName.get(credential.device.name)!.push(credential);
      for (const [name, askers] of group) {
        if (this.reading.get(name)!.isSpoilt) this.askAgain(name, askers);
        else for (const { resolve } of askers) resolve(byName.get(name)!);
      }
    } catch (error) {
      for (const askers of group.values()) for (const { reject } of askers) reject(error);
    } finally {
      for (const name of group.keys()) this.reading.delete(name);
    }
  }

  private askAgain(name: string, askers: Asker[]): void {
    this.waiting.set(name, [...askers, ...(this.waiting.get(name) ?? [])]);
  }
}
