import { CREDENTIALS_CHANNEL } from '@haidang/store';
import type { Pool, PoolClient } from 'pg';
import type { Logger } from 'pino';

const RETRY_MS = 1_000;

/**
 * Listens to the database for credentials that end, whoever ends them: the command line beside the running platform, an administrator, a
 * line of SQL, a seal that is taken out of the register. After a time in which nobody could tell, any may have ended.
 */
export class CredentialWatch {
  private client: PoolClient | undefined;
  private retry: NodeJS.Timeout | undefined;
  private isStopped = false;
  private readonly names = new Set<string>();
  private turn: NodeJS.Immediate | undefined;

  /** @param ended told the devices whose credentials ended; undefined: any */
  constructor(
    private readonly pool: Pool,
    private readonly ended: (names?: readonly string[]) => Promise<void>,
    private readonly logger: Logger,
  ) {}

  /** Resolves when it listens, or has tried once. */
  async start(): Promise<void> {
    try {
      const client = await this.pool.connect();
      if (this.isStopped) return client.release();
      this.client = client;
      client.on('error', this.broke);
      client.on('notification', this.told);
      await client.query(`listen ${CREDENTIALS_CHANNEL}`);
      await this.tell();
    } catch (error) {
      this.broke(error as Error);
    }
  }

  stop(): void {
    this.isStopped = true;
    clearTimeout(this.retry);
    clearImmediate(this.turn);
    this.letGo(true);
  }

  private readonly told = ({ payload }: { payload?: string | undefined }): void => {
    this.names.add(payload ?? '');
    this.turn ??= setImmediate(() => {
      this.turn = undefined;
      const names = [...this.names];
      this.names.clear();
      void this.tell(names);
    });
  };

  /** What could not be asked is asked for all, once the database is back. */
  async tell(names?: readonly string[]): Promise<void> {
    try {
      await this.ended(names);
    } catch (error) {
      this.broke(error as Error);
    }
  }

  private readonly broke = (error: Error): void => {
    if (this.isStopped || this.retry !== undefined) return;
    this.logger.warn({ err: error }, 'nobody tells of credentials that end; trying again');
    this.letGo(true);
    this.retry = setTimeout(() => {
      this.retry = undefined;
      void this.start();
    }, RETRY_MS);
  };

  private letGo(broken: boolean): void {
    const { client } = this;
    this.client = undefined;
    client?.off('error', this.broke).off('notification', this.told);
    client?.release(broken);
  }
}
