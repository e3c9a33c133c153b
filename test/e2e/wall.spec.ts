import { expect, test } from './support/test.js';

test('the wall shows the newest critical alarm for as long as it goes on', async ({ desk, fleet, page }) => {
  const truck = await fleet.truck(120);
  // no further in 30 s than a truck can drive
  await truck.drive(1, 1_000);
  await truck.drive(3, 2_000);
  await desk.open('?wall');
  const newest = page.getByRole('region', { name: 'Nghiêm trọng mới nhất' });
  await expect(newest).toContainText(truck.container.slice(0, -1));
  await truck.drive(1, 1_000);
  await truck.comeBack();
  await expect(newest).toBeHidden();
  await expect(page.getByText('Không có cảnh báo nghiêm trọng')).toBeVisible();
});
