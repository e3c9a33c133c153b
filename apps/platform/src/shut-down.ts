import { setTimeout as sleep } from 'node:timers/promises';
import type { Logger } from 'pino';

/** One thing that a graceful stop does, and how long it may take. */
export interface Closing {
  readonly what: string;
  readonly limitMs: number;
  close(): Promise<void> | void;
}

/**
 * Closes one thing after the other. One that fails or takes too long is left behind with a line in the log: a database that is away
 * must not keep the process from ending.
 * @returns what was left behind
 */
export async function shutDown(closings: readonly Closing[], logger: Logger): Promise<string[]> {
  const left: string[] = [];
  for (const { what, limitMs, close } of closings) {
    try {
      if (await withinTime(limitMs, Promise.resolve(close()))) continue;
      logger.warn({ what, limitMs }, 'stopping: it takes too long and is left behind');
    } catch (error) {
      logger.warn({ what, err: error }, 'stopping: it failed and is left behind');
    }
    left.push(what);
  }
  return left;
}

/** @returns false when it has not ended in time; nobody waits for it any more */
export async function withinTime(limitMs: number, work: Promise<unknown>): Promise<boolean> {
  const limit = new AbortController();
  const over = sleep(limitMs, false, { signal: limit.signal });
  over.catch(() => undefined);
  try {
    return await Promise.race([work.then(() => true), over]);
  } finally {
    limit.abort();
  }
}
