import { png } from '@haidang/testkit';
import { seriousViolations } from './support/axe.js';
import { Desk } from './support/desk.js';
import { overflowing } from './support/overflow.js';
import { expect, sessionCookie, test } from './support/test.js';
import { CARRIER } from './support/truck.js';

test.use({ role: null, forgiven: [/status of 40[03] /] });

/** Numbers with their check digits, on no other transit of the tests. */
const [BOX, OTHER] = ['VNLU1000008', 'VNLU1000013'];

test('a carrier registers transits and reports a problem; the centre sees it', async ({
  page,
  platform,
  fleet,
}) => {
  const truck = await fleet.truck(100);
  const as = async (token: string) => page.context().addCookies([sessionCookie(platform.origin, token)]);
  await as(await platform.token('carrier', CARRIER));

  await page.goto(`${platform.origin}/`);
  await page.getByTestId('to-register').click();
  const form = page.getByTestId('register-form');
  await form.getByTestId('copy-last').click();
  await form.getByTestId('register-number').fill('QT-E2E-1');
  await form.getByTestId('register-declaration').fill('TK-E2E-1');
  await form.getByTestId('register-box-number').fill(BOX);
  await form.getByTestId('register-submit').click();
  await expect(form.getByRole('status')).toContainText('QT-E2E-1');
  await expect(page.getByTestId('history-row').first()).toContainText('QT-E2E-1');

  const file = (box: string) => ({
    name: 'transits.csv',
    mimeType: 'text/csv',
    buffer: Buffer.from(
      `number,declaration,from,to,routeId,plate,container\nQT-E2E-2,TK-2,LACHHUYEN,HUUNGHI,LACHHUYEN-HUUNGHI,15C-1,${box}`,
    ),
  });
  const upload = page.getByTestId('import-form');
  await upload.locator('input[type=file]').setInputFiles(file('VNLU1000009'));
  await upload.getByTestId('import-submit').click();
  await expect(upload.getByTestId('field-errors')).toContainText('Dòng 2, container');
  await upload.locator('input[type=file]').setInputFiles(file(OTHER));
  // what takes long can be left
  await page.route('**/transits/import', () => undefined);
  await upload.getByTestId('import-submit').click();
  await expect(upload.getByTestId('working')).toContainText('Đang đọc và ghi tệp… (1 giây)');
  await upload.getByTestId('leave-work').click();
  await expect(upload.getByRole('status')).toContainText('Đã dừng');
  await page.unroute('**/transits/import');
  await upload.getByTestId('import-submit').click();
  await expect(upload.getByRole('status')).toContainText('1');

  await page.getByTestId('to-transits').click();
  const row = page.locator(`[data-testid=transit-row][data-transit="${truck.transitId}"]`);
  await row.getByTestId('report-problem').click();
  const dialog = page.getByTestId('report-dialog');
  await dialog.getByText('Tai nạn').click();
  await dialog.getByTestId('report-words').fill('Nothing hurt, the seal is intact');
  const picture = { name: 'truck.png', mimeType: 'image/png', buffer: png() };
  await dialog.locator('input[type=file]').setInputFiles(picture);
  await dialog.getByTestId('report-submit').click();
  await expect(row.getByTestId('incident')).toContainText('the seal is intact');

  await as(await platform.token('shift_supervisor'));
  await page.goto(`${platform.origin}/?lang=en&seal=${truck.sealId}`);
  await expect(page.getByTestId('container-card').getByTestId('incident')).toContainText(
    'Reported: accident. Nothing hurt, the seal is intact',
  );

  await test.step('the alarm that comes of it says so in the queue, and tells the whole in its file', async () => {
    const desk = new Desk(page, platform.origin);
    await truck.stray();
    await expect(desk.rowOf(truck.container).getByTestId('alarm-reported')).toContainText(
      'Reported: accident',
    );
    await desk.rowOf(truck.container).click();
    const file = page.getByTestId('alarm-file');
    await expect(file.getByTestId('incident')).toContainText('Nothing hurt, the seal is intact');
    await expect(file.getByTestId('incident').getByRole('img')).toBeVisible();
    expect(await seriousViolations(page)).toEqual([]);
  });

  await test.step('what is reported while the alarm stands is on its row at once', async () => {
    const report = { kind: 'road_closed', text: 'The bridge is closed' };
    await platform.call(`/transits/${truck.transitId}/incident`, report);
    await expect(new Desk(page, platform.origin).rowOf(truck.container)).toContainText(
      'Reported: road closed',
    );
    await expect(page.getByTestId('alarm-file')).toContainText('The bridge is closed');
  });
});

test('the dispatcher’s page is whole in the dark too', async ({ page, platform, fleet }) => {
  await fleet.truck(100);
  await page.context().addCookies([sessionCookie(platform.origin, await platform.token('carrier', CARRIER))]);
  const ground = (element: Element) => getComputedStyle(element).backgroundColor;
  for (const [width, language] of [
    [1440, 'vi'],
    [1024, 'en'],
    [390, 'vi'],
  ] as const) {
    await page.setViewportSize({ width, height: 844 });
    await page.goto(`${platform.origin}/carrier?theme=dark&lang=${language}`);
    const form = page.getByTestId('register-form');
    await form.getByTestId('copy-last').click();
    await form.getByTestId('register-box-number').fill('VNLU1000009');
    await form.getByTestId('register-submit').click();
    await expect(form.getByTestId('register-box-number')).toHaveAttribute('aria-invalid', 'true');
    expect(await seriousViolations(page), `${width} px, ${language}`).toEqual([]);
    expect(await form.evaluate(ground)).not.toBe(await page.locator('main').evaluate(ground));
    expect(await overflowing(page), `${width} px, ${language}`).toEqual([]);
  }
});

test('a carrier asks for changes on the way, reads what was decided, and withdraws what waits', async ({
  page,
  platform,
  fleet,
}) => {
  const truck = await fleet.truck(100);
  await page.context().addCookies([sessionCookie(platform.origin, await platform.token('carrier', CARRIER))]);
  await page.setViewportSize({ width: 390, height: 844 });
  await page.goto(`${platform.origin}/`);
  const row = page.locator(`[data-testid=transit-row][data-transit="${truck.transitId}"]`);
  await row.getByTestId('to-request').click();
  const form = page.getByTestId('request-form');
  await expect(form).toBeInViewport();
  await expect(form.getByTestId('request-transit')).toHaveValue(/QT-2026-/);

  const requests = page.getByTestId('request-row');
  await test.step('another truck, with a picture', async () => {
    await form.getByText('Đổi phương tiện', { exact: true }).click();
    await expect(form.getByTestId('ask-submit')).toBeDisabled();
    await form.getByTestId('ask-plate').fill('29H-777.77');
    await form.getByTestId('ask-reason').fill('Nổ lốp, chuyển đầu kéo khác');
    const picture = { name: 'lop.png', mimeType: 'image/png', buffer: png() };
    await form.locator('input[type=file]').setInputFiles(picture);
    expect(await overflowing(page)).toEqual([]);
    expect(await seriousViolations(page)).toEqual([]);
    await form.getByTestId('ask-submit').click();
    await expect(form.getByRole('status')).toContainText('Đổi phương tiện');
    await expect(requests.first()).toHaveAttribute('data-state', 'waiting');
    await expect(requests.first()).toContainText('29H-777.77');
  });

  await test.step('an early end, withdrawn', async () => {
    await form.getByText('Kết thúc sớm', { exact: true }).click();
    await form.getByTestId('ask-place').click();
    await page.getByRole('option').filter({ visible: true }).first().click();
    await form.getByTestId('ask-reason').fill('Chủ hàng đổi ý');
    await form.getByTestId('ask-submit').click();
    const ended = page.locator('[data-testid=request-row][data-kind=end_early]').first();
    await ended.getByTestId('withdraw').click();
    const dialog = page.getByTestId('reason-dialog');
    await dialog.getByRole('textbox').fill('Không cần nữa');
    await dialog.getByRole('button').last().click();
    await expect(ended).toHaveAttribute('data-state', 'withdrawn');
    await expect(ended).toContainText('Không cần nữa');
    await expect(ended.getByTestId('withdraw')).toHaveCount(0);
  });

  await test.step('what the officer decides is read at once', async () => {
    const { items } = await platform.call<{ items: { id: string; kind: string; evidence: string[] }[] }>(
      `/transits/${truck.transitId}/exceptions`,
    );
    const asked = items.find(({ kind }) => kind === 'change_vehicle')!;
    expect(asked.evidence).toHaveLength(1);
    await platform.call(`/transits/${truck.transitId}/exceptions/${asked.id}/approve`, {
      reason: 'Đã kiểm tra',
    });
    const changed = page.locator('[data-testid=request-row][data-kind=change_vehicle]').first();
    await expect(changed).toHaveAttribute('data-state', 'approved');
    await expect(changed).toContainText('Đã kiểm tra');
    const { vehicle } = await platform.call<{ vehicle: { plate: string } }>(`/transits/${truck.transitId}`);
    expect(vehicle.plate).toBe('29H-777.77');
  });
});
