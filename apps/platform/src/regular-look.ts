import type { OnApplicationBootstrap, OnModuleDestroy } from '@nestjs/common';
import type { Instant, Millis } from '@haidang/domain';
import type { Logger } from 'pino';

/**
 * Something that is looked at again and again while the platform runs, one look at a time. A look never fails: what could not be done is seen
 * again with the next. However often it is asked for during a look, one more follows: a slow database must not leave a pile of looks behind.
 */
export abstract class RegularLook implements OnApplicationBootstrap, OnModuleDestroy {
  private timer: NodeJS.Timeout | undefined;
  private looking: Promise<void> = Promise.resolve();
  /** The look that has not begun yet, and the time it is for. */
  private next: { now: Instant; readonly done: Promise<void> } | undefined;

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

  /** @returns when it was looked at as it is at `now` or after */
  look(now: Instant = Date.now()): Promise<void> {
    if (this.next === undefined) this.next = { now, done: this.looking.then(() => this.begin()) };
    else this.next.now = now;
    this.looking = this.next.done;
    return this.looking;
  }

  private async begin(): Promise<void> {
    const { now } = this.next!;
    this.next = undefined;
    try {
      await this.lookNow(now);
    } catch (error) {
      this.logger.warn({ err: error }, this.failure);
    }
  }

  protected abstract lookNow(now: Instant): Promise<void>;
}
