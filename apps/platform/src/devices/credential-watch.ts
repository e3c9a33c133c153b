import { CREDENTIALS_CHANNEL, Listener } from '@haidang/store';
import type { Pool } from 'pg';
import type { Logger } from 'pino';

/**
 * Hears of credentials that end, whoever ends them: the command line beside the running platform, an administrator, a line of SQL, a seal
 * that is taken out of the register. After a time in which nobody could tell, any may have ended.
 */
export class CredentialWatch {
  private readonly listener: Listener;
  private readonly names = new Set<string>();
  private turn: NodeJS.Immediate | undefined;

  /** @param ended told the devices whose credentials ended; undefined: any */
  constructor(
    pool: Pool,
    private readonly ended: (names?: readonly string[]) => Promise<void>,
    logger: Logger,
  ) {
    this.listener = new Listener(pool, CREDENTIALS_CHANNEL, {
      began: () => this.ended(),
      heard: (name) => this.heard(name),
      lost: (error) => logger.warn({ err: error }, 'nobody tells of credentials that end; trying again'),
    });
  }

  /** Resolves when it listens, or has tried once. */
  start(): Promise<void> {
    return this.listener.start();
  }

  stop(): void {
    clearImmediate(this.turn);
    this.listener.stop();
  }

  /** What could not be asked is asked for all, once the database is back. */
  async tell(names: readonly string[]): Promise<void> {
    await this.ended(names).catch(this.listener.broke);
  }

  private heard(name: string): void {
    this.names.add(name);
    this.turn ??= setImmediate(() => {
      this.turn = undefined;
      const names = [...this.names];
      this.names.clear();
      void this.tell(names);
    });
  }
}
