import type { OnApplicationBootstrap, OnModuleDestroy } from '@nestjs/common';
import type { Instant, Millis } from '@haidang/domain';
import type { Logger } from 'pino';

/**
 * Something that is looked at again and again while the platform runs, one look at a time. A look never fails: what could not be done is seen
 * again with the next.
 */
export abstract class RegularLook implements OnApplicationBootstrap, OnModuleDestroy {
  private timer: NodeJS.Timeout | undefined;
  private looking: Promise<void> = Promise.resolve();

  /** @param failure what the log says of a look that failed */
  protected constructor(
    private readonly every: Millis,
    private readonly failure: string,
    protected readonly logger: Logger,
  ) {}

  onApplicationBootstrap(): void {
    this.timer = setInterval(() => void this.look(), this.every);
  }

  async onModuleDestroy(): Promise<void> {
    clearInterval(this.timer);
    await this.looking;
  }

  look(now: Instant = Date.now()): Promise<void> {
    this.looking = this.looking
      .then(() => this.lookNow(now))
      .catch((error: unknown) => this.logger.warn({ err: error }, this.failure));
    return this.looking;
  }

  protected abstract lookNow(now: Instant): Promise<void>;
}
