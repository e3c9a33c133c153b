import { overflowing } from './support/overflow.js';
import { expect, test } from './support/test.js';

const SIZES = [
  { width: 1920, height: 1080 },
  { width: 1024, height: 768 },
  { width: 390, height: 844 },
];

test('nothing overflows a wall, a tablet or a phone, and the phone is worked by thumb', async ({
  desk,
  fleet,
  page,
}) => {
  const truck = await fleet.truck(100);
  await truck.stray();
  await desk.open();
  const row = desk.rowOf(truck.container);
  for (const size of SIZES) {
    await page.setViewportSize(size);
    await expect(row).toBeVisible();
    expect(await overflowing(page), `${size.width} px wide, the queue`).toEqual([]);
    await row.getByRole('button').first().click();
    await expect(desk.card.getByRole('list', { name: 'Diễn biến' })).toBeVisible();
    expect(await overflowing(page), `${size.width} px wide, the container`).toEqual([]);
    await page.keyboard.press('Escape');
    await expect(desk.card).toBeHidden();
  }

  await test.step('the map is one tap away, and so is the queue', async () => {
    await page.getByTestId('tab-map').click();
    await expect(row).toBeHidden();
    expect((await page.getByTestId('map').boundingBox())!.width).toBe(390);
    expect(await overflowing(page), 'the map').toEqual([]);
    await page.getByTestId('tab-queue').click();
  });

  await test.step('an alarm is acknowledged by a button a thumb can hit', async () => {
    const button = row.getByTestId('alarm-acknowledge');
    expect((await button.boundingBox())!.height).toBeGreaterThanOrEqual(44);
    await button.click();
    await expect(row).toHaveAttribute('data-state', 'acknowledged');
  });
});
