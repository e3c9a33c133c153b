import { hear, heard } from './support/hear.js';
import { expect, test } from './support/test.js';

test('an alarm that was acknowledged and grows worse waits anew, is heard and shown, and says so', async ({
  desk,
  fleet,
  page,
}) => {
  const truck = await fleet.truck(100);
  await hear(page);
  await desk.open();
  await truck.stray();
  const row = desk.rowOf(truck.container);
  await expect(row).toHaveAttribute('data-severity', 'major');
  await page.keyboard.press('a');
  await expect(row).toHaveAttribute('data-state', 'acknowledged');
  const before = await heard(page);
  expect(before.notices).toHaveLength(1);

  // over three half-widths of the corridor, at the pace of a truck
  await truck.drive(1, 1_150);
  await truck.drive(1, 1_650);
  await expect(row).toHaveAttribute('data-severity', 'critical');
  await expect(row).toHaveAttribute('data-state', 'open');
  await expect(row.getByTestId('alarm-worsened')).toContainText('Nặng thêm');
  await expect(row.getByTestId('alarm-worsened')).toContainText('đã tiếp nhận');
  await expect.poll(async () => (await heard(page)).notices.length).toBe(2);
  await expect.poll(async () => (await heard(page)).tones).toBeGreaterThan(before.tones);
});
