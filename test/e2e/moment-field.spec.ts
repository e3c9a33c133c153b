import type { OutageView } from '@haidang/contract';
import { violations } from './support/axe.js';
import { expect, sessionCookie, test } from './support/test.js';

/** The demo's port of the north. */
const PORT = 'KT-CANG-BAC';

test.use({ role: null });
// an American browser: what a field says is the product's to say, not the browser's
test.use({ locale: 'en-US' });

test('a time is written day before month, of 24 hours; what is none is said so, and nothing is sent with it', async ({
  page,
  platform,
}) => {
  await page
    .context()
    .addCookies([sessionCookie(platform.origin, await platform.token('port_operator', PORT))]);
  await page.goto(`${platform.origin}/office/outages`);
  await page.getByTestId('begin-outage').click();
  const dialog = page.getByTestId('outage-dialog');
  await dialog.getByTestId('outage-words').fill('Đứt cáp quang');
  const place = await dialog.getByRole('combobox').inputValue();
  const time = dialog.getByTestId('outage-time');
  await expect(time).toHaveAttribute('placeholder', 'ngày/tháng/năm giờ:phút');

  await test.step('its days open; the key that closes them closes nothing else', async () => {
    const days = page.locator('[data-dates-dropdown]');
    await time.click();
    await expect(days).toBeHidden();
    await dialog.getByTestId('moment-days').click();
    await expect(days).toBeVisible();
    await expect(days).toContainText('tháng');
    expect(await violations(page)).toEqual([]);
    await time.press('Escape');
    await expect(days).toBeHidden();
    await expect(dialog).toBeVisible();
    await dialog.getByTestId('moment-days').click();
    await days.getByRole('button', { name: /^15 / }).click();
    await expect(days).toBeHidden();
    await expect(time).toHaveValue(/^15\/\d\d\/20\d\d 00:00$/);
  });

  await test.step('what is no time stays, is said so, and is not sent', async () => {
    await time.fill('31/02/2026 08:30');
    await dialog.getByTestId('outage-words').focus();
    await expect(dialog).toContainText('Viết như 28/11/2026 08:30.');
    await expect(time).toHaveValue('31/02/2026 08:30');
    await dialog.getByTestId('outage-submit').click();
    await expect(dialog).toBeVisible();
    expect(await violations(page)).toEqual([]);
  });

  await test.step('what is one, is written as the field writes it, and is the viewer’s own time', async () => {
    const began = new Date(Date.now() - 60 * 60_000);
    const written = new Intl.DateTimeFormat('en-GB', {
      ...{ timeZone: 'Asia/Ho_Chi_Minh', dateStyle: 'short', timeStyle: 'short' },
    }).format(began);
    const [day, month, year, hour, minute] = written.split(/\D+/);
    await time.fill(`${hour}h${minute} ${day}-${month}-${year}`);
    await dialog.getByTestId('outage-words').focus();
    await expect(time).toHaveValue(`${day}/${month}/${year} ${hour}:${minute}`);
    await expect(dialog).not.toContainText('Viết như');
    await dialog.getByTestId('outage-submit').click();
    await expect(dialog).toBeHidden();
    const { items } = await platform.call<{ items: OutageView[] }>(`/facilities/${place}/outages`);
    expect(Date.parse(items[0]!.beganAt)).toBe(Math.floor(began.getTime() / 60_000) * 60_000);
    // the port works on for the tests after it
    await platform.call(`/facilities/${place}/outages/${items[0]!.id}/end`, {});
  });
});

test('where fingers are, the device’s own wheels ask for the time', async ({ browser, platform }) => {
  const context = await browser.newContext({
    ...{ hasTouch: true, isMobile: true, viewport: { width: 390, height: 844 } },
    ...{ locale: 'vi-VN', timezoneId: 'Asia/Ho_Chi_Minh' },
  });
  await context.addCookies([sessionCookie(platform.origin, await platform.token('port_operator', PORT))]);
  const page = await context.newPage();
  await page.goto(`${platform.origin}/office/passages`);
  const from = page.getByTestId('passages-from');
  await expect(from).toHaveAttribute('type', 'datetime-local');
  await from.fill('2026-11-28T08:30');
  await expect(page).toHaveURL(/from=2026-11-28T01%3A30%3A00\.000Z/);
  await context.close();
});
