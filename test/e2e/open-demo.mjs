import { build } from '../../build.mjs';
import { prepareChromium } from '../prepare/chromium.mjs';
import { Demo, startDemo } from './screenshots/demo.mjs';

/**
 * For a browser that looks at it: one that is running already, or one of its own, and then `stop` ends it.
 * @param {string | undefined} origin where one is running
 */
export async function openDemo(origin) {
  const { says, missing } = await prepareChromium();
  if (missing) throw new Error(`no browser: ${says}`);
  if (origin !== undefined) return { demo: new Demo(origin), stop: () => Promise.resolve() };
  if (!(await build())) throw new Error('the build failed');
  return startDemo();
}
