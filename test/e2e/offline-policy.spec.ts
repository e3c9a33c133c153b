import { violations } from './support/axe.js';
import { overflowing } from './support/overflow.js';
import { expect, sessionCookie, test } from './support/test.js';

test.use({ role: 'administrator' });

test('an administrator sets how a place works without a network, and an auditor reads who set what', async ({
  page,
  platform,
}) => {
  await page.goto(`${platform.origin}/office/offline?item=LACHHUYEN`);
  const item = page.getByTestId('office-item');
  await expect(item.getByTestId('policy')).toContainText('4 giờ');

  await test.step('what cannot be is not saved; what is chosen holds from the next list on', async () => {
    const minutes = item.getByTestId('list-minutes');
    await minutes.fill('5');
    await expect(item.getByTestId('policy-save')).toBeDisabled();
    await minutes.fill('90');
    await item.getByTestId('after-allow_listed').check();
    await item.getByTestId('policy-save').click();
    await expect(item.getByTestId('policy')).toContainText('1 giờ 30 phút');
    const { offline } = await platform.call<{ offline: object }>('/facilities/LACHHUYEN');
    expect(offline).toEqual({ listMinutes: 90, afterExpiry: 'allow_listed' });
    await expect(page.getByTestId('office-row').filter({ hasText: '1 giờ 30 phút' })).toHaveCount(1);
  });

  await test.step('it fits a desk, a tablet and a phone, and axe finds nothing', async () => {
    for (const width of [1440, 1024, 390]) {
      await page.setViewportSize({ width, height: 844 });
      await expect(item.getByTestId('policy')).toBeVisible();
      expect(await overflowing(page), `${width} px`).toEqual([]);
    }
    expect(await violations(page)).toEqual([]);
    await page.setViewportSize({ width: 1440, height: 900 });
  });

  await test.step('an auditor reads the change and who made it, and changes nothing', async () => {
    await page.context().addCookies([sessionCookie(platform.origin, await platform.token('auditor'))]);
    await page.goto(`${platform.origin}/office/offline?item=LACHHUYEN&lang=en`);
    const change = item.getByTestId('policy-history').getByRole('listitem');
    await expect(change).toHaveCount(1);
    await expect(change).toContainText('4 h, then every exit is held.');
    await expect(change).toContainText('1 h 30 min');
    await expect(item.getByTestId('policy-save')).toHaveCount(0);
    await change.getByRole('link').click();
    await expect(page).toHaveURL(/\/office\/ledger/);
    await expect(page.getByTestId('office-item')).toContainText('facility.change');
  });
});
