import { createServer } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';

/** Waits until the platform says it is ready: broker, database and lag. Ends without a word when `signal` is aborted. */
export async function untilReady(origin: string, signal: AbortSignal): Promise<void> {
  while (!signal.aborted) {
    const answer = await fetch(`${origin}/health/ready`, { signal: AbortSignal.timeout(2_000) }).catch(
      () => undefined,
    );
    await answer?.body?.cancel();
    if (answer?.status === 200) return;
    await pause(100, undefined, { signal }).catch(() => undefined);
  }
}

/** True when a loopback port can be listened on. A stranger there would answer in the platform's place. */
export function isFree(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const probe = createServer();
    probe.once('error', () => resolve(false));
    probe.listen(port, '127.0.0.1', () => probe.close(() => resolve(true)));
  });
}
