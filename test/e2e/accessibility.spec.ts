import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { Page } from '@playwright/test';
import type { AxeResults } from 'axe-core';
import { expect, test } from './support/test.js';

const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

test('axe finds nothing serious in either theme and language', async ({ desk, fleet, page }) => {
  const [chosen, other] = [await fleet.truck(100), await fleet.truck(150)];
  await chosen.stray();
  await other.stray();
  await desk.open();
  await desk.rowOf(chosen.container).click();
  await expect(desk.card.getByRole('list', { name: 'Diễn biến' })).toContainText('Lệch tuyến');
  await desk.pointAway();
  await page.evaluate(AXE);
  for (const theme of ['dark', 'light']) {
    for (const language of ['vi', 'en']) {
      await page.getByTestId(`lang-${language}`).click();
      await expect(page.locator('html')).toHaveAttribute('lang', language);
      await expect(page.locator('html')).toHaveAttribute('data-mantine-color-scheme', theme);
      expect(await violations(page), `${theme}, ${language}`).toEqual([]);
    }
    await page.keyboard.press('?');
    await expect(page.getByRole('dialog')).toBeVisible();
    expect(await violations(page), `${theme}, the keys`).toEqual([]);
    await page.keyboard.press('Escape');
    await expect(page.getByRole('dialog')).toBeHidden();
    if (theme === 'dark') await page.getByTestId('theme-switch').click();
  }
});

/** The serious and critical violations of WCAG 2.2 A and AA and of axe's best practices: rule, element and reason. */
async function violations(page: Page): Promise<string[]> {
  const { violations } = await page.evaluate(() =>
    (globalThis as unknown as { axe: { run(): Promise<AxeResults> } }).axe.run(),
  );
  return violations
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .flatMap(({ id, nodes }) => nodes.map(({ html, failureSummary }) => `${id}: ${html} ${failureSummary}`));
}
