import { afterAll, beforeAll } from 'vitest';
import { waitFor } from './wait-for.js';

/** What a test may forget to close, by Node's names of the resources that keep a process alive. */
const WATCHED = [
  'TCPSocketWrap',
  'TCPServerWrap',
  'TLSWrap',
  'PipeWrap',
  'ProcessWrap',
  'Timeout',
  'FSEventWrap',
];

/**
 * Fails the file (or the `describe` it is called in) when it leaves a socket, server, child process or timer behind.
 * Call it first, so that its last look comes after the file's own cleaning up.
 */
export function failOnLeaks(): void {
  let before = new Map<string, number>();
  beforeAll(() => {
    before = countResources();
  });
  afterAll(async () => {
    let leaked: string[] = [];
    await waitFor(
      () => {
        leaked = excess(before, countResources());
        return leaked.length === 0;
      },
      2_000,
      'the end of everything the tests opened',
    ).catch((error: unknown) => {
      throw new Error(`left open by the tests: ${leaked.join(', ')}`, { cause: error });
    });
  });
}

/** How many resources of each watched kind keep this process alive. */
export function countResources(): Map<string, number> {
  const counts = new Map<string, number>();
  for (const kind of process.getActiveResourcesInfo()) {
    if (WATCHED.includes(kind)) counts.set(kind, (counts.get(kind) ?? 0) + 1);
  }
  return counts;
}

/** What is there now and was not before, one line a kind. */
export function excess(before: Map<string, number>, after: Map<string, number>): string[] {
  return (
    [...after]
      .map(([kind, count]) => ({ kind, more: count - (before.get(kind) ?? 0) }))
      // the pause of the waiting itself is a timer
      .filter(({ kind, more }) => more > (kind === 'Timeout' ? 1 : 0))
      .map(({ kind, more }) => `${more} ${kind}`)
  );
}
