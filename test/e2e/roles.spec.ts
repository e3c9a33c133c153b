import { expect, sessionCookie, test } from './support/test.js';
import { CARRIER } from './support/truck.js';

test.use({ role: null, forgiven: [/status of 40[13] /] });

test('a carrier begins with its transits, and is not told of no alarms', async ({
  page,
  platform,
  fleet,
  desk,
}) => {
  const truck = await fleet.truck(100);
  await page.context().addCookies([sessionCookie(platform.origin, await platform.token('carrier', CARRIER))]);
  await page.goto(`${platform.origin}/`);
  const row = page.locator(`[data-testid=transit-row][data-transit="${truck.transitId}"]`);
  await expect(row).toContainText('15C-123.45');
  // its lines use the whole width of the list
  expect((await row.boundingBox())!.height).toBeLessThan(220);
  await expect(desk.count('critical')).toHaveCount(0);
  await row.getByRole('button').first().click();
  await expect(desk.card).toHaveAttribute('data-seal', truck.sealId);
});
