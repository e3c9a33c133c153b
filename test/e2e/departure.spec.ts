import type { TransitView } from '@haidang/contract';
import { formatInstant, MINUTE } from '@haidang/domain';
import { violations } from './support/axe.js';
import { expect, test } from './support/test.js';

test('an officer confirms the departure that a seal shows, by the keyboard alone', async ({
  desk,
  fleet,
  page,
  platform,
}) => {
  const truck = await fleet.parked();
  const transit = () => platform.call<TransitView>(`/transits/${truck.transitId}`);
  await desk.open(`?seal=${truck.sealId}`);
  const act = desk.card.getByTestId('transit-act');
  await expect(desk.card).toContainText('Đã niêm phong');
  await expect(act).toHaveText('Phê duyệt');

  // on paper it was approved before it left
  await platform.call(`/transits/${truck.transitId}/approve`, {
    at: formatInstant(Date.now() - 11 * MINUTE),
  });
  await expect(act).toHaveCount(0);
  await truck.drive(6);
  await expect(act).toHaveText('Xác nhận khởi hành');
  await expect(desk.card).toContainText(/Seal cho thấy xe đã rời Cảng Lạch Huyện lúc \d\d:\d\d/);
  const timeline = desk.card.getByRole('list', { name: 'Diễn biến' });
  await expect(timeline).toContainText('Đề xuất xác nhận: khởi hành lúc');
  expect(await violations(page)).toEqual([]);
  const { proposed } = await transit();

  await act.focus();
  await page.keyboard.press('Enter');
  await expect(act).toHaveCount(0);
  await expect(desk.card).toContainText('Đang vận chuyển');
  await expect(timeline).toContainText('Khởi hành · theo đề xuất');
  expect(await transit()).toMatchObject({ state: 'in_transit', departedAt: proposed!.at });

  await truck.drive(4);
  await page.reload();
  await expect(desk.card).toContainText(/Đúng tuyến, dự kiến đến \d\d:\d\d/);
  await expect(desk.card.getByRole('progressbar', { name: 'Quãng đường đã đi' })).toBeVisible();
});

test('an alarm that comes while an officer looks on does not refuse what is done once it is seen', async ({
  desk,
  fleet,
  page,
  platform,
}) => {
  const truck = await fleet.parked();
  await platform.call(`/transits/${truck.transitId}/approve`, {
    at: formatInstant(Date.now() - 11 * MINUTE),
  });
  await truck.drive(6);
  await desk.open(`?seal=${truck.sealId}`);
  const act = desk.card.getByTestId('transit-act');
  await expect(act).toHaveText('Xác nhận khởi hành');

  truck.battery = 12;
  await truck.drive(1);
  await expect(desk.rowOf(truck.container)).toContainText('Pin yếu');
  await page.waitForResponse((answer) => answer.url().endsWith(`/transits/${truck.transitId}`), {
    timeout: 6_000,
  });
  await act.click();
  await expect(act).toHaveCount(0);
  await expect(desk.card).toContainText('Đang vận chuyển');
});
