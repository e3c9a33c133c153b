import type { Pool, PoolClient } from 'pg';

const RETRY_MS = 1_000;

/** What a {@link Listener} tells. */
export interface Listening {
  /** It listens from now on. What was told before nobody has heard; when this fails, it begins again. */
  began(): void | Promise<void>;
  heard(payload: string): void;
  /** Nothing is heard until it has begun again, which is tried once a second. */
  lost(error: Error): void;
}

/** Listens to a channel of the database (`NOTIFY`) on a connection of its own, for as long as it is not stopped. */
export class Listener {
  private client: PoolClient | undefined;
  private retry: NodeJS.Timeout | undefined;
  private isStopped = false;

  constructor(
    private readonly pool: Pool,
    private readonly channel: string,
    private readonly told: Listening,
  ) {}

  /** Resolves when it listens, or has tried once. */
  async start(): Promise<void> {
    try {
      const client = await this.pool.connect();
      if (this.isStopped) return client.release();
      this.client = client;
      client.on('error', this.broke).on('end', this.ended).on('notification', this.heard);
      await client.query(`listen ${this.channel}`);
      await this.told.began();
    } catch (error) {
      this.broke(error as Error);
    }
  }

  stop(): void {
    this.isStopped = true;
    clearTimeout(this.retry);
    this.letGo();
  }

  /** What it led to could not be done: it begins again, and so does what follows from that. */
  readonly broke = (error: Error): void => {
    if (this.isStopped || this.retry !== undefined) return;
    this.letGo();
    this.told.lost(error);
    this.retry = setTimeout(() => {
      this.retry = undefined;
      void this.start();
    }, RETRY_MS);
  };

  private readonly ended = (): void => this.broke(new Error('the connection has ended'));

  private readonly heard = ({ payload = '' }: { payload?: string | undefined }): void =>
    this.told.heard(payload);

  private letGo(): void {
    const { client } = this;
    this.client = undefined;
    client?.off('error', this.broke).off('end', this.ended).off('notification', this.heard);
    client?.release(true);
  }
}
