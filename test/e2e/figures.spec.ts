import { seriousViolations } from './support/axe.js';
import { overflowing, scrollingSideways } from './support/overflow.js';
import { expect, test } from './support/test.js';

/** A desk, a tablet, a phone: wide in pixels. */
const SIZES = [1440, 1024, 390];

test('a figure opens its list, the list its thing, and the thing its moment on the map', async ({
  fleet,
  page,
  platform,
}) => {
  const truck = await fleet.truck(100);
  await truck.stray();
  const [alarm] = await fleet.alarmsOf(truck);
  await platform.call(`/alarms/${alarm!.id}/resolve`, { revision: alarm!.revision, ending: 'false' });
  await page.goto(`${platform.origin}/figures`);
  const kinds = page.getByTestId('alarms-by-kind');
  const row = kinds.getByRole('row').filter({ hasText: 'Lệch tuyến' });

  await test.step('what happened is counted, and drawn', async () => {
    await expect(page.getByTestId('office-answer')).toContainText(/\d+ cảnh báo, \d+ chuyến khởi hành/);
    await expect(page.locator('.uplot canvas')).toHaveCount(2);
    await expect(row.getByRole('link').first()).toHaveText(/^\d+$/);
  });

  await test.step('the number of a kind opens the list of exactly those, by the keyboard', async () => {
    const count = Number(await row.getByRole('link').first().textContent());
    await row.getByRole('link').first().focus();
    await page.keyboard.press('Enter');
    await expect(page).toHaveURL(/list=alarms~kind~off_route/);
    await expect(page.getByTestId('figures-count')).toContainText(String(count));
    await expect(page.getByTestId('figure-row')).toHaveCount(count);
    await expect(page.getByTestId('figure-row').filter({ hasText: truck.container })).toContainText(
      'báo sai',
    );
  });

  await test.step('the address holds it: the same list after a reload, the figures after going back', async () => {
    await page.reload();
    await expect(page.getByTestId('figure-row').filter({ hasText: truck.container })).toBeVisible();
    await page.goBack();
    await expect(kinds).toBeVisible();
  });

  await test.step('the share of false alarms opens those', async () => {
    await row.getByRole('link').nth(1).click();
    await expect(page).toHaveURL(/false/);
    await expect(page.getByTestId('figure-row').filter({ hasText: truck.container })).toBeVisible();
  });

  await test.step('an alarm leads to its moment on the map of its transit', async () => {
    await page.getByTestId('figure-row').filter({ hasText: truck.container }).getByRole('link').click();
    await expect(page).toHaveURL(new RegExp(`/transit/${truck.transitId}\\?.*at=`));
    await page.goBack();
    await page.getByTestId('figures-back').click();
    await expect(kinds).toBeVisible();
  });

  await test.step('another stretch is one press away', async () => {
    await page.getByTestId('figures-span').getByText('Một năm').click();
    await expect(page).toHaveURL(/from=/);
    await expect(row.getByRole('link').first()).toBeVisible();
  });

  await test.step('it fits a desk, a tablet and a phone, and axe finds nothing', async () => {
    for (const width of SIZES) {
      await page.setViewportSize({ width, height: 844 });
      await expect(kinds).toBeVisible();
      expect(await overflowing(page), `${width} px`).toEqual([]);
      expect(await scrollingSideways(page, 'main'), `${width} px`).toEqual([]);
    }
    await page.locator('summary').first().click();
    expect(await seriousViolations(page)).toEqual([]);
    await page.getByTestId('theme-switch').click();
    await page.getByTestId('lang-en').click();
    await expect(kinds).toContainText('Alarms by kind');
    expect(await seriousViolations(page), 'in the other theme and language').toEqual([]);
  });
});
