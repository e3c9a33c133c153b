import { png } from '@haidang/testkit';
import { violations } from './support/axe.js';
import { overflowing } from './support/overflow.js';
import { expect, test } from './support/test.js';

test('a patrol goes on duty, is sent, and tells on a phone what it found', async ({
  context,
  fleet,
  page,
  platform,
}) => {
  const truck = await fleet.truck(100);
  await truck.stray();
  const [alarm] = await fleet.alarmsOf(truck);
  await context.grantPermissions(['geolocation'], { origin: platform.origin });
  await context.setGeolocation({ latitude: 20.9, longitude: 106.5 });
  await page.setViewportSize({ width: 390, height: 844 });
  await page.goto(`${platform.origin}/office/patrols`);
  const item = page.getByTestId('office-item');
  const id = `E2E-TUAN-TRA-${Date.now()}`;

  await test.step('one more is entered, on duty, and tells where it is', async () => {
    await page.getByTestId('add-patrol').click();
    await page.getByTestId('patrol-id').fill(id);
    await page.getByTestId('patrol-name').fill('Tổ tuần tra thử');
    await page.getByTestId('patrol-contact').fill('0912 345 678');
    await page.getByTestId('patrol-save').click();
    await expect(item).toContainText('Tổ tuần tra thử');
    await item.getByTestId('end-duty').click();
    await item.getByTestId('begin-duty').click();
    await expect(item.getByTestId('end-duty')).toBeVisible();
    await item.getByTestId('tell-place').click();
    await expect(item).toContainText('vị trí lúc');
  });

  await test.step('what the centre sends it to is there at once, with the words', async () => {
    await platform.call(`/alarms/${alarm!.id}/dispatch`, {
      ...{ revision: alarm!.revision, patrolId: id, message: 'Đến km 41, giữ xe lại' },
    });
    const errand = item.getByTestId('errand');
    await expect(errand).toContainText('Đến km 41, giữ xe lại');
    expect(await overflowing(page)).toEqual([]);
    expect(await violations(page)).toEqual([]);
    await errand.getByTestId('tell-accepted').click();
    await expect(errand).toHaveAttribute('data-state', 'accepted');
    await errand.getByTestId('tell-on_spot').click();
    await expect(errand).toHaveAttribute('data-state', 'on_spot');
    expect((await errand.getByTestId('tell-done').boundingBox())!.height).toBeGreaterThanOrEqual(48);
  });

  await test.step('the outcome, with a picture, stands on the alarm, and the patrol is free', async () => {
    await item.getByTestId('tell-done').click();
    await item.getByTestId('outcome-nothing_found').check();
    await item.getByTestId('outcome-words').fill('Xe đi vòng tránh tai nạn');
    const picture = { name: 'xe.png', mimeType: 'image/png', buffer: png() };
    await item.locator('input[type=file]').setInputFiles(picture);
    await item.getByTestId('outcome-save').click();
    await expect(item.getByTestId('errand')).toHaveCount(0);
    const { items } = await platform.call<{
      items: { outcome: string; report: string; evidence: string[] }[];
    }>(`/alarms/${alarm!.id}/dispatches`);
    expect(items).toMatchObject([{ outcome: 'nothing_found', report: 'Xe đi vòng tránh tai nạn' }]);
    expect(items[0]!.evidence).toHaveLength(1);
    await item.getByTestId('end-duty').click();
    await expect(item.getByTestId('begin-duty')).toBeVisible();
  });

  await test.step('it fits a desk and a tablet, and axe finds nothing', async () => {
    for (const width of [1440, 1024]) {
      await page.setViewportSize({ width, height: 844 });
      expect(await overflowing(page), `${width} px`).toEqual([]);
    }
    await page.getByTestId('lang-en').click();
    await expect(item).toContainText('Off duty');
    expect(await violations(page)).toEqual([]);
  });
});
