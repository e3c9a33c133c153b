import { get as getPlain } from 'node:http';
import { get as getSecure } from 'node:https';
import { createServer } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';

/** Waits until the platform says it is ready: broker, database and lag. Ends without a word when `signal` is aborted. */
export async function untilReady(origin: string, signal: AbortSignal): Promise<void> {
  while (!signal.aborted) {
    if ((await statusOf(`${origin}/health/ready`)) === 200) return;
    await pause(100, undefined, { signal }).catch(() => undefined);
  }
}

/** What a page of our own machine answers; its certificate may be in another name. `undefined`: nothing. */
function statusOf(address: string): Promise<number | undefined> {
  return new Promise((answer) => {
    const get = address.startsWith('https:') ? getSecure : getPlain;
    const asking = get(address, { timeout: 2_000, rejectUnauthorized: false, agent: false }, (response) => {
      response.resume();
      answer(response.statusCode);
    });
    asking.on('timeout', () => asking.destroy());
    asking.on('error', () => answer(undefined));
  });
}

/** True when a loopback port can be listened on. A stranger there would answer in the platform's place. */
export function isFree(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const probe = createServer();
    probe.once('error', () => resolve(false));
    probe.listen(port, '127.0.0.1', () => probe.close(() => resolve(true)));
  });
}
