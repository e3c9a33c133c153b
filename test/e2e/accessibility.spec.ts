import { seriousViolations } from './support/axe.js';
import { expect, test } from './support/test.js';

test('axe finds nothing serious in either theme and language', async ({ desk, fleet, page }) => {
  const [chosen, other] = [await fleet.truck(100), await fleet.truck(150)];
  await chosen.stray();
  await other.stray();
  await desk.open();
  await desk.rowOf(chosen.container).click();
  await expect(desk.card.getByRole('list', { name: 'Diễn biến' })).toContainText('Lệch tuyến');
  await desk.pointAway();
  for (const theme of ['dark', 'light']) {
    for (const language of ['vi', 'en']) {
      await page.getByTestId(`lang-${language}`).click();
      await expect(page.locator('html')).toHaveAttribute('lang', language);
      await expect(page.locator('html')).toHaveAttribute('data-mantine-color-scheme', theme);
      expect(await seriousViolations(page), `${theme}, ${language}`).toEqual([]);
    }
    await page.keyboard.press('?');
    await expect(page.getByRole('dialog')).toBeVisible();
    expect(await seriousViolations(page), `${theme}, the keys`).toEqual([]);
    await page.keyboard.press('Escape');
    await expect(page.getByRole('dialog')).toBeHidden();
    if (theme === 'dark') await page.getByTestId('theme-switch').click();
  }
});
