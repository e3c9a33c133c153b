import type { AlarmView } from '@haidang/contract';
import { png } from '@haidang/testkit';
import { callApi } from '@haidang/testkit/platform';
import { violations } from './support/axe.js';
import { hear, heard } from './support/hear.js';
import { overflowing } from './support/overflow.js';
import { expect, sessionCookie, test } from './support/test.js';

/** An office at neither end of the trucks' route, three hundred kilometres from it. */
const [FAR_OFFICE, FAR_PLACE] = ['HQ-VINH', 'VINH'] as const;

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

test('an officer of an office at neither end is called out to the truck, where it is by now, and the desk sees the picture', async ({
  browser,
  desk,
  fleet,
  page,
  platform,
}) => {
  const truck = await fleet.truck(100);
  await truck.stray();
  await truck.drive(4, 700);
  const [alarm] = await fleet.alarmsOf(truck);
  const token = await platform.token('customs_officer', FAR_OFFICE);
  const id = `E2E-XA-${Date.now()}`;
  await callApi(platform.origin, token, '/patrols', {
    ...{ id, name: 'Tổ tuần tra xa', facilityId: FAR_PLACE, contact: 'kênh 9' },
    place: { lat: truck.place.lat + 0.01, lon: truck.place.lon },
  });
  const context = await browser.newContext({ locale: 'vi-VN', viewport: { width: 390, height: 844 } });
  await context.addCookies([sessionCookie(platform.origin, token)]);
  const phone = await context.newPage();
  await hear(phone);
  await phone.goto(`${platform.origin}/office/patrols?item=${id}`);
  const item = phone.getByTestId('office-item');
  const errand = item.getByTestId('errand');
  const called = phone.getByTestId('new-errand');
  await expect(item).toContainText('Không có nhiệm vụ nào.');
  // a browser lets nothing be heard before somebody touched the page
  await item.getByRole('heading', { name: 'Tổ tuần tra xa' }).click();

  await test.step('the desk is told to where it is far, and sends the nearest', async () => {
    await desk.open();
    await desk.rowOf(truck.container).click();
    await page.getByTestId('file-dispatch').click();
    const target = page.getByTestId('dispatch-target');
    await expect(target).toHaveAttribute('data-of', 'seal');
    await expect(target).toContainText(degrees(truck.place));
    await expect(page.getByTestId(`responder-${id}`)).toBeChecked();
    await page.getByTestId('dispatch-text').fill('Giữ xe lại, kiểm tra seal');
    await page.getByTestId('dispatch-submit').click();
    await expect(page.getByTestId('field-response')).toHaveAttribute('data-state', 'sent');
  });

  await test.step('the phone sounds and says so, until it is accepted', async () => {
    await expect(called).toContainText('Tổ tuần tra xa');
    expect(await heard(phone)).toMatchObject({ notices: [expect.stringContaining('Tổ tuần tra xa')] });
    await expect.poll(async () => (await heard(phone)).tones).toBeGreaterThan(0);
    await expect(errand).toContainText('Giữ xe lại, kiểm tra seal');
    await expect(errand).toContainText('Nhiệm vụ mới, chưa nhận lệnh');
    await expect(errand).toContainText('15C-123.45');
    expect(await overflowing(phone)).toEqual([]);
    expect(await violations(phone)).toEqual([]);
    await errand.getByTestId('tell-accepted').click();
    await expect(errand).toHaveAttribute('data-state', 'accepted');
    await expect(called).toHaveCount(0);
  });

  await test.step('the way leads to where the truck has gone since', async () => {
    await truck.drive(2, 700);
    await phone.reload();
    const way = errand.getByTestId('errand-way');
    await expect(way).toHaveAttribute('href', new RegExp(degrees(truck.place)));
    await expect(way).toHaveAttribute('data-of', 'seal');
  });

  await test.step('the picture of the outcome is seen at the desk', async () => {
    await errand.getByTestId('tell-done').click();
    await item.getByTestId('outcome-words').fill('Dây seal còn nguyên');
    await item
      .locator('input[type=file]')
      .setInputFiles({ name: 'seal.png', mimeType: 'image/png', buffer: png() });
    await item.getByTestId('outcome-save').click();
    await expect(errand).toHaveCount(0);
    const picture = page.getByTestId('field-response').locator('img');
    await picture.scrollIntoViewIfNeeded();
    await expect.poll(() => picture.evaluate((one: HTMLImageElement) => one.naturalWidth)).toBeGreaterThan(0);
    const now = await platform.call<AlarmView>(`/alarms/${alarm!.id}`);
    expect(now.response).toMatchObject({ state: 'done', patrolId: id });
    await item.getByTestId('end-duty').click();
    await expect(item.getByTestId('begin-duty')).toBeVisible();
  });
  await context.close();
});

const degrees = ({ lat, lon }: { lat: number; lon: number }) => `${lat.toFixed(5)},${lon.toFixed(5)}`;
