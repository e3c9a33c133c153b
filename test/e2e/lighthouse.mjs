/**
 * `npm run lighthouse`: has Lighthouse look at every view of the pictures, dialogues included, at the desk and on the phone, in a demo of its own,
 * and fails unless each has 100 for accessibility and for best practices. A line a view, and what keeps it from there.
 *
 * `--only PATTERN` looks at those whose name it matches (`centre, phone`); `--demo ORIGIN` at a demo that is running already.
 */
import { parseArgs } from 'node:util';
import { Auditor, FORMS } from './lighthouse/auditor.mjs';
import { openDemo } from './open-demo.mjs';
import { stage } from './screenshots/stage.mjs';
import { VIEWS } from './screenshots/views.mjs';

const { values } = parseArgs({
  options: { only: { type: 'string', default: '' }, demo: { type: 'string' } },
});
const wanted = new RegExp(values.only);
const looks = Object.keys(VIEWS)
  .flatMap((view) => formsOf(view).map((form) => ({ view, form })))
  .filter((look) => wanted.test(nameOf(look)));

const { demo, stop } = await openDemo(values.demo);
const failed = await lookAtAll().finally(stop);
process.stdout.write(`${looks.length - failed} of ${looks.length} have 100 and 100\n`);
process.exit(failed === 0 && looks.length > 0 ? 0 : 1);

/** @returns how many views have less than 100 */
async function lookAtAll() {
  await demo.untilAlarms();
  const facts = await stage(demo);
  const auditor = await Auditor.start();
  let count = 0;
  try {
    for (const { view, form } of looks) {
      const failures = await auditor
        .audit(demo, facts, view, form)
        .catch((error) => [`it could not be looked at: ${error}`]);
      process.stdout.write(`${failures.length === 0 ? 'ok' : 'FAILED'} ${nameOf({ view, form })}\n`);
      for (const failure of failures) process.stdout.write(`  ${failure}\n`);
      if (failures.length > 0) count++;
    }
  } finally {
    await auditor.stop();
  }
  return count;
}

/** Of a view that only phones have, the phone; of the wall's, the desk. */
function formsOf(view) {
  const { sizes } = VIEWS[view];
  const isPhone = (size) => size === 'phone';
  return Object.keys(FORMS).filter((form) => sizes?.some((size) => isPhone(size) === isPhone(form)) ?? true);
}

function nameOf({ view, form }) {
  return `${view}, ${form}`;
}
