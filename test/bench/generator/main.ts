import { generate } from './generate.js';
import type { LoadJob } from './job.js';

/** The generator's process: takes one job from its parent, answers with its result or an error's text, and ends. */
process.once('message', (job: LoadJob) => {
  generate(job).then(
    (result) => answer({ result }),
    (error: unknown) => answer({ error: String(error) }),
  );
});
process.once('disconnect', () => process.exit(1));

function answer(message: object): void {
  process.send?.(message, () => process.exit(0));
}
