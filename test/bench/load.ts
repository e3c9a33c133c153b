import type { Children } from './children.js';
import { message } from './children.js';
import type { LoadJob, LoadResult } from './generator/job.js';

/** Time beyond a job's own for connecting and for the process to start, in milliseconds. */
const GRACE = 60_000;

/**
 * Runs a load in a process of its own, so that it has its own event loop and its processor time can be told apart.
 * @throws Error when the broker refused it, closed a connection or said something unexpected
 */
export async function runLoad(children: Children, job: LoadJob): Promise<LoadResult> {
  const child = children.fork('./generator/main.js');
  const answer = message<{ result: LoadResult } | { error: string }>(
    child,
    'the load generator',
    job.warmUp + job.duration + job.drain + GRACE,
  );
  child.send(job);
  const said = await answer;
  if ('error' in said) throw new Error(`the load failed: ${said.error}`);
  return said.result;
}
