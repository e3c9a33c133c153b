import { png } from '@haidang/testkit';
import type { RunningPlatform } from '@haidang/testkit/platform';
import { violations } from './support/axe.js';
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
    expect(await violations(page)).toEqual([]);
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
    expect(await violations(page), `${width} px, ${language}`).toEqual([]);
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
    expect(await violations(page)).toEqual([]);
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

test('what a carrier should know of a truck is told whatever the map shows, and no list moves under the pointer', async ({
  page,
  platform,
  fleet,
  desk,
}) => {
  const [chosen, low] = [await fleet.truck(100), await fleet.truck(160)];
  low.battery = 12;
  await low.drive(1);
  await page.clock.install();
  await page.context().addCookies([sessionCookie(platform.origin, await platform.token('carrier', CARRIER))]);
  await page.goto(`${platform.origin}/`);
  const rowOf = ({ transitId }: { transitId: string }) =>
    page.locator(`[data-testid=transit-row][data-transit="${transitId}"]`);
  const warning = rowOf(low).locator('[data-testid=to-know][data-kind=low_battery]');
  await expect(warning).toContainText('Pin seal');
  await expect(rowOf(chosen).getByTestId('to-know')).toHaveCount(0);

  await test.step('one truck is chosen: the map shows it alone, the other’s warning stays', async () => {
    await rowOf(chosen).getByRole('button').first().click();
    await expect(desk.card).toHaveAttribute('data-seal', chosen.sealId);
    await expect
      .poll(async () => (await desk.positions()).map(({ sealId }) => sealId))
      .not.toContain(low.sealId);
    await expect(warning).toBeVisible();
  });

  const order = () =>
    page
      .getByTestId('transit-row')
      .evaluateAll((rows) => rows.map((row) => (row as HTMLElement).dataset['transit']));
  await test.step('the other becomes more urgent: the list stays as it is under the pointer, and follows after it', async () => {
    const before = await order();
    expect(before.toSorted()).toEqual([chosen.transitId, low.transitId].toSorted());
    const last = before[1]!;
    await page.getByTestId('transit-row').first().hover();
    await changed(platform, last, { arriveBy: new Date(Date.now() - 60_000).toISOString() });
    await page.clock.fastForward(31_000);
    const overdue = page.locator(
      `[data-testid=transit-row][data-transit="${last}"] [data-kind=late_arrival]`,
    );
    await expect(overdue).toBeVisible();
    expect(await order()).toEqual(before);
    await page.getByTestId('map').hover();
    await page.clock.fastForward(31_000);
    await expect.poll(order).toEqual(before.toReversed());
  });
});

test('a carrier finds a transit among all of its own, and has its papers', async ({
  page,
  platform,
  fleet,
}) => {
  const trucks = [await fleet.truck(100), await fleet.truck(120), await fleet.parked()] as const;
  const [wanted, , parked] = trucks;
  const token = await platform.token('carrier', CARRIER);
  const form = new FormData();
  form.set('transitId', wanted.transitId);
  form.set('file', new File([Uint8Array.from(png())], 'seal.png'));
  const headers = { authorization: `Bearer ${token}` };
  const uploaded = await fetch(`${platform.origin}/api/v1/evidence`, { method: 'POST', body: form, headers });
  expect(uploaded.status).toBe(201);
  await page.context().addCookies([sessionCookie(platform.origin, token)]);
  // two to a part, so that three are more than one
  await page.route('**/api/v1/transits?limit=100*', (route) =>
    route.continue({ url: route.request().url().replace('limit=100', 'limit=2') }),
  );
  await page.goto(`${platform.origin}/carrier`);
  const rows = page.getByTestId('history-row');
  await expect(rows).toHaveCount(2);
  await page.getByTestId('more').click();
  await expect.poll(() => rows.count()).toBeGreaterThan(2);

  await test.step('by a part of a container’s number, by its declaration, by its state; the address keeps it', async () => {
    await page.keyboard.press('/');
    const find = page.getByTestId('find');
    await expect(find).toBeFocused();
    await find.fill(wanted.container.slice(2).toLowerCase());
    await expect(rows).toHaveCount(1);
    await expect(rows).toHaveAttribute('data-transit', wanted.transitId);
    await expect(rows).toContainText('15C-123.45');
    await find.fill('NO SUCH NUMBER');
    await expect(rows).toHaveCount(0);
    await find.fill(`TK-${parked.transitId.slice('E2E-'.length)}`);
    await page.getByTestId('history-state').selectOption('sealed');
    await expect(rows).toHaveCount(1);
    await expect(rows).toHaveAttribute('data-transit', parked.transitId);
    await page.reload();
    await expect(page.getByTestId('history-state')).toHaveValue('sealed');
    await expect(rows).toHaveAttribute('data-transit', parked.transitId);
  });

  await test.step('its papers: declaration, dossier, pictures', async () => {
    await page.getByTestId('history-state').selectOption('');
    await page.getByTestId('find').fill(wanted.container);
    await expect(rows).toHaveAttribute('data-transit', wanted.transitId);
    await rows.getByTestId('history-papers').click();
    const papers = rows.getByTestId('papers');
    await expect(papers).toContainText(`TK-${wanted.transitId.slice('E2E-'.length)}`);
    await expect(papers.getByRole('img')).toBeVisible();
    const download = page.waitForEvent('download');
    await papers.getByTestId('take-dossier').click();
    expect((await download).suggestedFilename()).toMatch(/\.pdf$/);
    expect(await violations(page)).toEqual([]);
    expect(await overflowing(page)).toEqual([]);
  });

  await test.step('the keys are told', async () => {
    await page.getByRole('heading', { name: 'Các chuyến và giấy tờ' }).click();
    await page.keyboard.press('?');
    await expect(page.getByRole('dialog')).toContainText('Tìm theo số container, biển số, tờ khai');
    await page.keyboard.press('Escape');
    await expect(page.getByRole('dialog')).toBeHidden();
  });
});

/** The centre changes a transit. */
async function changed(platform: RunningPlatform, transitId: string, change: object): Promise<void> {
  const answer = await fetch(`${platform.origin}/api/v1/transits/${transitId}`, {
    ...{ method: 'PATCH', body: JSON.stringify(change) },
    headers: {
      authorization: `Bearer ${await platform.token()}`,
      'content-type': 'application/merge-patch+json',
      'idempotency-key': `${transitId}-${Date.now()}`,
    },
  });
  expect(answer.status).toBe(200);
}
