import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { Page } from '@playwright/test';
import type { AxeResults, RunOptions } from 'axe-core';

const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

/** Everything that axe finds: violations of WCAG 2.2 A and AA and of its best practices, however grave: rule, element and reason. */
export function violations(page: Page): Promise<string[]> {
  return found(page, {});
}

/** What is read with a contrast below 7:1, or 4.5:1 where it is large (WCAG 2.2, 1.4.6). */
export function dimTexts(page: Page): Promise<string[]> {
  return found(page, { runOnly: ['color-contrast-enhanced'] });
}

async function found(page: Page, options: RunOptions): Promise<string[]> {
  // what is still fading in has not its colours yet
  await page.evaluate(() =>
    Promise.allSettled(
      document
        .getAnimations()
        .filter(({ effect }) => Number(effect?.getComputedTiming().endTime) < Infinity)
        .map(({ finished }) => finished),
    ),
  );
  await page.evaluate(AXE);
  const results = await page.evaluate(
    (asked) =>
      (globalThis as unknown as { axe: { run(options: RunOptions): Promise<AxeResults> } }).axe.run(asked),
    options,
  );
  return results.violations.flatMap(({ id, nodes }) =>
    nodes.map(({ html, failureSummary }) => `${id}: ${html} ${failureSummary}`),
  );
}
