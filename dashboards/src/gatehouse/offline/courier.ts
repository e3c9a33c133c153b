import { ApiError } from '../../shared/api/client.js';
import type { Entry, Shelf } from './shelf.js';

/** What has to be tried again, and nothing after it before: the network, the platform, or whoever is signed in. */
const LATER: ReadonlySet<string> = new Set([
  'papers_changed',
  'idempotency_in_progress',
  'not_signed_in',
  'forbidden',
  'unknown_gate',
]);

/** @returns why the platform will never have it; undefined: it may have it later */
export function refusalOf(error: unknown): string | undefined {
  if (!(error instanceof ApiError)) return undefined;
  const { status, code, message } = error;
  if (status < 400 || status >= 500 || status === 429 || status === 408 || LATER.has(code)) return undefined;
  return `${code}: ${message}`;
}

/**
 * Sends what waits, in its order, each with its own key: what breaks off half way is sent again and told once. What is refused for good is kept
 * and shown, and the next goes on.
 * @param send tells the platform of one @throws what `send` throws where it has to be tried again
 */
export async function deliver(
  shelf: Pick<Shelf, 'queue' | 'sent' | 'refuse'>,
  send: (entry: Entry) => Promise<void>,
): Promise<void> {
  for (const entry of await shelf.queue()) {
    if (entry.refused !== undefined) continue;
    try {
      await send(entry);
    } catch (error) {
      const why = refusalOf(error);
      if (why === undefined) throw error;
      await shelf.refuse(entry, why);
      continue;
    }
    await shelf.sent(entry.seq!);
  }
}
